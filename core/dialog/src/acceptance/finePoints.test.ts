import { describe, expect, it } from 'vitest'
import type { BotDefinition, Rule } from '../definition.ts'
import { toOwnRanks } from '../intentRanks.ts'
import type { Need, NeedAnswer, ScriptNeed } from '../need.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

const intents = {
  domains: [
    {
      id: 'd',
      name: 'D',
      intents: [
        { id: 'track', name: 'track', displayName: 'Track it' },
        { id: 'cancel', name: 'cancel', displayName: 'Cancel it' },
      ],
    },
  ],
} satisfies Partial<BotDefinition>

const scored = (engine: 'default' | 'external', ...scores: number[]) => {
  const found = scores.map((score, index) => ({ intentId: index === 0 ? 'track' : 'cancel', score }))
  return ({ kind }: Need): NeedAnswer =>
    kind === 'intents' ? { kind: 'intents', engine, scores: found } : { kind: 'failed', message: kind }
}
const byIntent = (name: string, intentId: string) =>
  dialog(name, [{ type: 'dialogStarter', name: `${name} starter`, intentId }, text(`${name} text`, name)])

describe('ranks of intents', () => {
  it.each([
    ['default', 0.6, 'track'],
    ['default', 0.59, 'fallback'],
    ['external', 0.7, 'track'],
    ['external', 0.69, 'fallback'],
  ] as const)('dialogs R1.30: %s engine, %d: %s', (engine, score, expected) => {
    const player = new Player(
      bot([byIntent('track', 'track'), dialog('f', [text('sorry', 'fallback')], { kind: 'fallback' })], intents),
      scored(engine, score),
    )
    expect(player.say('where is it')).toEqual([expected])
  })

  it('dialogs R1.30: bounds of an external engine become ours, and nothing changes places', () => {
    const scores = [0, 0.3, 0.5, 0.65, 0.7, 0.85, 0.9, 1].map((score, index) => ({ intentId: String(index), score }))
    const own = toOwnRanks({ kind: 'intents', engine: 'external', scores }).map(({ score }) => score)
    expect(own.map((score) => Math.round(score * 100))).toEqual([0, 18, 30, 45, 60, 75, 83, 100])
    expect(own.toSorted((a, b) => a - b)).toEqual(own)
  })
})

describe('disambiguation', () => {
  const which = dialog(
    'which',
    [{ type: 'disambiguationQuestion', name: 'w', text: 'Which?', count: 2, other: 'Neither' }],
    {
      kind: 'disambiguation',
    },
  )
  const dialogs = [byIntent('track', 'track'), byIntent('cancel', 'cancel'), which]

  it('dialogs R2.28, R2.19: is a list where the channel has only words, and its marks are answers', () => {
    const player = new Player(bot(dialogs, intents), scored('default', 0.5, 0.47), { channel: 'lp_sms' })
    expect(player.say('hm')).toEqual(['Which?\n1. Track it\n2. Cancel it\n3. Neither'])
    expect(player.say('2')).toEqual(['cancel'])
  })

  it('dialogs R3.31: is put again with its choices when a dialog above it ends', () => {
    const note = dialog('note', [starter('n', '__note__'), text('nt', 'By the way.')])
    const player = new Player(bot([...dialogs, note], intents), scored('default', 0.5, 0.47))
    expect(player.say('hm')).toEqual(['Which?'])
    const [asked] = player.outputs
    expect(player.say({ kind: 'event', at: 0, text: '__note__' })).toEqual(['By the way.', 'Which?'])
    expect(player.outputs.at(-1)).toEqual(asked)
    expect(player.say('Cancel it')).toEqual(['cancel'])
  })
})

describe('what is passed over', () => {
  it('dialogs R4.22: does not count, for it is not executed', () => {
    const statements = Array.from({ length: 10 }, (_, index) => text(`t${index}`, `t${index}`))
    const disabled = Array.from({ length: 8 }, (_, index) => text(`d${index}`, 'never', { enabled: false }))
    const player = new Player(bot([dialog('d', [starter('s', 'go'), ...disabled, ...statements])]))
    expect(player.say('go')).toHaveLength(10)
    expect(player.logs().join()).not.toContain('BREAKING')
  })

  it('dialogs R1.18: a script does not get into a disabled dialog either', () => {
    const player = new Player(
      bot([
        dialog('d', [starter('s', 'go'), text('t', 'here', { preProcess: 'x' })]),
        dialog('off', [text('there', 'there')], { enabled: false }),
      ]),
      () => ({ kind: 'script', effects: [{ do: 'setTriggerNextMessage', name: 'there' }], logs: [] }),
    )
    expect(player.say('go')).toEqual(['here'])
    expect(player.logs().join()).toContain('its dialog is disabled')
  })
})

describe('an integration', () => {
  const call = (rules: Rule[], more: object = {}): Sketch =>
    ({ type: 'integration', name: 'call', integrationId: 'a', rules, ...more }) as Sketch
  const said = (interaction: Sketch, outcome: 'success' | 'failure') =>
    new Player(
      bot([dialog('d', [starter('s', 'go'), interaction, text('after', 'after')])], {
        integrations: [{ type: 'api', id: 'a', name: 'A', method: 'GET', url: 'https://a.example' }],
      }),
      () => ({ kind: 'call', outcome, status: outcome === 'success' ? 200 : 500, body: null }),
    ).say('go')
  const onFailure: Rule = { when: [{ kind: 'result', status: 'failure' }], next: { go: 'next' } }

  it('dialogs R4.19: without any rule goes on when it succeeded', () => {
    expect(said(call([]), 'success')).toEqual(['after'])
  })
  it('scripting A-11, export B-15: with rules of which none holds, and nothing beside them, ends the flow', () => {
    expect(said(call([onFailure]), 'success')).toEqual([])
    expect(said(call([onFailure]), 'failure')).toEqual(['after'])
    expect(said(call([onFailure], { next: { go: 'next' } }), 'success')).toEqual(['after'])
  })
})

describe('lists', () => {
  const stores: Partial<BotDefinition> = {
    integrations: [
      {
        ...{ type: 'api', id: 'a', name: 'Stores', method: 'GET', url: 'https://a.example' },
        fields: [
          { key: 'city', path: '{$.api_Stores[i].city}' },
          { key: 'opens', path: '{$.api_Stores[i].opens}' },
        ],
      },
    ],
  }
  const body = [
    { city: 'Bern', opens: '2026-12-01T08:00+0000' },
    { city: 'Basel', opens: '2026-12-01T09:30+0000' },
  ]
  const asked = (question: Sketch, answer: string) => {
    const player = new Player(
      bot(
        [
          dialog('d', [
            starter('s', 'go'),
            { type: 'integration', name: 'c', integrationId: 'a' },
            question,
            text('t', '{$userMessage}'),
          ]),
        ],
        stores,
      ),
      () => ({ kind: 'call', outcome: 'success', status: 200, body }),
      { channel: 'lp_sms' },
    )
    return [...player.say('go'), ...player.say(answer)]
  }
  const rules: Rule[] = [{ when: [{ kind: 'option', value: 'Basel' }], next: { go: 'next' } }]

  it('dialogs R5.13, scripting A-59: repeat the items of a list picker', () => {
    const sections = [{ title: 'Stores', items: [{ id: 'i', title: '{Stores.city}' }] }]
    expect(asked({ type: 'listPicker', name: 'q', title: 'Where?', sections, rules }, 'basel')).toEqual([
      ...['Where?\nStores\n- Bern\n- Basel', 'basel'],
    ])
  })
  it('dialogs R5.13, R2.27: and the slots of a time picker', () => {
    const slots = [{ id: 's', start: '{Stores.opens}', minutes: 30 }]
    const [said] = asked(
      {
        type: 'timePicker',
        name: 'q',
        title: 'When?',
        event: { title: 'Visit' },
        slots,
        rules: [{ next: { go: 'next' } }],
      },
      'x',
    )
    expect(said).toBe('When?\n- 2026-12-01 08:00 GMT (30 min)\n- 2026-12-01 09:30 GMT (30 min)')
  })
})

describe('buttons that show their labels', () => {
  it('dialogs R2.24: the value is read with getButtonPayload, although the label was said', () => {
    const buttons = [{ label: 'Large', action: 'postback' as const, value: 'size-{$env.shop}' }]
    const player = new Player(
      bot(
        [
          dialog('d', [
            starter('s', 'go'),
            {
              type: 'buttonQuestion',
              name: 'q',
              text: 'Size?',
              buttons,
              rules: [{ next: { go: 'next' } }],
              processUserResponse: 'x',
            },
            text('t', '{$userMessage}'),
          ]),
        ],
        { settings: { showsButtonLabel: true } },
      ),
      () => ({ kind: 'script', effects: [], logs: [] }),
    )
    player.say('go')
    // What the card says in the consumer's name is the label: that is what the click brings.
    expect(player.say({ kind: 'click', at: 0, on: 'button', text: 'Large', label: 'Large' })).toEqual(['Large'])
    expect((player.needs[0] as ScriptNeed).snapshot.buttonPayload).toBe('size-Bern')
  })
})
