import { describe, expect, it } from 'vitest'
import type { BotDefinition, Rule } from '../definition.ts'
import type { ReceivedFile } from '../input.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, Player, starter, text } from '../testing/player.ts'

const accepts = (need: Need): NeedAnswer =>
  need.kind === 'transfer' ? { kind: 'transfer', accepted: true } : { kind: 'failed', message: '' }
const refuses = (): NeedAnswer => ({ kind: 'transfer', accepted: false, reason: 'unknown skill' })
const agent = (more: object = {}) =>
  dialog('agent', [
    starter('wants', 'agent'),
    { type: 'agentTransfer' as const, name: 'over', skillId: '42', message: 'Hold on', ...more },
  ])
const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })
/** As a conversation tells it, which counts by itself and does not tell the last one. */
const FAILED = { kind: 'event', at: 0, text: '__agent_escalation_failed__', counted: true } as const
/** As it is told to a bot that is played without a conversation. */
const ALONE = { kind: 'event', at: 0, text: '__agent_escalation_failed__' } as const
const STOPPED = 'Not able to transfer to Agent at this time. Please try later.'

describe('an agent transfer', () => {
  it('dialogs R7.49 a: the message goes with it, and nothing is said afterwards', () => {
    const player = new Player(bot([agent({ next: { go: 'interaction', id: 'sorry' } }), fallback]), accepts)
    expect(player.say('agent')).toEqual(['→ 42: Hold on'])
    expect(player.run.phase).toBe('transferred')
  })

  it('messaging TRF-02, dialogs R7.49 b: BLANK_MESSAGE says nothing', () => {
    const player = new Player(bot([agent({ message: 'BLANK_MESSAGE' })]), accepts)
    expect(player.say('agent')).toEqual(['→ 42'])
  })

  it('dialogs R7.3: a new line may be written with one or two backslashes', () => {
    const player = new Player(bot([agent({ message: 'One\\\\nTwo\\nThree' })]), accepts)
    expect(player.say('agent')).toEqual(['→ 42: One\nTwo\nThree'])
  })

  it('messaging TRF-03, dialogs R7.4, R7.5, R7.49 c: a skill that is no number is not called; the fallback message is sent', () => {
    const player = new Player(
      bot([
        agent({
          skillId: '{$botContext.skillId}',
          rules: [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'close', survey: false } }],
        }),
        fallback,
      ]),
      accepts,
    )
    expect(player.say('agent')).toEqual(['Sorry.'])
    expect(player.needs).toEqual([])
    expect(player.outputs.some(({ kind }) => kind === 'unrecognized')).toBe(false)
    expect(player.logs().join()).toContain('is not a number')
  })

  it('dialogs R7.14, R7.49 e: an immediate failure has its rule', () => {
    const rules = [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }]
    expect(new Player(bot([agent({ rules }), fallback]), refuses).say('agent')).toEqual(['Sorry.'])
  })

  it.each([
    [undefined, STOPPED],
    ['Something broke.', 'Something broke.'],
  ])('dialogs R7.16: without a rule the consumer is told (own text: %s)', (friendlyResponse, says) => {
    const settings = friendlyResponse === undefined ? {} : { friendlyResponse }
    expect(new Player(bot([agent()], { settings }), refuses).say('agent')).toEqual([says])
  })

  it('dialogs R7.9, R7.49 i: the delay stands before the transfer', () => {
    const says = [1, 2, 3].map((n) => text(`t${n}`, `${n}`))
    const whole = dialog('agent', [
      starter('wants', 'agent'),
      ...says,
      { type: 'agentTransfer', name: 'over', skillId: '42', delayMs: 6_000, message: 'Bye' },
    ])
    expect(new Player(bot([whole]), accepts).say('agent')).toEqual(['1', '2', '3', '… 6000', '→ 42: Bye'])
  })

  it.each([
    [undefined, ['Which one?']],
    ['true', []],
  ])(
    'dialogs R7.11, R7.49 k: a former dialog speaks again after what fails, unless skipPreviousDialog is %s',
    (skip, again) => {
      const rules: Rule[] = [
        { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } },
      ]
      const skips: Rule[] = [
        { set: [{ name: 'skipPreviousDialog', value: 'true', scope: 'session' }], next: { go: 'next' } },
      ]
      const asks = dialog('asks', [
        starter('wants-order', 'order'),
        {
          type: 'textQuestion',
          name: 'which',
          text: 'Which one?',
          rules: [{ when: [{ kind: 'exact', value: '7' }], next: { go: 'end' } }],
        },
      ])
      const tries = dialog('tries', [
        starter('wants', 'agent'),
        text('first', 'One moment.', skip === undefined ? {} : { rules: skips }),
        { type: 'agentTransfer', name: 'over', skillId: '42', rules },
        text('sorry', 'Sorry.', { next: { go: 'end' } }),
      ])
      const player = new Player(bot([asks, tries]), refuses)
      player.say('order')
      expect(player.say('agent')).toEqual(['One moment.', 'Sorry.', ...again])
      const succeeds = new Player(bot([asks, tries]), accepts)
      succeeds.say('order')
      expect(succeeds.say('agent')).toEqual(['One moment.', '→ 42: Transferring to an agent…'])
    },
  )

  it('dialogs R7.37, R7.39, R7.49 j: passes on what it knows, as scripts changed it', () => {
    const answers: Record<string, NeedAnswer> = {
      script: { kind: 'script', logs: [], effects: [{ do: 'setBotTransferUserMessage', text: 'tell me more' }] },
      transfer: { kind: 'transfer', accepted: true },
    }
    const player = new Player(
      bot([agent({ passContext: true, preProcess: 'x' })]),
      ({ kind }) => answers[kind] as NeedAnswer,
    )
    player.say('agent')
    expect(player.needs.at(-1)).toMatchObject({
      kind: 'transfer',
      context: { userMessage: 'tell me more', sourceBotId: 'bot', conversationId: 'c1' },
    })
  })

  it('dialogs R2.43: the escalation integration does the same', () => {
    const twin: Partial<BotDefinition> = {
      integrations: [{ type: 'escalation', id: 'e', name: 'Over', skillId: '42', message: 'Hold on' }],
    }
    const asks = dialog('agent', [starter('wants', 'agent'), { type: 'integration', name: 'over', integrationId: 'e' }])
    expect(new Player(bot([asks], twin), accepts).say('agent')).toEqual(['→ 42: Hold on'])
  })

  it('dialogs R3.44: from the auto escalation dialog it is marked', () => {
    const help = dialog('help', [{ type: 'agentTransfer', name: 'over', skillId: '9' }], {
      kind: 'autoEscalation',
      threshold: 1,
    })
    const ask = dialog('ask', [starter('s', 'ask'), { type: 'textQuestion', name: 'q', text: 'q?', rules: [] }])
    const player = new Player(bot([ask, help]), accepts)
    for (const words of ['ask', 'x', 'y']) player.say(words)
    expect(player.needs.at(-1)).toMatchObject({ kind: 'transfer', unintended: true })
  })
})

describe('a transfer that fails later', () => {
  const failed = dialog('failed', [starter('f', '__agent_escalation_failed__'), text('none', 'Nobody is there.')])

  it('dialogs R7.18, R7.49 f: its dialog speaks', () => {
    const player = new Player(bot([agent(), failed]), accepts)
    player.say('agent')
    expect(player.say(FAILED)).toEqual(['Nobody is there.'])
    expect(player.run.phase).toBe('talking')
  })

  it('dialogs R7.19, R7.49 f: without one it ends in the fallback dialog', () => {
    expect(new Player(bot([fallback])).say(FAILED)).toEqual(['Sorry.'])
  })

  it('dialogs R7.20, R7.23: is told as often as the conversation tells it, which is who counts', () => {
    const player = new Player(bot([agent(), failed], { settings: { escalationRetries: 1 } }), accepts)
    for (let n = 1; n <= 5; n += 1) expect(player.say(FAILED)).toEqual(['Nobody is there.'])
    expect(player.run).not.toHaveProperty('transferFailures')
  })

  it.each([
    [false, ['Nobody is there.']],
    [true, ['Nobody is there.', 'Sure?']],
  ])('the question below speaks again only where the bot wants it (%s)', (resumesDuringTransfer, says) => {
    const ask = dialog('ask', [starter('s', 'ask'), { type: 'textQuestion', name: 'q', text: 'Sure?', rules: [] }])
    const player = new Player(bot([ask, agent(), failed], { settings: { resumesDuringTransfer } }), accepts)
    player.say('ask')
    player.say('agent')
    expect(player.say(FAILED)).toEqual(says)
  })
})

describe('a transfer that fails later, of a bot that is played alone and counts for itself', () => {
  const failed = dialog('failed', [starter('f', '__agent_escalation_failed__'), text('none', 'Nobody is there.')])

  it.each([
    [undefined, STOPPED],
    ['Call us.', 'Call us.'],
  ])('dialogs R7.20, R7.21, R7.22: the fourth in a row is told once (own text: %s)', (friendlyResponse, says) => {
    const settings = friendlyResponse === undefined ? {} : { friendlyResponse }
    const player = new Player(bot([agent(), failed], { settings }), accepts)
    for (let n = 1; n <= 3; n += 1) expect(player.say(ALONE)).toEqual(['Nobody is there.'])
    expect(player.say(ALONE)).toEqual([says])
    expect(player.say(ALONE)).toEqual([])
  })

  it('dialogs R7.20: a dialog that tries again each time comes to its end', () => {
    const again = dialog('failed', [
      starter('f', '__agent_escalation_failed__'),
      { type: 'agentTransfer', name: 'retry', skillId: '43', message: 'Again' },
    ])
    const player = new Player(bot([agent(), again]), accepts)
    player.say('agent')
    for (let n = 1; n <= 3; n += 1) expect(player.say(ALONE)).toEqual(['→ 43: Again'])
    expect(player.say(ALONE)).toEqual([STOPPED])
  })

  it('dialogs R7.23: a transfer that the consumer asks for after the end counts from one', () => {
    const player = new Player(bot([agent(), failed]), accepts)
    for (let n = 1; n <= 4; n += 1) player.say(ALONE)
    expect(player.say('agent')).toEqual(['→ 42: Hold on'])
    expect(player.say(ALONE)).toEqual(['Nobody is there.'])
  })

  it('dialogs R7.24: the number of tries is a setting', () => {
    const player = new Player(bot([failed], { settings: { escalationRetries: 1 } }), accepts)
    expect([player.say(ALONE), player.say(ALONE)]).toEqual([['Nobody is there.'], [STOPPED]])
  })
})

describe('a stuck conversation', () => {
  it('dialogs R3.45: begins anew', () => {
    const player = new Player(bot([fallback]))
    expect(player.say({ kind: 'stuck', at: 0, step: 'restart' })).toEqual([
      'I’m sorry. Something went wrong, so let’s start fresh. Could you restate your question in a few words?',
    ])
    expect(player.run).toMatchObject({ restarted: true, session: { stack: [] } })
    player.say({ kind: 'time', at: 1 })
    expect(player.run.restarted).toBe(true)
    player.say('anything')
    expect(player.run).not.toHaveProperty('restarted')
  })

  it('dialogs R3.45: is handed over, where there is a skill for it', () => {
    const settings = { stuck: { escalationSkillId: '5' } }
    expect(new Player(bot([], { settings }), accepts).say({ kind: 'stuck', at: 0, step: 'escalate' })).toEqual([
      '→ 5: I’m having some trouble. Let me connect you with an agent.',
    ])
    expect(new Player(bot([])).say({ kind: 'stuck', at: 0, step: 'escalate' })).toEqual([])
  })
})

describe('a file', () => {
  const upload = (more: object = {}) =>
    dialog('send', [
      starter('s', 'send'),
      { type: 'fileUpload', name: 'ask', text: 'Your card, please', acceptedTypes: ['PDF', 'JPEG'], ...more },
      { type: 'integration', name: 'store', integrationId: 'box' },
      text('more', 'Meanwhile …'),
    ])
  const box: Partial<BotDefinition> = {
    integrations: [{ type: 'file', id: 'box', name: 'Box', method: 'PUT', url: 'https://box.example/in' }],
  }
  const file = (more: Partial<ReceivedFile> = {}) =>
    ({
      kind: 'file',
      at: 0,
      file: { fileId: 'f1', name: 'card.pdf', mediaType: 'application/pdf', size: 5 * 1024 * 1024, ...more },
    }) as const
  const succeeded = dialog('stored', [starter('ok', 'file_upload_success:*'), text('ok_t', 'It is with us.')])
  const idOf = (player: Player) => {
    const output = player.outputs.find(({ kind }) => kind === 'upload')
    return output?.kind === 'upload' ? output.uploadId : ''
  }

  it('dialogs R8.28 a, R8.6, R8.13: in progress, the flow goes on, then success and its event', () => {
    const player = new Player(bot([upload(), succeeded], box))
    expect(player.say('send')).toEqual(['Your card, please'])
    expect(player.say(file())).toEqual(['Processing the file…', 'Meanwhile …'])
    expect(player.outputs).toContainEqual(expect.objectContaining({ kind: 'upload', fileId: 'f1', sends: 'bytes' }))
    const ended = { kind: 'fileResult', at: 0, uploadId: idOf(player), succeeded: true } as const
    expect(player.say(ended)).toEqual(['Successfully processed the file.', 'It is with us.'])
    expect(player.say(ended)).toEqual([]) // told once
  })

  it('dialogs R8.28 b, R8.9: a type that was not asked for, in built-in and own words', () => {
    const wrong = file({ name: 'card.exe', mediaType: 'application/x-msdownload' })
    const player = new Player(bot([upload()], box))
    player.say('send')
    expect(player.say(wrong)).toEqual(['The file type is invalid. Upload one of these types: PDF, JPEG.'])
    const own = new Player(bot([upload({ wrongType: 'PDF only' })], box))
    own.say('send')
    expect(own.say(wrong)).toEqual(['PDF only'])
    expect(own.say(file())).toEqual(['Processing the file…', 'Meanwhile …']) // it still waits
  })

  it('dialogs R8.11: the name alone does not make a type', () => {
    const player = new Player(bot([upload()], box))
    player.say('send')
    expect(player.say(file({ name: 'card.pdf', mediaType: 'application/x-msdownload' }))).toEqual([
      'The file type is invalid. Upload one of these types: PDF, JPEG.',
    ])
  })

  it('dialogs R8.28 c, R8.10, R8.12: one byte too many', () => {
    const player = new Player(bot([upload()], box))
    player.say('send')
    expect(player.say(file({ size: 5 * 1024 * 1024 + 1 }))).toEqual(['Failed to process the file. Please try again.'])
  })

  it('dialogs R8.28 d, f, R8.17: a failure, and an event that nobody waits for', () => {
    const player = new Player(bot([upload(), fallback], box))
    player.say('send')
    player.say(file())
    expect(player.say({ kind: 'fileResult', at: 0, uploadId: idOf(player), succeeded: false })).toEqual([
      'Failed to process the file. Please try again.',
    ])
  })

  it('dialogs R8.16, R8.28 e: the exact text wins over the wildcard', () => {
    const exact = dialog('exact', [starter('ex', 'file_upload_success:Got it'), text('ex_t', 'Exactly.')])
    const player = new Player(bot([upload({ success: 'Got it' }), succeeded, exact], box))
    player.say('send')
    player.say(file())
    expect(player.say({ kind: 'fileResult', at: 0, uploadId: idOf(player), succeeded: true })).toEqual([
      'Got it',
      'Exactly.',
    ])
  })

  it('dialogs R8.7, R8.28 g: other words are answered while it waits', () => {
    const hello = dialog('hello', [starter('h', 'hello'), text('h_t', 'Hello.')])
    const player = new Player(bot([upload(), hello], box))
    player.say('send')
    expect(player.say('hello')).toEqual(['Hello.', 'Your card, please'])
  })
})
