import { describe, expect, it } from 'vitest'
import type { BotDefinition } from '../definition.ts'
import { NEED_KINDS, type Need, type NeedAnswer } from '../need.ts'
import { SCRIPT_PANELS, type ScriptEffect, type ScriptFault } from '../script.ts'
import { bot, dialog, OPENING, Player, type Sketch, starter, text } from '../testing/player.ts'

const done = (...effects: ScriptEffect[]): NeedAnswer => ({ kind: 'script', effects, logs: [] })
const broken = (kind: ScriptFault['kind'], ...effects: ScriptEffect[]): NeedAnswer => ({
  kind: 'script',
  effects,
  logs: [],
  fault: { kind, message: `${kind} in line 1`, line: 1 },
})
const say = (words: string): ScriptEffect => ({ do: 'sendMessage', text: words })
const trigger = (name: string): ScriptEffect => ({ do: 'setTriggerNextMessage', name })
const reply = (...texts: string[]): ScriptEffect => ({ do: 'sendImmediateReply', texts })
const NOT_UNDERSTOOD = 'Not able to understand your question. Can you please re-phrase it?'

/** Scripts are named by their code; what is not named does nothing. */
const scripted =
  (scripts: Record<string, NeedAnswer>, seen: string[] = []) =>
  (need: Need): NeedAnswer => {
    if (need.kind === 'call') {
      seen.push('call')
      return { kind: 'call', outcome: 'success', status: 200, body: {} }
    }
    if (need.kind !== 'script') return { kind: 'failed', message: '' }
    seen.push(need.code ?? need.panel)
    return scripts[need.code ?? need.panel] ?? done()
  }
const panels = { preProcess: 'pre', postProcess: 'post', processUserResponse: 'response' }
const statement = text('it', 'own', { ...panels, delayMs: 100 })
const question = (more: object = {}): Sketch => ({
  type: 'textQuestion',
  name: 'it',
  text: 'own?',
  ...panels,
  rules: [{ when: [{ kind: 'exact', value: 'yes' }], next: { go: 'next' } }],
  ...more,
})
const call: Sketch = { type: 'integration', name: 'it', integrationId: 'api', delayMs: 100, ...panels }
const around = (it: Sketch, more: Partial<BotDefinition> = {}) =>
  bot(
    [
      dialog('main', [starter('s', 'go'), it, text('after', 'after')]),
      dialog('other', [text('elsewhere', 'elsewhere')]),
    ],
    {
      integrations: [
        { type: 'api', id: 'api', name: 'Api', method: 'GET', url: 'https://a.example', transform: 'transform' },
      ],
      ...more,
    },
  )

describe('the order of invocation', () => {
  it('dialogs R6.1, scripting A-79: statement: panel, own words between those of the scripts, the delay before all', () => {
    const seen: string[] = []
    const player = new Player(
      around(statement),
      scripted({ pre: done(say('before')), post: done(say('behind')) }, seen),
    )
    expect(player.say('go')).toEqual(['… 100', 'before', 'own', 'behind', 'after'])
    expect(seen).toEqual(['pre', 'post'])
  })

  it('dialogs R6.2, scripting A-104: integration: panel, delay, call, transform, panel', () => {
    const seen: string[] = []
    const player = new Player(around(call), scripted({ pre: done(say('before')), post: done(say('behind')) }, seen))
    expect(player.say('go')).toEqual(['before', '… 100', 'behind', 'after'])
    expect(seen).toEqual(['pre', 'call', 'transform', 'post'])
  })

  it('dialogs R6.3, R6.6: question: its own code runs for every answer, understood or not', () => {
    const seen: string[] = []
    const player = new Player(around(question()), scripted({}, seen))
    player.say('go')
    expect(player.say('what')).toEqual([NOT_UNDERSTOOD])
    expect(player.say('yes')).toEqual(['after'])
    expect(seen).toEqual(['pre', 'post', 'response', 'response'])
  })

  it('dialogs R6.6: but not where the words lead to another dialog', () => {
    const seen: string[] = []
    const hello = dialog('hello', [starter('h', 'hello'), text('h_t', 'Hello.')])
    const whole = around(question())
    const player = new Player({ ...whole, dialogs: [...whole.dialogs, hello] }, scripted({}, seen))
    player.say('go')
    player.say('hello')
    expect(seen).not.toContain('response')
  })

  it('dialogs R6.5, scripting A-104a: what it wants replaces what the rules chose, and sees their variables', () => {
    const rules = [{ set: [{ name: 'v', value: '{$userMessage}', scope: 'session' }], next: { go: 'next' } }]
    const player = new Player(around(question({ rules })), scripted({ response: done(trigger('elsewhere')) }))
    player.say('go')
    expect(player.say('x')).toEqual(['elsewhere'])
    expect(player.needs.at(-1)).toMatchObject({ snapshot: { variables: { session: { v: 'x' } } } })
  })

  it('dialogs R2.3: the delay that a script sets is the last one that it set', () => {
    const delay = (ms: number): ScriptEffect => ({ do: 'setMessageDelay', ms })
    const player = new Player(around(statement), scripted({ pre: done(delay(500), delay(700)) }))
    expect(player.say('go')).toEqual(['… 700', 'own', 'after'])
  })

  it('dialogs R6.9, scripting A-93: the function for the beginning runs once, before anything is matched', () => {
    const seen: string[] = []
    const whole = around(text('it', '{$botContext.v}'), { globalFunctions: 'function initConversation() {}' })
    const begin = done({ do: 'setVariable', name: 'v', value: 'set', scope: 'session' })
    const player = new Player(whole, scripted({ conversationStart: begin }, seen))
    player.say(OPENING)
    expect(player.say('go')).toEqual(['set', 'after'])
    player.say('go')
    expect(seen).toEqual(['conversationStart'])
    player.at += 61 * 60_000
    player.say('go')
    expect(seen).toEqual(['conversationStart', 'conversationStart'])
  })

  it('scripting §6.3: a conversation whose beginning throws begins all the same', () => {
    const whole = around(text('it', 'own'), { globalFunctions: 'function initConversation() {}' })
    const player = new Player(whole, scripted({ conversationStart: broken('thrown') }))
    expect(player.say('go')).toEqual(['own', 'after'])
    expect(player.logs().join()).toContain('thrown in line 1')
  })

  it('lists every panel, and asks for each of them', () => {
    const seen = new Set<string>()
    const whole = around(question(), { globalFunctions: 'x' })
    const questions = new Player(whole, scripted({}))
    for (const words of ['go', 'yes']) questions.say(words)
    const calls = new Player(around(call), scripted({}))
    calls.say('go')
    for (const need of [...questions.needs, ...calls.needs]) if (need.kind === 'script') seen.add(need.panel)
    expect([...seen].sort()).toEqual(SCRIPT_PANELS.toSorted())
  })
})

describe('what cuts a flow short', () => {
  it.each([
    ['preProcess', 'pre', statement, ['elsewhere']],
    ['postProcess', 'post', statement, ['… 100', 'own', 'elsewhere']],
    ['transform', 'transform', call, ['… 100', 'elsewhere']],
    ['postProcess of an integration', 'post', call, ['… 100', 'elsewhere']],
  ] as const)('scripting A-82, §6.2: a trigger in %s', (_panel, code, it, says) => {
    const player = new Player(around(it), scripted({ [code]: done(trigger('elsewhere')) }))
    expect(player.say('go')).toEqual(says)
  })

  it.each([
    ['preProcess', 'pre', statement, ['stop']],
    ['postProcess', 'post', statement, ['… 100', 'own', 'stop']],
    ['preProcess of an integration', 'pre', call, ['stop']],
  ] as const)(
    'scripting A-80, §7.5: an immediate reply in %s stops the flow and drops a trigger',
    (_panel, code, it, says) => {
      for (const effects of [
        [reply('stop'), trigger('elsewhere')],
        [trigger('elsewhere'), reply('stop')],
      ]) {
        expect(new Player(around(it), scripted({ [code]: done(...effects) })).say('go')).toEqual(says)
      }
    },
  )

  it('scripting A-80: an immediate reply to an answer leaves the question open', () => {
    let refuses = true
    const player = new Player(around(question()), (need) =>
      need.kind === 'script' && need.panel === 'processUserResponse' && refuses ? done(reply('Really?')) : done(),
    )
    player.say('go')
    expect(player.say('yes')).toEqual(['Really?'])
    refuses = false
    expect(player.say('yes')).toEqual(['after'])
  })

  it('scripting A-83, §7.4: a trigger to a name that does not exist changes nothing', () => {
    const player = new Player(around(statement), scripted({ pre: done(trigger('Welcome Back')) }))
    expect(player.say('go')).toEqual(['… 100', 'own', 'after'])
    expect(player.logs().join()).toContain('Welcome Back')
  })

  it.each(['Elsewhere', ' elsewhere '])('scripting A-85: %j is found without regard to case and blanks', (name) => {
    expect(new Player(around(statement), scripted({ pre: done(trigger(name)) })).say('go')).toEqual(['elsewhere'])
  })

  it('scripting A-84: platform.default hands the words to the whole bot', () => {
    const hello = dialog('hello', [starter('h', 'hello'), text('h_t', 'Hello.')])
    const whole = around(question({ rules: [{ next: { go: 'next' } }] }))
    const player = new Player(
      { ...whole, dialogs: [...whole.dialogs, hello] },
      scripted({ response: done(trigger('platform.default')) }),
    )
    player.say('go')
    expect(player.say('hello')).toEqual(['Hello.'])
  })

  it('triggers that go in circles come to an end', () => {
    const circle = bot([
      dialog('a', [
        starter('s', 'go'),
        { type: 'textQuestion', name: 'q', text: 'q?', preProcess: 'again' },
        { type: 'textQuestion', name: 'r', text: 'r?', preProcess: 'back' },
      ]),
    ])
    const player = new Player(circle, scripted({ again: done(trigger('r')), back: done(trigger('q')) }))
    expect(player.say('go')).toEqual([])
    expect(player.trace.some(({ what }) => what === 'limit')).toBe(true)
  })
})

describe('scripts that fail', () => {
  it.each([
    [undefined, NOT_UNDERSTOOD],
    ['Something broke.', 'Something broke.'],
  ])(
    'dialogs R6.7, R9.2, scripting §6.3: a throw is told in the words of the bot (%s); what was done before stays',
    (friendlyResponse, says) => {
      const settings = friendlyResponse === undefined ? {} : { friendlyResponse }
      const set: ScriptEffect = { do: 'setVariable', name: 'v', value: '1', scope: 'session' }
      const player = new Player(around(statement, { settings }), scripted({ pre: broken('thrown', set) }))
      expect(player.say('go')).toEqual([says])
      expect(player.run.session?.variables.v).toBe('1')
      expect(player.outputs).toContainEqual(
        expect.objectContaining({ kind: 'log', level: 'error', code: 'script-thrown' }),
      )
    },
  )

  it('scripting A-99, §7.7: a panel that takes too long is cut off, and the flow goes on', () => {
    const player = new Player(around(statement), scripted({ pre: broken('timeout') }))
    expect(player.say('go')).toEqual(['… 100', 'own', 'after'])
    expect(player.logs().join()).toContain('timeout')
  })

  it('scripting §6.3: whether a throw stops the flow is a setting', () => {
    const player = new Player(
      around(statement, { settings: { onScriptError: 'continue' } }),
      scripted({ pre: broken('thrown') }),
    )
    expect(player.say('go')).toEqual(['… 100', 'own', 'after'])
  })

  it('scripting A-52: a transform that throws leaves the result as it was', () => {
    const player = new Player(around(call), scripted({ transform: broken('thrown') }))
    expect(player.say('go')).toEqual(['… 100', 'after'])
  })
})

/** What each effect of a script does; the list is complete by its type. */
const EFFECTS: { readonly [D in ScriptEffect['do']]: readonly [Extract<ScriptEffect, { do: D }>, unknown] } = {
  setVariable: [
    { do: 'setVariable', name: 'v', value: '1', scope: 'session' },
    { run: { session: { variables: { v: '1' } } } },
  ],
  sendMessage: [
    { do: 'sendMessage', text: 'hi', chips: [{ title: 'A', payload: 'a' }] },
    { outputs: [{ kind: 'text', text: 'hi', quickReplies: { replies: [{ title: 'A' }] } }] },
  ],
  addQuickReplies: [
    { do: 'addQuickReplies', chips: [{ title: 'B' }] },
    { outputs: [{ text: 'own', quickReplies: { replies: [{ title: 'B' }] } }] },
  ],
  sendImmediateReply: [reply('now') as never, { outputs: [{ kind: 'text', text: 'now' }] }],
  sendPrivateMessage: [{ do: 'sendPrivateMessage', text: 'psst' }, { outputs: [{ kind: 'private', text: 'psst' }] }],
  setMessageDelay: [{ do: 'setMessageDelay', ms: 9 }, { outputs: [{ kind: 'delay', ms: 9 }] }],
  setAllowMaxTextResponse: [{ do: 'setAllowMaxTextResponse', on: true }, { run: { session: { wholeTexts: true } } }],
  setTriggerNextMessage: [trigger('elsewhere') as never, { outputs: [{ text: 'elsewhere' }] }],
  transferToBotDialog: [
    { do: 'transferToBotDialog', botId: 'b2', dialog: 'd', message: 'bye' },
    {
      outputs: [
        { kind: 'text', text: 'bye' },
        { kind: 'transferToBot', botId: 'b2', dialog: 'd' },
      ],
    },
  ],
  setBotTransferIntentId: [
    { do: 'setBotTransferIntentId', id: 'i' },
    { run: { session: { transferWords: { intentId: 'i' } } } },
  ],
  setBotTransferIntentByDomain: [
    { do: 'setBotTransferIntentByDomain', intent: 'buy', domain: 'Shop' },
    { run: { session: { transferWords: { intentId: 'buy-id' } } } },
  ],
  setBotTransferUserMessage: [
    { do: 'setBotTransferUserMessage', text: 'm' },
    { run: { session: { transferWords: { userMessage: 'm' } } } },
  ],
  setUserName: [{ do: 'setUserName', text: 'Ada' }, { run: { session: { userName: 'Ada' } } }],
  setEmail: [{ do: 'setEmail', text: 'a@b.c' }, { run: { session: { email: 'a@b.c' } } }],
  logCustomEvent: [
    { do: 'logCustomEvent', userMessage: 'u', event: 'e', detail: 'd' },
    { outputs: [{ kind: 'customEvent', event: 'e', userMessage: 'u', detail: 'd' }] },
  ],
  logEscalationEvent: [
    { do: 'logEscalationEvent', userMessage: 'u', kind: 'LivePerson' },
    { outputs: [{ kind: 'escalationEvent', of: 'LivePerson', userMessage: 'u' }] },
  ],
  registerNamespace: [
    { do: 'registerNamespace', namespace: 'n' },
    { outputs: [{ kind: 'context', write: { do: 'registerNamespace' } }] },
  ],
  deleteNamespace: [
    { do: 'deleteNamespace', namespace: 'n' },
    { outputs: [{ kind: 'context', write: { do: 'deleteNamespace' } }] },
  ],
  setContext: [
    { do: 'setContext', namespace: 'n', scope: 'user', name: 'a', value: 1 },
    { outputs: [{ kind: 'context', write: { do: 'setContext', value: 1 } }] },
  ],
  deleteContext: [
    { do: 'deleteContext', namespace: 'n', scope: 'user' },
    { outputs: [{ kind: 'context', write: { do: 'deleteContext' } }] },
  ],
}

describe('effects of scripts', () => {
  it.each(Object.entries(EFFECTS))('scripting §4: %s', (_name, [effect, expected]) => {
    const whole = around(text('it', 'own', { preProcess: 'pre' }), {
      domains: [{ id: 'd', name: 'Shop', intents: [{ id: 'buy-id', name: 'buy' }] }],
    })
    const player = new Player(whole, scripted({ pre: done(effect) }))
    player.say('go')
    const { outputs = [], run = {} } = expected as { outputs?: object[]; run?: object }
    for (const output of outputs) expect(player.outputs).toContainEqual(expect.objectContaining(nested(output)))
    expect(player.run).toMatchObject(run)
  })
})

/** `toMatchObject` for what stands in a list. */
const nested = (value: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      Array.isArray(inner)
        ? expect.arrayContaining(inner.map((each) => expect.objectContaining(nested(each))))
        : typeof inner === 'object' && inner !== null
          ? expect.objectContaining(nested(inner))
          : inner,
    ]),
  )

describe('settings', () => {
  it('dialogs R9.15: debug commands, where they are on', () => {
    const player = new Player(around(question()))
    player.say('go')
    expect(player.say('display userid')).toEqual(['consumer-1'])
    player.say('reset')
    expect(player.run.session?.stack).toEqual([])
    const off = new Player(around(question(), { settings: { debugCommands: false } }))
    expect(off.say('display userid')).toEqual([NOT_UNDERSTOOD])
  })

  it('dialogs R9.5, R9.6: words that are for the platform', () => {
    const says = (words: string) => new Player(around(text('it', words))).say('go')
    expect(says('LP_CLOSEDIALOG')).toEqual(['■ survey'])
    expect(says('LP_CLOSECONVERSATION')).toEqual(['■'])
    const player = new Player(around(text('it', 'SET_USER_PROFILE | {"firstName": "Ada"}')))
    expect(player.say('go')).toEqual(['after'])
    expect(player.outputs).toContainEqual({ kind: 'userProfile', profile: { firstName: 'Ada' } })
  })

  it('dialogs R2.24: the label is shown and the value read apart, where the bot wants it', () => {
    const button: Sketch = {
      type: 'buttonQuestion',
      name: 'it',
      text: 'q',
      buttons: [{ label: 'Yes', action: 'postback', value: 'v1' }],
      rules: [{ when: [{ kind: 'exact', value: 'yes' }], next: { go: 'next' } }],
      processUserResponse: 'response',
    }
    const player = new Player(around(button, { settings: { showsButtonLabel: true } }), scripted({}))
    player.say('go')
    expect(player.say({ kind: 'click', at: 0, on: 'button', text: 'v1', label: 'Yes' })).toEqual(['after'])
    expect(player.needs.at(-1)).toMatchObject({ snapshot: { buttonPayload: 'v1', userMessage: 'Yes' } })
  })

  it('dialogs R9.7: a conversation that opens without words is greeted as the bot says', () => {
    const whole = around(text('it', 'own'), { settings: { greeting: 'go' } })
    expect(new Player(whole).say(OPENING)).toEqual(['own', 'after'])
    expect(new Player(whole).say({ ...OPENING, greeting: null } as never)).toEqual([])
  })
})

it('every need is asked for in one of these tests', () => {
  // Each kind has its own tests above and beside; here the list is held against the engine's own words.
  expect([...NEED_KINDS].sort()).toEqual([
    'call',
    'group',
    'intents',
    'knowledge',
    'policy',
    'regex',
    'script',
    'transfer',
  ])
})
