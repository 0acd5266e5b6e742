import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Interaction, InteractionType } from '../definition.ts'
import { INTERACTION_KINDS } from '../interactions/registry.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

interface Case {
  readonly of: string
  readonly interaction: Sketch
  /** What is said when the dialog starts with "go". */
  readonly says: readonly string[]
  readonly answer?: (need: Need) => NeedAnswer
  /** An answer, and what follows. */
  readonly reply?: readonly [answer: string, says: readonly string[]]
  readonly channel?: string
}

const card = (...elements: object[]) => `[${JSON.stringify({ type: 'vertical', elements })}]`
const line = (words: string) => ({ type: 'text', text: words, tooltip: words })
const tap = (title: string, says = title) => ({
  type: 'button',
  title,
  tooltip: title,
  click: { actions: [{ type: 'publishText', text: says }] },
})
const next = { go: 'next' } as const
const anything = { rules: [{ next }] }

/** Every kind of interaction, at least once; the compiler and the test below keep the list complete. */
const CASES: { readonly [T in InteractionType]: readonly Case[] } = {
  dialogStarter: [{ of: 'R2.12: sends nothing', interaction: starter('second', 'never'), says: ['end'] }],
  text: [
    { of: 'R2.14', interaction: text('it', 'Hello {$env.shop}'), says: ['Hello Bern', 'end'] },
    { of: 'R2.8: says nothing, goes on', interaction: text('it', 'BLANK_MESSAGE'), says: ['end'] },
    {
      of: 'R2.5: a pause inside',
      interaction: text('it', 'One tag::breakWithDelay=700 two'),
      says: ['One', '… 700', 'two', 'end'],
    },
  ],
  image: [
    {
      of: 'R2.15',
      interaction: { type: 'image', name: 'it', url: 'https://img.example/{$env.shop}.png' },
      says: ['image https://img.example/Bern.png', 'end'],
    },
  ],
  privateMessage: [
    { of: 'R2.18', interaction: { type: 'privateMessage', name: 'it', text: 'VIP' }, says: ['(VIP)', 'end'] },
  ],
  richLink: [
    {
      of: 'R2.17',
      interaction: {
        type: 'richLink',
        name: 'it',
        image: 'https://i.example/a.png',
        url: 'https://a.example',
        title: 'A',
      },
      says: [expect.stringContaining('https://a.example') as unknown as string, 'end'],
    },
  ],
  multipleChoice: [
    {
      of: 'R2.19',
      interaction: { type: 'multipleChoice', name: 'it', text: 'Which?', choices: ['Tea', 'Coffee'], ...anything },
      says: [card(line('Which?'), tap('Tea'), tap('Coffee'))],
      reply: ['Tea', ['end']],
    },
    {
      of: 'R2.19: a channel of words alone',
      interaction: {
        type: 'multipleChoice',
        name: 'it',
        text: 'Which?',
        choices: ['Tea', 'Coffee'],
        listStyle: 'letters',
      },
      says: ['Which?\na. Tea\nb. Coffee'],
      channel: 'lp_sms',
    },
  ],
  textQuestion: [
    {
      of: 'R2.20',
      interaction: { type: 'textQuestion', name: 'it', text: 'Your name?', ...anything },
      says: ['Your name?'],
      reply: ['Ada', ['end']],
    },
  ],
  structuredQuestion: [
    {
      of: 'R2.21, R2.23',
      interaction: {
        type: 'structuredQuestion',
        name: 'it',
        tiles: [
          { title: 'Latte', subtitle: 'hot', buttons: [{ label: 'Take it', action: 'postback', value: 'latte' }] },
        ],
        ...anything,
      },
      says: [
        card(
          { type: 'text', text: 'Latte', tooltip: 'Latte', style: { bold: true } },
          line('hot'),
          tap('Take it', 'latte'),
        ),
      ],
      reply: ['latte', ['end']],
    },
  ],
  buttonQuestion: [
    {
      of: 'R2.22, R2.24: the value is what is said',
      interaction: {
        type: 'buttonQuestion',
        name: 'it',
        text: 'Go on?',
        buttons: [{ label: 'Yes', action: 'postback', value: 'go_on' }],
        ...anything,
      },
      says: [card(line('Go on?'), tap('Yes', 'go_on'))],
      reply: ['go_on', ['end']],
    },
  ],
  quickReplyQuestion: [
    {
      of: 'R2.25',
      interaction: {
        type: 'quickReplyQuestion',
        name: 'it',
        text: 'Size?',
        choices: [{ kind: 'text', title: 'Large', payload: 'l' }],
        ...anything,
      },
      says: ['Size?'],
      reply: ['l', ['end']],
    },
  ],
  listPicker: [
    {
      of: 'R2.26',
      interaction: {
        type: 'listPicker',
        name: 'it',
        title: 'Pick',
        sections: [{ title: 'Drinks', items: [{ id: '1', title: 'Latte' }] }],
        ...anything,
      },
      says: [expect.stringContaining('User Selected: Latte') as unknown as string],
      reply: ['User Selected: Latte', ['end']],
    },
  ],
  timePicker: [
    {
      of: 'R2.27',
      interaction: {
        type: 'timePicker',
        name: 'it',
        title: 'When?',
        event: { title: 'Fitting' },
        slots: [{ id: 's1', start: '2026-04-30T13:30+0000', minutes: 30 }],
        ...anything,
      },
      says: [expect.stringContaining('2026-04-30') as unknown as string],
      reply: ['For Fitting User Selected: 2026-04-30', ['end']],
    },
  ],
  disambiguationQuestion: [
    {
      of: 'R2.28: only the engine puts it, with intents',
      interaction: { type: 'disambiguationQuestion', name: 'it', text: 'Which one?', count: 2 },
      says: [],
    },
  ],
  surveyQuestion: [
    {
      of: 'R2.29',
      interaction: {
        type: 'surveyQuestion',
        name: 'it',
        text: 'Solved?',
        measures: 'fcr',
        displayAs: 'none',
        ...anything,
      },
      says: ['Solved?'],
      reply: ['yes', ['end']],
    },
  ],
  integration: [
    {
      of: 'R2.33: success',
      interaction: { type: 'integration', name: 'it', integrationId: 'api' },
      answer: () => ({ kind: 'call', outcome: 'success', status: 200, body: {} }),
      says: ['end'],
    },
    {
      of: 'R2.35, R2.36: a failure without a rule stops the flow',
      interaction: { type: 'integration', name: 'it', integrationId: 'api' },
      answer: () => ({ kind: 'call', outcome: 'failure', status: 500, body: null }),
      says: ['Sorry, I could not find anything for that.'],
    },
  ],
  agentTransfer: [
    {
      of: 'R2.44',
      interaction: { type: 'agentTransfer', name: 'it', skillId: '3402109730' },
      answer: () => ({ kind: 'transfer', accepted: true }),
      says: ['→ 3402109730: Transferring to an agent…'],
    },
  ],
  fileUpload: [
    {
      of: 'R2.48: asks, and waits',
      interaction: { type: 'fileUpload', name: 'it', text: 'Your card, please', acceptedTypes: ['PDF'] },
      says: ['Your card, please'],
    },
  ],
  knowledgeSearch: [
    {
      of: 'R2.50: not found',
      interaction: { type: 'knowledgeSearch', name: 'it', knowledgeBase: 'faq', notFound: 'Nothing there' },
      answer: () => ({ kind: 'knowledge', results: [] }),
      says: ['Nothing there', 'end'],
    },
    {
      of: 'R2.50: found, plain',
      interaction: { type: 'knowledgeSearch', name: 'it', knowledgeBase: 'faq', layout: 'plain' },
      answer: () => ({ kind: 'knowledge', results: [{ title: 'Returns', summary: 'Within 30 days', score: 0.9 }] }),
      says: ['Returns\nWithin 30 days', 'end'],
    },
  ],
  dynamicRouting: [
    {
      of: 'R2.51: does what it is told, in order',
      interaction: { type: 'dynamicRouting', name: 'it', message: 'One moment' },
      answer: (need) =>
        need.kind === 'policy'
          ? {
              kind: 'policy',
              actions: [
                { do: 'say', text: 'VIP lane' },
                { do: 'transfer', skillId: '7' },
              ],
            }
          : { kind: 'transfer', accepted: true },
      says: ['VIP lane', '→ 7: One moment'],
    },
    {
      of: 'R2.51: nothing to do, no fallback skill',
      interaction: { type: 'dynamicRouting', name: 'it' },
      answer: () => ({ kind: 'failed', message: 'down' }),
      says: ['end'],
    },
  ],
  universal: [
    {
      of: 'R2.54, R2.55: JSON from a variable; it waits',
      interaction: { type: 'universal', name: 'it', json: '{"type":"text","text":"{$env.shop}"}', ...anything },
      says: ['[{"type":"text","text":"Bern"}]'],
      reply: ['ok', ['end']],
    },
  ],
  unsupported: [
    { of: 'R12.5: is passed over', interaction: { type: 'unsupported', name: 'it', raw: { a: 1 } }, says: ['end'] },
  ],
}

const play = ({ interaction, answer, channel }: Case) =>
  new Player(
    bot([dialog('main', [starter('start', 'go'), interaction, text('after', 'end')])], {
      integrations: [{ type: 'api', id: 'api', name: 'Shop', method: 'GET', url: 'https://a.example' }],
    }),
    answer,
    channel === undefined ? {} : { channel },
  )

describe.each(Object.entries(CASES))('%s', (type, cases) => {
  it.each(cases)(`dialogs $of`, (each) => {
    const player = play(each)
    expect(player.say('go')).toEqual(each.says)
    if (each.reply) expect(player.say(each.reply[0])).toEqual(each.reply[1])
    expect((each.interaction as Interaction).type).toBe(type)
  })
})

describe('the list of interaction types', () => {
  const types = Object.keys(INTERACTION_KINDS)

  it('has a folder, a line in the registry and a case above for each', () => {
    const folders = readdirSync(join(import.meta.dirname, '../interactions'), { withFileTypes: true })
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(types.toSorted())
    expect(Object.keys(CASES).sort()).toEqual(types.toSorted())
    for (const cases of Object.values(CASES)) expect(cases.length).toBeGreaterThan(0)
  })

  it('is implemented: each says something, does something, or starts a dialog', () => {
    for (const [type, kind] of Object.entries(INTERACTION_KINDS)) {
      const isStructural = ['dialogStarter', 'unsupported', 'disambiguationQuestion'].includes(type)
      expect([type, isStructural || kind.produce !== undefined || kind.perform !== undefined]).toEqual([type, true])
    }
  })
})

describe('questions', () => {
  it('dialogs R4.11: a choice that is typed as it is wins over the place of another in the list', () => {
    const player = play({
      of: '',
      says: [],
      interaction: { type: 'surveyQuestion', name: 'it', text: 'How likely?', measures: 'nps', ...anything },
    })
    player.say('go')
    player.say('1')
    expect(player.outputs).toContainEqual(expect.objectContaining({ kind: 'surveyAnswer', value: '1' }))
  })

  it('dialogs R2.25: shows quick replies, and tells which one was tapped', () => {
    const player = play(CASES.quickReplyQuestion[0] as Case)
    player.say('go')
    expect(player.outputs.at(-1)).toMatchObject({
      kind: 'text',
      quickReplies: { replies: [{ title: 'Large', click: { actions: [{ type: 'publishText', text: 'l' }] } }] },
    })
    expect(player.say({ kind: 'click', at: 0, on: 'quickReply', text: 'l', label: 'Large' })).toEqual(['end'])
  })

  it('dialogs R2.29: reports what was chosen in a survey, as it is counted', () => {
    const player = play(CASES.surveyQuestion[0] as Case)
    player.say('go')
    player.say('Yes')
    expect(player.outputs).toContainEqual({ kind: 'surveyAnswer', measures: 'fcr', question: 'Solved?', value: '1' })
  })

  it('dialogs R2.21, R5.13, R5.16: repeats a tile for every record, ten at most', () => {
    const records = Array.from({ length: 12 }, (_, index) => ({ city: `City ${index}` }))
    const player = new Player(
      bot(
        [
          dialog('main', [
            starter('start', 'go'),
            { type: 'integration', name: 'call', integrationId: 'stores' },
            { type: 'structuredQuestion', name: 'it', tiles: [{ title: '{Stores.city}', buttons: [] }] },
          ]),
        ],
        {
          integrations: [
            {
              type: 'api',
              id: 'stores',
              name: 'Stores',
              method: 'GET',
              url: 'https://a.example',
              fields: [{ key: 'city', path: '{$.api_Stores.list[i].city}' }],
            },
          ],
        },
      ),
      () => ({ kind: 'call', outcome: 'success', status: 200, body: { list: records } }),
    )
    const [said = ''] = player.say('go')
    const content = JSON.parse(said)[0]
    expect(content.type).toBe('carousel')
    expect(content.elements).toHaveLength(10)
    expect(JSON.stringify(content.elements[9])).toContain('City 9')
    expect(player.logs().join()).toContain('2 of 12 records')
  })
})
