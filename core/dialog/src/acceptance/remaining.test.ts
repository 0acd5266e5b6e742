import { describe, expect, it } from 'vitest'
import type { ScriptNeed } from '../index.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, OPENING, Player, starter, text } from '../testing/player.ts'
import { DEFAULT_TEXTS } from '../texts.ts'

const failed: NeedAnswer = { kind: 'failed', message: '' }
const scripts =
  (effects: (need: ScriptNeed) => readonly object[]) =>
  (need: Need): NeedAnswer =>
    need.kind === 'script' ? { kind: 'script', effects: effects(need) as never, logs: [], ms: 1 } : failed
const set = (name: string, value: string, scope = 'session') => ({ do: 'setVariable', name, value, scope })
const api = (name: string, more: object = {}) =>
  ({ type: 'api', id: name, name, method: 'GET', url: 'https://shop.example', ...more }) as never
const got = (body: object) => ({ kind: 'call', outcome: 'success', status: 200, body }) as NeedAnswer
const scored = (score: number) => (need: Need) =>
  need.kind === 'intents'
    ? ({ kind: 'intents', engine: 'default', scores: [{ intentId: 'order', score }] } as NeedAnswer)
    : failed
const domains = [{ id: 'd', name: 'd', intents: [{ id: 'order', name: 'order' }] }]
const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })

describe('starters', () => {
  const both = dialog('both', [
    { type: 'dialogStarter', name: 's', patterns: ['buy'], intentId: 'order' },
    text('it', 'It.', { next: { go: 'end' } }),
  ])

  it('dialogs R2.10, R3.15: patterns and an intent may stand beside each other, and any one of them is enough', () => {
    expect(new Player(bot([both], { domains }), scored(0.9)).say('buy')).toEqual(['It.'])
    expect(new Player(bot([both], { domains }), scored(0.9)).say('I need something')).toEqual(['It.'])
    const many = dialog('many', [starter('m', 'one', 'two'), text('said', 'Said.')])
    for (const words of ['one', 'two']) expect(new Player(bot([many])).say(words)).toEqual(['Said.'])
  })

  it('dialogs R3.23, R3.34: the flow begins at once with the words at hand, and stops at End Interaction', () => {
    const echo = dialog('echo', [
      starter('e', 'echo *'),
      text('first', '{$userMessage}!', { next: { go: 'end' } }),
      text('never', 'Never.'),
    ])
    const player = new Player(bot([echo]))
    expect(player.say('echo me')).toEqual(['echo me!'])
    expect(player.run.session?.stack).toEqual([])
  })

  it('dialogs R3.1: a pending question has the words before starters, starters before the fallback', () => {
    const ask = dialog('ask', [
      starter('a', 'ask'),
      {
        ...{ type: 'textQuestion', name: 'q', text: 'Which?' },
        rules: [{ when: [{ kind: 'exact', value: 'other' }], next: { go: 'end' } }],
      },
    ])
    const other = dialog('other', [starter('o', 'other', 'else'), text('here', 'Here.')])
    const player = new Player(bot([ask, other, fallback]))
    player.say('ask')
    expect(player.say('nonsense')).toEqual(['Sorry.', 'Which?'])
    expect(player.say('else')).toEqual(['Here.', 'Which?'])
    expect(player.say('other')).toEqual([])
  })
})

describe('rules', () => {
  const question = (rules: readonly object[]) =>
    dialog('d', [
      starter('s', 'go'),
      { type: 'textQuestion', name: 'q', text: 'Q?', rules } as never,
      text('end', 'With {$botContext.v}.', { next: { go: 'end' } }),
    ])

  it('dialogs R4.6, R4.7, R4.17: a rule may set any number of variables, and they are there for what follows', () => {
    const rule = {
      set: [
        { name: 'a', value: '{$userMessage}', scope: 'session' },
        { name: 'v', value: '{$botContext.a}{$botContext.a}', scope: 'session' },
      ],
      next: { go: 'next' },
    }
    const player = new Player(bot([question([rule])]))
    player.say('go')
    expect(player.say('x')).toEqual(['With xx.'])
  })

  it('dialogs R4.10: an exact value is compared without regard to case and blanks at its ends', () => {
    const player = new Player(bot([question([{ when: [{ kind: 'exact', value: 'Yes' }], next: { go: 'next' } }])]))
    player.say('go')
    expect(player.say('  yES ')).toEqual(['With .'])
  })

  it('dialogs R4.14: a rule with conditions on variables alone holds by them', () => {
    const where = (value: string) => ({
      variables: [{ variable: '{$env.shop}', operator: 'equals', value }],
      next: { go: 'next' },
    })
    for (const [value, says] of [
      ['Bern', ['With .']],
      ['Rome', ['Sorry.', 'Q?']],
    ] as const) {
      const player = new Player(bot([question([where(value)]), fallback]))
      player.say('go')
      expect(player.say('x')).toEqual(says)
    }
  })

  it('dialogs R4.18: where none holds and there is no No Match, the whole bot has the words', () => {
    const never = { when: [{ kind: 'exact', value: 'never' }], next: { go: 'next' } }
    const player = new Player(bot([question([never]), dialog('o', [starter('t', 'other'), text('u', 'Other.')])]))
    player.say('go')
    expect(player.say('other')).toEqual(['Other.', 'Q?'])
  })

  it('dialogs R4.3: what names no next action goes on with the next, and a transfer ends', () => {
    const accepts = (): NeedAnswer => ({ kind: 'transfer', accepted: true })
    const flow = dialog('f', [
      starter('s', 'go'),
      text('one', 'One.'),
      { type: 'agentTransfer', name: 'over', skillId: '4', message: 'Bye' },
      text('never', 'Never.'),
    ])
    expect(new Player(bot([flow]), accepts).say('go')).toEqual(['One.', '→ 4: Bye'])
  })
})

describe('variables', () => {
  it('dialogs R5.4: one of the request is there for both panels of the turn, and gone with it', () => {
    const seen: unknown[] = []
    const flow = dialog('f', [
      starter('s', 'go'),
      text('one', 'One {$botContext.r}.', { preProcess: 'a', postProcess: 'b', next: { go: 'end' } }),
    ])
    const player = new Player(
      bot([flow]),
      scripts(({ panel, snapshot }) => {
        seen.push(snapshot.variables.request.r ?? null)
        return panel === 'preProcess' ? [set('r', 'x', 'request')] : []
      }),
    )
    expect(player.say('go')).toEqual(['One x.'])
    player.say('go')
    expect(seen).toEqual([null, 'x', null, 'x'])
  })

  it('dialogs R5.6: do not follow a transfer to another bot; a run is of one bot', () => {
    const flow = dialog('f', [
      starter('s', 'go'),
      { type: 'agentTransfer', name: 'over', skillId: '4', message: 'Bye', preProcess: 'x', passContext: true },
    ])
    const player = new Player(bot([flow]), (need) =>
      need.kind === 'transfer' ? { kind: 'transfer', accepted: true } : scripts(() => [set('secret', 'v')])(need),
    )
    player.say('go')
    const gone = player.outputs.find(({ kind }) => kind === 'transfer')
    expect(gone).toMatchObject({ context: { userMessage: 'go' } })
    expect(JSON.stringify(gone)).not.toContain('secret')
  })

  it('dialogs R5.12, R5.15: a path names members, one element or every one, and a list is counted', () => {
    const fields = [
      { key: 'deep', path: '{$.api_Shop.a.b}' },
      { key: 'second', path: '{$.api_Shop.list[1].n}' },
      { key: 'all', path: '{$.api_Shop.list[i].n}' },
    ]
    const flow = dialog('f', [
      starter('s', 'go'),
      { type: 'integration', name: 'call', integrationId: 'Shop' },
      text('out', '{Shop.deep} {Shop.second} {Shop.all.count}'),
    ])
    const body = { a: { b: 'deep' }, list: [{ n: 'x' }, { n: 'y' }, { n: 'z' }] }
    const player = new Player(bot([flow], { integrations: [api('Shop', { fields })] }), () => got(body))
    expect(player.say('go')).toEqual(['deep y 3'])
  })

  it('dialogs R5.17, R5.19, R7.12: stand in all that is sent and in skill ids, put in once', () => {
    const flow = dialog('f', [
      starter('s', 'go'),
      text('t', '{$env.shop}'),
      { type: 'privateMessage', name: 'p', text: '{$env.shop}' },
      { type: 'image', name: 'i', url: 'https://x.example/{$env.shop}.png' },
      { type: 'agentTransfer', name: 'over', skillId: '{$env.skill}', message: '{$env.braces}' },
    ])
    const environment = { shop: 'Bern', skill: '12', braces: '{$env.shop}' }
    const player = new Player(bot([flow]), () => ({ kind: 'transfer', accepted: true }), { environment })
    expect(player.say('go')).toEqual(['Bern', '(Bern)', 'image https://x.example/Bern.png', '→ 12: {$env.shop}'])
  })
})

describe('intents that are asked about', () => {
  const two = [
    {
      id: 'd',
      name: 'd',
      intents: [
        { id: 'a', name: 'a name' },
        { id: 'b', name: 'b name', displayName: 'B' },
      ],
    },
  ]
  const which = dialog(
    'which',
    [
      { type: 'disambiguationQuestion', name: 'w', text: 'Which?', count: 2, rules: [{ next: { go: 'next' } }] },
      text('out', 'x', { preProcess: 'code' }),
    ],
    { kind: 'disambiguation' },
  )
  const likely = (engine: 'default' | 'external') => (need: Need) =>
    need.kind === 'intents'
      ? ({
          kind: 'intents',
          engine,
          scores: [
            { intentId: 'a', score: 0.66 },
            { intentId: 'b', score: 0.67 },
          ].map((s) => (engine === 'default' ? { ...s, score: s.score - 0.15 } : s)),
        } as NeedAnswer)
      : scripts(() => [])(need)

  it('dialogs R3.25: an external engine gives one intent, and nobody is asked which', () => {
    const definition = bot([which, fallback], { domains: two })
    expect(new Player(definition, likely('external')).say('hm')).toEqual(['Sorry.'])
    expect(new Player(definition, likely('default')).say('hm').join()).toContain('Which?')
  })

  it('dialogs R3.29: scripts are told the one that was chosen, by name and id', () => {
    const told: unknown[] = []
    const player = new Player(bot([which, fallback], { domains: two }), (need) => {
      if (need.kind === 'script') told.push(need.snapshot.disambiguatedIntent)
      return likely('default')(need)
    })
    player.say('hm')
    player.say('B')
    expect(told).toEqual([{ id: 'b', name: 'b name' }])
  })
})

describe('transfers', () => {
  it('dialogs R7.1, R7.2, R6.4: panel, delay, variables, the call with its message; nothing stands between', () => {
    const order: string[] = []
    const flow = dialog('f', [
      starter('s', 'go'),
      text('before', 'Before.'),
      {
        ...{ type: 'agentTransfer', name: 'over', skillId: '{$botContext.skill}', message: 'To {$botContext.skill}' },
        ...{ preProcess: 'code', delayMs: 2_000 },
      },
    ])
    const player = new Player(bot([flow]), (need) => {
      order.push(need.kind)
      return need.kind === 'transfer' ? { kind: 'transfer', accepted: true } : scripts(() => [set('skill', '9')])(need)
    })
    expect(player.say('go')).toEqual(['Before.', '… 2000', '→ 9: To 9'])
    expect(order).toEqual(['script', 'transfer'])
  })

  it('dialogs R7.11: no former dialog speaks after one, with skipPreviousDialog and without', () => {
    const ask = dialog('ask', [starter('a', 'ask'), { type: 'textQuestion', name: 'q', text: 'Q?' }])
    const flow = dialog('f', [starter('s', 'go'), { type: 'agentTransfer', name: 'o', skillId: '4', message: 'Bye' }])
    const player = new Player(bot([ask, flow]), () => ({ kind: 'transfer', accepted: true }))
    player.say('ask')
    expect(player.say('go')).toEqual(['→ 4: Bye'])
  })

  it('dialogs R7.8: a person may be named beside the skill', () => {
    const flow = dialog('f', [
      starter('s', 'go'),
      { type: 'agentTransfer', name: 'o', skillId: '4', agentId: '{$env.who}', message: 'Bye' },
    ])
    const player = new Player(bot([flow]), () => ({ kind: 'transfer', accepted: true }), { environment: { who: '7' } })
    player.say('go')
    expect(player.outputs).toContainEqual(expect.objectContaining({ kind: 'transfer', agentId: '7' }))
  })

  it('dialogs R3.43: the built-in way out of a question asks first, and hands over when it is wanted', () => {
    const ask = dialog('ask', [starter('a', 'ask'), { type: 'textQuestion', name: 'q', text: 'Q?' }])
    const way = dialog(
      'stuck',
      [
        {
          ...{ type: 'multipleChoice', name: 'm', text: 'A person?', choices: ['Yes', 'No'], displayAs: 'text' },
          rules: [
            { when: [{ kind: 'option', value: 'Yes' }], next: { go: 'next' } },
            { when: [{ kind: 'option', value: 'No' }], next: { go: 'end' } },
          ],
        },
        { type: 'agentTransfer', name: 'o', skillId: '{$env.shop}4', message: 'Bye' },
      ],
      { kind: 'autoEscalation', threshold: 1 },
    )
    const player = new Player(bot([ask, way]), () => ({ kind: 'transfer', accepted: true }), {
      environment: { shop: '' },
    })
    player.say('ask')
    player.say('hm')
    expect(player.say('hm').join()).toContain('A person?')
    expect(player.say('Yes')).toEqual(['→ 4: Bye'])
  })
})

describe('files', () => {
  const file = (name: string, mediaType = 'application/pdf') =>
    ({ kind: 'file', at: 0, file: { fileId: name, name, mediaType, size: 1 } }) as const
  const box = { ...(api('box', { method: 'PUT' }) as object), type: 'file' } as never
  const ask = (name: string, more: object = {}) => [
    {
      type: 'fileUpload',
      name,
      text: `${name}?`,
      acceptedTypes: ['PDF'],
      success: `${name} (done)`,
      inProgress: 'BLANK_MESSAGE',
      ...more,
    } as never,
    { type: 'integration', name: `keep ${name}`, integrationId: 'box' } as never,
  ]
  const two = (patterns: string[]) =>
    bot(
      [
        dialog('send', [
          starter('s', 'send'),
          ...ask('card'),
          ...ask('proof'),
          text('more', 'More.', { next: { go: 'end' } }),
        ]),
        dialog('done', [starter('d', ...patterns), text('yes', 'Arrived.', { next: { go: 'end' } })]),
      ],
      { integrations: [box] },
    )
  const uploads = (player: Player) =>
    player.outputs.flatMap((output) => (output.kind === 'upload' ? [output.uploadId] : []))
  const ended = (uploadId = '', succeeded = true) => ({ kind: 'fileResult', at: 0, uploadId, succeeded }) as const

  it('dialogs R8.1, R8.14, R8.15, R8.20, R8.28 h: one after the other, each brought by the same integration, one dialog for both', () => {
    const player = new Player(two(['file_upload_success:*', 'file_upload_failed:*']))
    expect(player.say('send')).toEqual(['card?'])
    expect(player.say(file('a.pdf'))).toEqual(['proof?'])
    const [first] = uploads(player)
    expect(player.say(file('b.pdf'))).toEqual(['More.'])
    const [second] = uploads(player)
    expect(player.say(ended(first))).toEqual(['card (done)', 'Arrived.'])
    expect(player.say(ended(second, false))).toEqual(['Failed to process the file. Please try again.', 'Arrived.'])
  })

  it('dialogs R8.19: marks of a pattern in a text are escaped to be meant as they are', () => {
    const player = new Player(two(['file_upload_success:card \\(done\\)']))
    player.say('send')
    player.say(file('a.pdf'))
    expect(player.say(ended(uploads(player)[0]))).toEqual(['card (done)', 'Arrived.', 'proof?'])
  })

  it('dialogs R8.8, R8.18: a text may be suppressed, and what is refused is no event', () => {
    const definition = bot(
      [
        dialog('send', [
          starter('s', 'send'),
          ...ask('card', { success: 'BLANK_MESSAGE', wrongType: '{$env.shop}: PDF only' }),
        ]),
        dialog('done', [starter('d', 'file_upload_*'), text('yes', 'Event.', { next: { go: 'end' } })]),
      ],
      { integrations: [box] },
    )
    const player = new Player(definition)
    player.say('send')
    expect(player.say(file('a.exe', 'application/x-msdownload'))).toEqual(['Bern: PDF only'])
    expect(player.say(file('a.pdf'))).toEqual([])
    expect(player.say(ended(uploads(player)[0]))).toEqual(['Event.'])
  })

  it('dialogs R8.22, messaging R6.9: of several files each goes to the next question that waits; one too many is answered, and brought nowhere', () => {
    const player = new Player(two(['file_upload_*']))
    player.say('send')
    expect(player.say(file('a.exe', 'application/x-msdownload')).join()).toContain('The file type is invalid')
    expect(player.say(file('a.pdf'))).toEqual(['proof?'])
    expect(player.say(file('b.pdf'))).toEqual(['More.'])
    expect(player.say(file('c.pdf'))).toHaveLength(1)
    expect(uploads(player)).toEqual([])
  })
})

describe('surveys', () => {
  const survey = bot(
    [
      dialog(
        'survey',
        [
          { type: 'surveyQuestion', name: 'q', text: 'Solved?', measures: 'fcr', unrecognized: 'Yes or no?' },
          text('thanks', 'Thanks.'),
        ],
        { kind: 'survey' },
      ),
    ],
    { kind: 'survey' },
  )

  it('dialogs R1.9, R1.16, R9.4: one begins without a word, goes on with every answer, thanks and closes', () => {
    const player = new Player(survey)
    expect(player.say({ ...OPENING, greeting: null } as never).join()).toContain('Solved?')
    expect(player.say('perhaps')).toEqual(['Yes or no?'])
    expect(player.say('No')).toEqual(['Thanks.', '■'])
    expect(player.outputs).toContainEqual({ kind: 'surveyAnswer', measures: 'fcr', question: 'Solved?', value: '0' })
    expect(player.run.phase).toBe('closed')
  })
})

it('scripting 4.5: a bot that takes over begins with the dialog that the former one names, or else goes by the words', () => {
  const definition = bot([
    dialog('Greeting', [starter('g', 'hi'), text('hello', 'Hello.')]),
    dialog('Refund', [text('refund', 'A refund then.')]),
  ])
  const seated = (name: string) =>
    new Player(definition).say({ ...OPENING, transferContext: { dialog: name, userMessage: 'hi' } } as never)
  expect(seated(' refund ')).toEqual(['A refund then.'])
  expect(seated('gone')).toEqual(['Hello.'])
})

it('dialogs R9.8, R9.9: the texts that are sent where the author wrote nothing are these, word for word', () => {
  expect(Object.values(DEFAULT_TEXTS)).toEqual([
    'Not able to understand your question. Can you please re-phrase it?',
    'Sorry, I could not find anything for that.',
    'Transferring to an agent…',
    'Not able to transfer to Agent at this time. Please try later.',
    'Successfully processed the file.',
    'Failed to process the file. Please try again.',
    'The file type is invalid. Upload one of these types: {types}.',
    'Processing the file…',
    "That's not what I was expecting, Please select from one of these options.",
    'Sorry, I am not able to understand.',
    'I’m sorry. Something went wrong, so let’s start fresh. Could you restate your question in a few words?',
    'I’m having some trouble. Let me connect you with an agent.',
  ])
})
