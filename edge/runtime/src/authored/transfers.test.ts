import type { ConversationId, SkillId } from '@baton/base'
import { transfersIn } from '@baton/conversation'
import type { Dialog } from '@baton/dialog'
import { expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openStateOf, said, say, soon } from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'
import { type Beside, dialog, handOver, publishBot, republish, starter, text } from './examples/clerks.ts'
import { forWrittenBots } from './examples/writtenBots.ts'

let house: House

const run = forWrittenBots((opened) => {
  house = opened
})

const publish = (name: string, skillIds: readonly SkillId[], dialogs: readonly Dialog[], beside?: Beside) =>
  publishBot(house, name, skillIds, dialogs, beside)
const told = dialog('told', [starter('t', '__agent_escalation_failed__'), text('t1', 'Nobody is there.')])

const begin = async (runtime: Runtime, words: string): Promise<ConversationId> =>
  accepted(await runtime.handle(say(words))).conversationId
const patience = 60_000
const eventually = (check: () => Promise<void>) => soon(check)

it(
  'dialogs R7.14, R7.16, R7.49 e: a skill that is switched off fails at once, and the log says why',
  async () => {
    await publish('Clerk', [house.sales.id], [dialog('ask', [starter('s', 'person'), handOver(house.help.id)])])
    await house.storage.settings.updateSkill(brand, house.help.id, { enabled: false })
    const runtime = await run()
    const id = await begin(runtime, 'person')
    const sorry = 'bot: Not able to transfer to Agent at this time. Please try later.'
    await said(house.storage, id, 'consumer: person', sorry)
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([
      { outcome: 'disabledSkill', skillId: house.help.id },
    ])
    expect((await openStateOf(runtime, id)).assignee.kind).toBe('bot')
  },
  patience,
)

it(
  'dialogs R7.17, R7.18, R7.26, messaging R5.8 b: the skill is switched off while it waits; the bot has it again and says so',
  async () => {
    await publish('Clerk', [house.sales.id], [dialog('ask', [starter('s', 'person'), handOver(house.help.id)]), told])
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await eventually(async () => expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue'))
    await house.storage.settings.updateSkill(brand, house.help.id, { enabled: false })
    runtime.settingsChanged(brand)
    await said(house.storage, id, 'consumer: person', 'bot: Hold on.', 'bot: Nobody is there.')
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([{ outcome: 'disabledSkill' }])
    expect(await openStateOf(runtime, id)).toMatchObject({ assignee: { kind: 'bot' }, transferFailures: 1 })
  },
  patience,
)

it(
  'messaging R5.8 c: everybody of the skill goes, and after its patience the bot has it again',
  async () => {
    const { settings } = house.storage
    await settings.updateSkill(brand, house.help.id, { failIfNobodyOnline: true, nobodyOnlineSeconds: 30 })
    await publish('Clerk', [house.sales.id], [dialog('ask', [starter('s', 'person'), handOver(house.help.id)]), told])
    const runtime = await run()
    await runtime.presence.arrived(brand, house.agentId)
    await runtime.presence.setStatus(brand, house.agentId, 'online', undefined)
    const id = await begin(runtime, 'person')
    await eventually(async () => expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue'))
    await runtime.presence.setStatus(brand, house.agentId, 'away', undefined)
    await eventually(async () => {
      house.clock.advance(10_000)
      expect((await openStateOf(runtime, id)).transferFailures).toBe(1)
    })
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([{ outcome: 'nobodyOnline' }])
  },
  patience,
)

it(
  'messaging TRF-04, dialogs R7.14, R7.16: there is no skill of this number here, though another account has it; no word of the transfer, and the failure rule goes on',
  async () => {
    const { settings } = house.storage
    const other = 'other' as typeof brand
    await settings.createAccount({ id: other, name: 'Other' })
    let foreign = house.sales
    while (await settings.findSkill(brand, foreign.id)) foreign = await settings.createSkill(other, { ...house.help })
    const failure = (id: string) => [
      { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: `sorry-${id}` } },
    ]
    const to = (id: string, skillId: SkillId) =>
      dialog(id, [
        starter(`s-${id}`, id),
        { ...handOver(skillId, { rules: failure(id) }), id: `o-${id}`, name: id },
        text(`sorry-${id}`, `Not ${id}.`),
      ] as Dialog['interactions'])
    await publish('Clerk', [house.sales.id], [to('unknown', 999 as SkillId), to('foreign', foreign.id)])
    const runtime = await run()
    const id = await begin(runtime, 'unknown')
    await said(house.storage, id, 'consumer: unknown', 'bot: Not unknown.')
    accepted(await runtime.handle(say('foreign', { conversationId: id })))
    await said(house.storage, id, 'consumer: unknown', 'bot: Not unknown.', 'consumer: foreign', 'bot: Not foreign.')
    expect(await openStateOf(runtime, id)).toMatchObject({ assignee: { kind: 'bot' }, skillId: house.sales.id })
  },
  patience,
)

it(
  'messaging R5.5: the skill passes nothing on to that one: the dialog goes on with its failure rule, and nothing was said',
  async () => {
    await house.storage.settings.updateSkill(brand, house.sales.id, { transfersTo: [] })
    const failure = [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }]
    const flow = [starter('s', 'person'), handOver(house.help.id, { rules: failure }), text('sorry', 'I may not.')]
    await publish('Clerk', [house.sales.id], [dialog('ask', flow as Dialog['interactions'])])
    const id = await begin(await run(), 'person')
    await said(house.storage, id, 'consumer: person', 'bot: I may not.')
  },
  patience,
)

it(
  'dialogs R7.25, messaging R5.8: closed hours fail at once, and in open hours what nobody takes in the skill’s time goes back to the bot',
  async () => {
    const { settings, words } = house.storage
    const always = [{ from: '00:00', to: '24:00' }]
    const week = (spans: typeof always) => Array.from({ length: 7 }, () => spans)
    const open = (spans: typeof always) =>
      words.setOpeningHours(
        brand,
        { scope: 'skill', skillId: house.help.id },
        { timeZone: 'Europe/Berlin', week: week(spans), special: [] },
      )
    await settings.updateSkill(brand, house.help.id, { failOutOfHours: true, failAfterMinutes: 5 })
    await open([])
    const failure = [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }]
    const flow = [starter('s', 'person'), handOver(house.help.id, { rules: failure }), text('sorry', 'We are closed.')]
    await publish('Clerk', [house.sales.id], [dialog('ask', flow as Dialog['interactions']), told])
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await said(house.storage, id, 'consumer: person', 'bot: We are closed.')
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([{ outcome: 'outOfHours' }])

    await open(always)
    runtime.settingsChanged(brand)
    accepted(await runtime.handle(say('person', { conversationId: id })))
    await eventually(async () => expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue'))
    house.clock.advance(5 * 60_000 - 1)
    expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue')
    house.clock.advance(1)
    await said(
      house.storage,
      id,
      ...['consumer: person', 'bot: We are closed.', 'consumer: person', 'bot: Hold on.', 'bot: Nobody is there.'],
    )
    expect(transfersIn(await logOf(house.storage, id)).map(({ outcome }) => outcome)).toEqual([
      'outOfHours',
      'timedOut',
    ])
  },
  patience,
)

it(
  'messaging R5.8 b: the skill is deleted while somebody waits there; the bot has it again, and nothing is left behind',
  async () => {
    const { settings } = house.storage
    const gone = await settings.createSkill(brand, { ...house.help, name: 'Gone' })
    await publish('Clerk', [house.sales.id], [dialog('ask', [starter('s', 'person'), handOver(gone.id)]), told])
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await eventually(async () => expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue'))
    expect(await settings.deleteSkill(brand, gone.id)).toBe(true)
    runtime.settingsChanged(brand)
    await said(house.storage, id, 'consumer: person', 'bot: Hold on.', 'bot: Nobody is there.')
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([{ outcome: 'unknownSkill', skillId: gone.id }])
    expect(await openStateOf(runtime, id)).toMatchObject({ assignee: { kind: 'bot' }, skillId: house.sales.id })
  },
  patience,
)

it(
  'dialogs R7.25: a manager gives it back from the queue, and the bot says so; another bot of its skill has nothing of it',
  async () => {
    const clerk = await publish(
      'Clerk',
      [house.sales.id],
      [dialog('ask', [starter('s', 'person'), handOver(house.help.id)]), told],
    )
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await eventually(async () => expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue'))
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const order = { type: 'transfer', accountId: brand, conversationId: id, skillId: house.sales.id, by } as const
    accepted(await runtime.handle(order))
    await said(house.storage, id, 'consumer: person', 'bot: Hold on.', 'bot: Nobody is there.')
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([{ outcome: 'rejected', skillId: house.help.id }])
    expect((await openStateOf(runtime, id)).assignee).toMatchObject({ kind: 'bot', botId: clerk })
  },
  patience,
)

it(
  'dialogs R1.6, R7.35, R7.37: a bot of the group that knows takes over, with what the consumer said',
  async () => {
    const { id: group } = await house.storage.settings.createBotGroup(brand, {
      name: 'Shop',
      collaborates: true,
      transferMessage: 'My colleague knows.',
    })
    await publish('Clerk', [house.sales.id], [dialog('hi', [starter('h', 'hello'), text('h1', 'Hello.')])], {
      groupId: group,
    })
    const refunds = [dialog('refund', [starter('r', '*refund*'), text('r1', 'A refund it is.')])]
    const other = await publish('Refunds', [house.help.id], refunds, { groupId: group })
    const runtime = await run()
    const id = await begin(runtime, 'I want a refund')
    await said(house.storage, id, 'consumer: I want a refund', 'bot: My colleague knows.', 'bot: A refund it is.')
    expect((await openStateOf(runtime, id)).assignee).toMatchObject({ kind: 'bot', botId: other })
  },
  patience,
)

it(
  'design: the transfer is a need, then a fact: what is not true any more in the commit becomes a failure',
  async () => {
    const failure = [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }]
    const flow = [starter('s', 'person'), handOver(house.help.id, { rules: failure }), text('sorry', 'Not now.')]
    await publish('Clerk', [house.sales.id], [dialog('ask', flow as Dialog['interactions'])])
    const runtime = await run()
    // Asked three times: at once, in the turn, and in its commit. Only the first two find the skill in use.
    const { settings } = house.storage
    const find = settings.findSkill
    let asked = 0
    settings.findSkill = async (account, skillId) => {
      const skill = await find(account, skillId)
      if (skillId !== house.help.id || skill === undefined) return skill
      asked += 1
      runtime.settingsChanged(brand) // nothing is remembered between two questions
      return asked === 1 ? skill : { ...skill, enabled: false }
    }
    const id = await begin(runtime, 'person')
    await said(house.storage, id, 'consumer: person', 'bot: Not now.')
    settings.findSkill = find
    expect((await openStateOf(runtime, id)).assignee.kind).toBe('bot')
    expect(asked).toBeGreaterThan(1)
  },
  patience,
)

const STOPPED = 'Not able to transfer to Agent at this time. Please try later.'
const greets = dialog('greets', [starter('g', 'hello'), text('g1', 'Hello.')])
const asks = () => dialog('ask', [starter('s', 'person'), handOver(house.help.id)])
/** Told that nobody came, it tries again each time. */
const triesAgain = () =>
  dialog('told', [
    starter('t', '__agent_escalation_failed__'),
    text('t1', 'Nobody is there.'),
    { ...handOver(house.help.id, { message: 'BLANK_MESSAGE' }), id: 'again', name: 'Again' },
  ])
const timesTold = async (id: ConversationId) =>
  (await logOf(house.storage, id)).filter(({ event }) => event.type === 'turnOpened' && event.tells !== undefined)
    .length

/** Nobody takes it in the skill's minute, so many times in a row. */
async function failLate(id: ConversationId, times: number): Promise<void> {
  // By the log: what is on disk may still be on its way back to the node.
  const outcomes = async () => transfersIn(await logOf(house.storage, id)).map(({ outcome }) => outcome)
  for (let failed = 0; failed < times; failed += 1) {
    await eventually(async () => expect((await outcomes()).at(-1)).toBe('pending'))
    const tried = (await outcomes()).length
    house.clock.advance(60_000)
    await eventually(async () => expect((await outcomes())[tried - 1]).toBe('timedOut'))
  }
}

it.each([
  [undefined, STOPPED],
  ['Call us.', 'Call us.'],
])(
  'dialogs R7.20–R7.23, R7.49 g, l: who tries again each time is told three times; the fourth failure is told to the consumer, once (own text: %s)',
  async (friendlyResponse, stopped) => {
    await house.storage.settings.updateSkill(brand, house.help.id, { failAfterMinutes: 1 })
    const settings = friendlyResponse === undefined ? {} : { settings: { friendlyResponse } }
    await publish('Clerk', [house.sales.id], [asks(), triesAgain(), greets], settings)
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await failLate(id, 4)
    const told = Array.from({ length: 3 }, () => 'bot: Nobody is there.')
    const first = ['consumer: person', 'bot: Hold on.', ...told, `bot: ${stopped}`]
    await said(house.storage, id, ...first)
    expect(await timesTold(id)).toBe(3)
    expect(await openStateOf(runtime, id)).toMatchObject({ assignee: { kind: 'bot' }, transfersStopped: true })
    // It goes on matching what the consumer says; what they ask for now is a new beginning, for the dialog as for the conversation.
    accepted(await runtime.handle(say('hello', { conversationId: id })))
    accepted(await runtime.handle(say('person', { conversationId: id })))
    const second = ['consumer: hello', 'bot: Hello.', 'consumer: person', 'bot: Hold on.']
    await said(house.storage, id, ...first, ...second)
    await failLate(id, 4)
    await said(house.storage, id, ...first, ...second, ...told, `bot: ${stopped}`)
    expect(await timesTold(id)).toBe(6)
    const last = (await logOf(house.storage, id)).findLast(({ event }) => event.type === 'turnOpened')?.event
    expect(last).toMatchObject({ tells: 'transferFailed', why: 'timedOut' })
    const record = await house.storage.conversations.readJournal(
      brand,
      id,
      last?.type === 'turnOpened' ? last.turnId : 0,
    )
    expect(JSON.stringify(record)).toContain('"why":"timedOut"')
  },
  patience,
)

it(
  'dialogs R7.21, R7.24: how often, and what is said then, is as the version has it that the conversation runs',
  async () => {
    await house.storage.settings.updateSkill(brand, house.help.id, { failAfterMinutes: 1 })
    const own = { id: 'clerk', name: 'Clerk', dialogs: [asks(), triesAgain()] }
    const settings = { escalationRetries: 1, friendlyResponse: 'Call us.' }
    const clerk = await publish('Clerk', [house.sales.id], own.dialogs, { settings })
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await eventually(async () => expect((await openStateOf(runtime, id)).assignee.kind).toBe('queue'))
    await republish(house.storage, clerk, {
      ...own,
      settings: { escalationRetries: 5, friendlyResponse: 'Write to us.' },
    })
    runtime.settingsChanged(brand)
    await failLate(id, 2)
    await said(house.storage, id, 'consumer: person', 'bot: Hold on.', 'bot: Nobody is there.', 'bot: Call us.')
  },
  patience,
)

it(
  'dialogs R7.2, R7.9, R7.49 i, messaging TRF-01: three texts, the delay that covers them, and then message and transfer at once',
  async () => {
    const texts = [text('t1', 'One.'), text('t2', 'Two.'), text('t3', 'Three.')]
    const flow = [starter('s', 'person'), ...texts, handOver(house.help.id, { delayMs: 6_000 })]
    await publish('Clerk', [house.sales.id], [dialog('ask', flow)])
    const runtime = await run()
    const id = await begin(runtime, 'person')
    const before = ['consumer: person', 'bot: One.', 'bot: Two.', 'bot: Three.']
    await said(house.storage, id, ...before)
    await eventually(async () => expect((await openStateOf(runtime, id)).turn?.stage).toBe('pausing'))
    house.clock.advance(5_999)
    await said(house.storage, id, ...before)
    house.clock.advance(1)
    await said(house.storage, id, ...before, 'bot: Hold on.')
    const log = await logOf(house.storage, id)
    const last = log.findIndex(({ event }) => event.type === 'transferred')
    expect(log[last - 1]).toMatchObject({ at: log[last]?.at, event: { type: 'messageSent' } })
    expect(log[last]?.event).toMatchObject({ to: { kind: 'queue', skillId: house.help.id } })
    expect(log.slice(last + 1).map(({ event }) => event.type)).toEqual(['turnEnded'])
  },
  patience,
)

it(
  'dialogs R7.2, messaging TRF-04: what fails while its delay is waited out says nothing of a transfer; the bot is told',
  async () => {
    const flow = [starter('s', 'person'), text('one', 'One.'), handOver(house.help.id, { delayMs: 2_000 })]
    await publish('Clerk', [house.sales.id], [dialog('ask', flow), told])
    const runtime = await run()
    const id = await begin(runtime, 'person')
    await eventually(async () => expect((await openStateOf(runtime, id)).turn?.stage).toBe('pausing'))
    await house.storage.settings.updateSkill(brand, house.help.id, { enabled: false })
    runtime.settingsChanged(brand)
    house.clock.advance(2_000)
    await said(house.storage, id, 'consumer: person', 'bot: One.', 'bot: Nobody is there.')
    expect(transfersIn(await logOf(house.storage, id))).toMatchObject([{ outcome: 'disabledSkill' }])
    expect(await openStateOf(runtime, id)).toMatchObject({ assignee: { kind: 'bot' }, transferFailures: 1 })
  },
  patience,
)
