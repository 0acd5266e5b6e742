import { describe, expect, it } from 'vitest'
import type { Dialog, Domain } from '../definition.ts'
import type { Facts } from '../input.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, Player, starter, text } from '../testing/player.ts'

const NOT_UNDERSTOOD = 'Not able to understand your question. Can you please re-phrase it?'
const question = (name: string, more: object = {}) => ({
  type: 'textQuestion' as const,
  name,
  text: `${name}?`,
  rules: [{ when: [{ kind: 'pattern' as const, patterns: ['yes'] }], next: { go: 'next' as const } }],
  ...more,
})
const ask = dialog('ask', [starter('asks', 'ask'), question('sure'), text('good', 'Good.')])
const hello = dialog('hello', [starter('greets', 'hello', 'back'), text('hi', 'Hello.')])
const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })
const nobody = (need: Need): NeedAnswer => ({ kind: 'failed', message: `no ${need.kind}` })

describe('the order of matching', () => {
  it("dialogs R3.2: a question's rule wins over a dialog's starter, which takes the words where there is no rule", () => {
    const ruled = dialog('ruled', [
      starter('asks2', 'ruled'),
      question('again', {
        rules: [{ when: [{ kind: 'exact', value: 'Back' }], next: { go: 'interaction', id: 'own' } }],
      }),
      text('own', 'My own way back.'),
    ])
    const player = new Player(bot([ruled, hello, ask]))
    player.say('ruled')
    expect(player.say('back')).toEqual(['My own way back.'])
    player.say('ask')
    expect(player.say('back')).toEqual(['Hello.', 'sure?'])
  })

  it('dialogs R3.3: a question whose rule asks for nothing accepts anything', () => {
    const any = dialog('any', [
      starter('s', 'go'),
      question('what', { rules: [{ next: { go: 'next' } }] }),
      text('t', 'Thanks.'),
    ])
    const player = new Player(bot([any, hello]))
    player.say('go')
    expect(player.say('hello')).toEqual(['Thanks.'])
  })

  it('dialogs R3.4: after a statement the whole bot is asked', () => {
    const player = new Player(bot([hello, ask]))
    player.say('hello')
    expect(player.say('yes')).toEqual([NOT_UNDERSTOOD])
  })

  it('dialogs R3.5, R3.6: words of the platform run through the bot, past a question that would take anything', () => {
    const any = dialog('any', [starter('s', 'go'), question('what', { rules: [{ next: { go: 'next' } }] })])
    const failed = dialog('failed', [starter('f', '__agent_escalation_failed__'), text('t', 'Nobody is there.')])
    const player = new Player(bot([any, failed]))
    player.say('go')
    expect(player.say({ kind: 'event', at: 0, text: '__agent_escalation_failed__' })).toEqual(['Nobody is there.'])
  })

  it('dialogs R3.16: exclude keywords keep a starter from it', () => {
    const order: Dialog = dialog('order', [
      { type: 'dialogStarter', name: 's', patterns: ['*order*'], excludeKeywords: ['cancel'] },
      text('t', 'What may it be?'),
    ])
    const player = new Player(bot([order, fallback]))
    expect(player.say('I want to order')).toEqual(['What may it be?'])
    expect(player.say('Cancel my order')).toEqual(['Sorry.'])
  })

  it('dialogs R3.20: of several patterns the first dialog wins', () => {
    const second = dialog('second', [starter('s2', 'hello*'), text('t2', 'Second.')])
    expect(new Player(bot([hello, second])).say('hello')).toEqual(['Hello.'])
    expect(new Player(bot([second, hello])).say('hello')).toEqual(['Second.'])
  })

  it('dialogs R1.18: a disabled dialog takes no part, and is not entered', () => {
    const off = { ...hello, enabled: false }
    const leads = dialog('leads', [
      starter('s', 'lead'),
      text('t', 'Away', { next: { go: 'dialog', id: 'hello' } }),
      text('u', 'stayed'),
    ])
    const player = new Player(bot([off, leads]))
    expect(player.say('hello')).toEqual([NOT_UNDERSTOOD])
    expect(player.say('lead')).toEqual(['Away', 'stayed'])
    expect(player.logs().join()).toContain('missing or disabled')
  })
})

const domain: Domain = {
  id: 'shop',
  name: 'Shop',
  intents: [
    { id: 'buy', name: 'buy', displayName: 'Buy something' },
    { id: 'return', name: 'return', displayName: 'Bring it back' },
    { id: 'all', name: 'all', children: ['return'] },
  ],
}
const meaning = (name: string, intentId: string, says: string) =>
  dialog(name, [{ type: 'dialogStarter', name: `${name}_s`, intentId }, text(`${name}_t`, says)])
const buys = meaning('buys', 'buy', 'Buying.')
const returns = meaning('returns', 'return', 'Returning.')
const which = dialog(
  'which',
  [{ type: 'disambiguationQuestion', name: 'which_one', text: 'Which?', count: 2, other: 'None of these' }],
  { kind: 'disambiguation' },
)
const scored =
  (scores: Record<string, number>, engine: 'default' | 'external' = 'default') =>
  (need: Need): NeedAnswer =>
    need.kind === 'intents'
      ? { kind: 'intents', engine, scores: Object.entries(scores).map(([intentId, score]) => ({ intentId, score })) }
      : nobody(need)
const understand = (scores: Record<string, number>, dialogs: Dialog[], engine?: 'external', facts?: Partial<Facts>) =>
  new Player(bot([...dialogs, fallback], { domains: [domain] }), scored(scores, engine), facts)

describe('intents', () => {
  it('dialogs R3.19: are looked up only where no pattern matched', () => {
    const player = understand({ buy: 0.9 }, [hello, buys])
    expect(player.say('hello')).toEqual(['Hello.'])
    expect(player.needs).toEqual([])
    expect(player.say('I need shoes')).toEqual(['Buying.'])
  })

  it.each([
    [0.6, 'Buying.'],
    [0.59, 'Sorry.'],
  ])('dialogs R1.30, R3.21: a score of %s', (score, says) => {
    expect(understand({ buy: score }, [buys]).say('shoes')).toEqual([says])
  })

  it('dialogs R3.21, R3.22: the best score that starts something wins', () => {
    expect(understand({ buy: 0.7, return: 0.8 }, [buys, returns]).say('shoes')).toEqual(['Returning.'])
    expect(understand({ buy: 0.7, return: 0.8 }, [buys]).say('shoes')).toEqual(['Buying.'])
  })

  it('dialogs R1.29, R2.13: a meta intent is meant by its own, and the own name is told', () => {
    const player = understand({ return: 0.8 }, [meaning('any', 'all', 'Any.')])
    expect(player.say('shoes')).toEqual(['Any.'])
    expect(player.run.session?.starterIntent).toBe('return')
  })

  it('dialogs R3.24, R3.26, R2.28: asks where two are likely and none is good', () => {
    const player = understand({ buy: 0.5, return: 0.55 }, [buys, returns, which])
    expect(player.say('shoes')).toEqual(['Which?'])
    expect(player.outputs.at(-1)).toMatchObject({
      quickReplies: { replies: [{ title: 'Bring it back' }, { title: 'Buy something' }, { title: 'None of these' }] },
    })
    expect(player.say('None of these')).toEqual([
      "That's not what I was expecting, Please select from one of these options.",
    ])
    expect(player.say('hello')).toEqual([NOT_UNDERSTOOD]) // no context switching here
    expect(player.say('Buy something')).toEqual(['Buying.'])
    expect(player.run.session?.disambiguated).toEqual({ id: 'buy', name: 'buy' })
  })

  it.each([
    ['R3.24: only one is likely', { buy: 0.5, return: 0.44 }, undefined],
    ['R3.25: the engine is external', { buy: 0.5, return: 0.5 }, 'external' as const],
  ])('dialogs %s: no disambiguation', (_why, scores, engine) => {
    expect(understand(scores, [buys, returns, which], engine).say('shoes')).toEqual(['Sorry.'])
  })

  it('dialogs R3.28: without such a dialog likely intents are nothing', () => {
    expect(understand({ buy: 0.5, return: 0.5 }, [buys, returns]).say('shoes')).toEqual(['Sorry.'])
  })

  it('dialogs R3.27: the only one that starts something is started', () => {
    const facts = { environment: { system_useIntentsOnlyWithDialogStartersInDisambiguation: 'true' } }
    expect(understand({ buy: 0.5, return: 0.5 }, [buys, which], undefined, facts).say('shoes')).toEqual(['Buying.'])
  })
})

describe('the group of bots', () => {
  it('dialogs R7.35: is asked before the fallback', () => {
    const answer = (need: Need): NeedAnswer =>
      need.kind === 'group'
        ? { kind: 'group', bot: { botId: 'b2', transferMessage: 'My colleague knows.' } }
        : nobody(need)
    const player = new Player(bot([hello, fallback]), answer, { collaborates: true })
    expect(player.say('tax')).toEqual(['My colleague knows.'])
    expect(player.outputs).toContainEqual(
      expect.objectContaining({
        kind: 'transferToBot',
        botId: 'b2',
        context: expect.objectContaining({ userMessage: 'tax' }),
      }),
    )
  })

  it('dialogs R7.35: has nobody, then the own fallback speaks', () => {
    const player = new Player(bot([hello, fallback]), () => ({ kind: 'group' }), { collaborates: true })
    expect(player.say('tax')).toEqual(['Sorry.'])
  })
})

describe('context switching', () => {
  it('dialogs R3.32: the former dialog stays away while skipPreviousDialog is true', () => {
    const set = dialog('set', [starter('s', 'leave'), question('q', { rules: [] })])
    const other = dialog('other', [
      starter('o', 'other'),
      question('o_q', {
        rules: [{ set: [{ name: 'skipPreviousDialog', value: 'true', scope: 'session' }], next: { go: 'next' } }],
      }),
      text('o_t', 'Done.'),
    ])
    const player = new Player(bot([set, other]))
    player.say('leave')
    player.say('other')
    expect(player.say('x')).toEqual(['Done.'])
    expect(player.run.session?.stack).toEqual([])
  })

  it('dialogs R3.33: a No Match rule keeps the consumer at the question', () => {
    const firm = dialog('firm', [
      starter('s', 'go'),
      question('q', {
        rules: [{ when: [{ kind: 'noMatch', message: 'Yes or no!' }], next: { go: 'interaction', id: 'q' } }],
      }),
    ])
    const player = new Player(bot([firm, hello]))
    player.say('go')
    expect(player.say('hello')).toEqual(['Yes or no!', 'q?'])
  })

  it('dialogs R3.35, R3.38: the own text of a question wins over the fallback dialog; the question stays open', () => {
    const own = dialog('own', [starter('s', 'go'), question('q', { unrecognized: 'Pardon?' }), text('t', 'Fine.')])
    const player = new Player(bot([own, fallback]))
    player.say('go')
    expect(player.say('what')).toEqual(['Pardon?'])
    expect(player.say('yes')).toEqual(['Fine.'])
  })

  it('dialogs R3.37: after the built-in text the question is not put again', () => {
    const player = new Player(bot([ask]))
    player.say('ask')
    expect(player.say('what')).toEqual([NOT_UNDERSTOOD])
    expect(player.say('yes')).toEqual(['Good.'])
  })

  it('dialogs R3.39: inside the fallback dialog it does not begin again', () => {
    const asks = dialog('fallback', [question('fq', { text: 'Shall I help?' }), text('ft', 'Fine.')], {
      kind: 'fallback',
    })
    const player = new Player(bot([asks]))
    expect(player.say('what')).toEqual(['Shall I help?'])
    expect(player.say('what')).toEqual([NOT_UNDERSTOOD])
    expect(player.say('yes')).toEqual(['Fine.'])
  })
})

describe('auto escalation', () => {
  const escalation = dialog(
    'help',
    [
      {
        type: 'multipleChoice',
        name: 'agent',
        text: 'Speak to a live agent?',
        choices: ['Yes', 'No'],
        displayAs: 'text',
      },
    ],
    { kind: 'autoEscalation', threshold: 2 },
  )
  const isEscalation = (says: string[]) => says.join().startsWith('Speak to a live agent?')

  it('dialogs R3.41: begins instead of the fallback answer after the threshold', () => {
    const player = new Player(bot([ask, fallback, escalation]))
    player.say('ask')
    expect(player.say('1')).toEqual(['Sorry.', 'sure?'])
    expect(player.say('2')).toEqual(['Sorry.', 'sure?'])
    expect(isEscalation(player.say('3'))).toBe(true)
  })

  it('dialogs R3.42: an answer that is understood begins the count anew', () => {
    const twice = dialog('ask', [starter('asks', 'ask'), question('first'), question('second')])
    const player = new Player(bot([twice, escalation]))
    player.say('ask')
    for (const words of ['1', '2', 'yes', '1', '2']) expect(isEscalation(player.say(words))).toBe(false)
    expect(isEscalation(player.say('3'))).toBe(true)
  })

  it('dialogs R3.40 c: a fallback dialog with an integration counts only when that fails', () => {
    const search = dialog(
      'fallback',
      [{ type: 'integration', name: 'find', integrationId: 'api' }, text('f', 'Found.')],
      {
        kind: 'fallback',
      },
    )
    const api = { type: 'api', id: 'api', name: 'Find', method: 'GET', url: 'https://a.example' } as const
    let status = 200
    const player = new Player(bot([ask, search, escalation], { integrations: [api] }), () => ({
      kind: 'call',
      outcome: status === 200 ? 'success' : 'failure',
      status,
      body: null,
    }))
    player.say('ask')
    for (const words of ['1', '2', '3', '4']) expect(player.say(words)).toEqual(['Found.', 'sure?'])
    status = 500
    for (const words of ['1', '2']) player.say(words)
    expect(isEscalation(player.say('3'))).toBe(true)
  })
})

describe('the interruption block', () => {
  const slow = dialog('slow', [starter('s', 'slow'), text('t', 'Here it is.', { delayMs: 5_000 })])
  const facts = {
    environment: { system_handleIntermediateUserMessage: 'true', system_intermediateBotMessage: 'Wait.' },
  }

  it('dialogs R3.30: words that come while the bot still answers are lost', () => {
    const player = new Player(bot([slow, hello]), nobody, facts)
    player.say('slow')
    expect(player.say('hello')).toEqual(['Wait.'])
    expect(player.outputs[0]).toEqual({ kind: 'skipped', reason: 'interrupted' })
    player.at += 5_000
    expect(player.say('hello')).toEqual(['Hello.'])
  })

  it('dialogs R3.30: the block has an end', () => {
    const long = dialog('slow', [
      starter('s', 'slow'),
      ...[1, 2, 3].map((n) => text(`t${n}`, 'x', { delayMs: 10_000 })),
    ])
    const player = new Player(bot([long, hello]), nobody, facts)
    player.say('slow')
    player.at += 15_000
    expect(player.say('hello')).toEqual(['Hello.'])
  })

  it('is off where nobody asked for it: words wait their turn', () => {
    const player = new Player(bot([slow, hello]))
    player.say('slow')
    expect(player.say('hello')).toEqual(['Hello.'])
  })
})

describe('a bot of a receiving seat', () => {
  it('dialogs R7.38: begins the dialog of the intent, else matches the words, else falls back', () => {
    const opening = (transferContext: object) => ({ kind: 'opening', at: 0, transferContext }) as const
    const player = () => new Player(bot([buys, hello, fallback], { domains: [domain] }))
    expect(player().say(opening({ intentId: 'buy', userMessage: 'hello' }))).toEqual(['Buying.'])
    expect(player().say(opening({ intentId: 'gone', userMessage: 'hello' }))).toEqual(['Hello.'])
    expect(player().say(opening({ userMessage: 'nothing' }))).toEqual(['Sorry.'])
  })

  it('dialogs R7.34: goes by the last line where it begins a dialog, whoever wrote it, and greets where it begins none', () => {
    const opening = (more: object) => ({ kind: 'opening', at: 0, ...more }) as const
    const welcome = dialog('welcome', [{ type: 'dialogStarter', name: 'w', patterns: ['hi'] }, text('wt', 'Welcome.')])
    const player = () => new Player(bot([welcome, hello, fallback], { domains: [domain] }))
    expect(player().say(opening({ lastLine: 'hello' }))).toEqual(['Hello.'])
    expect(player().say(opening({ lastLine: 'I pass you to our bot.' }))).toEqual(['Welcome.'])
    expect(player().say(opening({ lastLine: 'I pass you to our bot.', greeting: null }))).toEqual([])
    expect(player().say(opening({ lastLine: 'hello', transferContext: { userMessage: 'nothing' } }))).toEqual([
      'Sorry.',
    ])
  })
})
