import type { AgentId, BotId, ConsumerId, ConversationId, EffectId, SkillId } from '@baton/base'
import {
  account,
  agent,
  at,
  bot,
  clientMessage,
  message,
  node,
  noon,
  opening,
  otherBot,
  row,
  skill,
} from '../conformance/examples.ts'
import type { DeskStore } from '../deskStore.ts'
import type { CommitFeed, ConversationStore, Mailbox, Storage } from '../store.ts'

/** What the operations are asked about: one of many. */
export interface Subject {
  readonly storage: Storage
  /** Open, waits in a queue, and so far in its log. */
  readonly conversationId: ConversationId
  readonly consumerId: ConsumerId
  readonly seq: number
}

type Ask = (subject: Subject) => Promise<unknown>
/** The compiler refuses a list in which an operation is missing. */
type Each<T> = { readonly [Name in keyof T]: Ask }

const late = at(10_000_000)
const claim = { by: 'node-b', now: late, until: at(20_000_000), limit: 10 }
const effectId = 'effect-77' as EffectId
const me = { accountId: account, agentId: agent }

const conversations: Each<ConversationStore> = {
  load: ({ storage, conversationId }) => storage.conversations.load(account, conversationId),
  findOpen: ({ storage, consumerId }) => storage.conversations.findOpen(account, consumerId),
  findClientMessage: ({ storage, consumerId }) =>
    storage.conversations.findClientMessage(account, {
      ...clientMessage('client-77', 1),
      sender: `consumer:${consumerId}`,
    }),
  commit: async ({ storage, conversationId, consumerId, seq }) => {
    const about = { conversationId, listRow: row({ consumerId, updatedAt: at(seq) }) }
    const sent = { ...clientMessage('client-new', seq + 1), sender: `consumer:${consumerId}` }
    await storage.conversations.commit(message(seq, { ...about, clientMessage: sent }))
    const effects = [
      {
        do: 'perform',
        effect: { kind: 'turn', name: 'askBot', id: 'effect-new' as EffectId, turnId: 1, botId: bot, deadline: late },
      },
      { do: 'setTimer', timer: { name: 'idle', on: 'idle', dueAt: late } },
      { do: 'reserve', agentId: agent, weight: 0.1, mayExceed: false },
      { do: 'wakeDispatcher', skillId: skill },
    ] as never
    await storage.conversations.commit(
      message(seq + 1, { ...about, effects, tags: [], claim: { by: node, until: late } }),
    )
    const settles = { kind: 'effect', effectId: 'effect-new' as EffectId, claimedBy: node } as const
    const undone = [
      { do: 'clearTimer', name: 'idle' },
      { do: 'release', agentId: agent },
    ] as never
    const run = { turnId: 1, definitionHash: 'hash', state: {} }
    const journal = [{ turnId: 1, needIndex: 0, needHash: 'hash', answer: {}, at: noon }]
    const keeps = [
      { do: 'keep', space: 'bot', kind: 'conversation', owner: conversationId, name: 'n', value: 1 },
    ] as never
    const more = { settles, effects: undone, run, journal, keeps }
    await storage.conversations.commit(message(seq + 2, { ...about, ...more }))
    const born = { conversationId: '20000000-0000-4000-8000-000000000001' as ConversationId }
    const first = { ...clientMessage('client-first', 1), sender: 'consumer:newcomer' }
    const listRow = row({ consumerId: 'newcomer' as ConsumerId })
    await storage.conversations.commit(opening({ ...born, listRow, clientMessage: first }))
  },
  readLog: ({ storage, conversationId }) => storage.conversations.readLog(account, conversationId, 2, 5),
  readLogBackwards: ({ storage, conversationId }) =>
    storage.conversations.readLogBackwards(account, conversationId, 9, 5),
  readEvents: ({ storage, conversationId }) => storage.conversations.readEvents(account, conversationId, [1, 3]),
  readRun: ({ storage, conversationId }) => storage.conversations.readRun(account, conversationId),
  readJournal: ({ storage, conversationId }) => storage.conversations.readJournal(account, conversationId, 1),
  forgetJournal: ({ storage }) => storage.conversations.forgetJournal(late, 10),
  list: async ({ storage }) => {
    const { list } = storage.conversations
    const cursor = `${at(500)}.77`
    for (const phase of ['open', 'closed'] as const) {
      await list({ accountId: account, phase, cursor, limit: 50 })
      await list({ accountId: account, phase, skillId: skill, cursor, limit: 50 })
      await list({ accountId: account, phase, assigneeKind: 'bot', assigneeId: bot, cursor, limit: 50 })
    }
    await list({ accountId: account, limit: 50 })
  },
  listThread: ({ storage, consumerId }) => storage.conversations.listThread(account, consumerId, late, 10),
  listKept: ({ storage }) => storage.conversations.listKept(account, late, 10),
  countAhead: ({ storage, conversationId }) => storage.conversations.countAhead(account, conversationId),
  listQueue: ({ storage }) => storage.conversations.listQueue(account, skill, 10),
  saveMarks: ({ storage, conversationId }) =>
    storage.conversations.saveMarks([
      { accountId: account, conversationId, participant: 'consumer', delivered: 2, read: 2 },
    ]),
  readMarks: ({ storage, conversationId }) => storage.conversations.readMarks(account, conversationId),
}

const mailbox: Each<Mailbox> = {
  claimWork: async ({ storage }) => {
    await storage.mailbox.claimWork({ ...claim, kind: 'turn', busyBots: [otherBot] })
    await storage.mailbox.claimWork({ ...claim, kind: 'job', busyBots: [] as BotId[] })
  },
  claimTimers: ({ storage }) => storage.mailbox.claimTimers(claim),
  nextDueAt: ({ storage }) => storage.mailbox.nextDueAt(),
  extendClaim: ({ storage }) => storage.mailbox.extendClaim(effectId, node, late),
  retryLater: ({ storage }) => storage.mailbox.retryLater(effectId, node, late),
  bury: ({ storage, conversationId }) =>
    storage.mailbox.bury({
      ...{ accountId: account, conversationId, cause: 'why', at: noon },
      settles: { kind: 'timer', name: 'never', generation: 1 },
    }),
  listDead: ({ storage }) => storage.mailbox.listDead(account, 10),
  releaseClaims: ({ storage }) => storage.mailbox.releaseClaims('nobody'),
  listDirtySkills: ({ storage }) => storage.mailbox.listDirtySkills(10),
  clearDirty: async ({ storage }) => {
    const [dirty] = await storage.mailbox.listDirtySkills(1)
    if (dirty) await storage.mailbox.clearDirty(dirty)
  },
}

const feed: Each<CommitFeed> = {
  horizon: ({ storage }) => storage.feed.horizon(),
  readFeed: ({ storage }) => storage.feed.readFeed(5_000, 100),
  readNews: ({ storage }) => storage.feed.readNews(5_000, 100, () => false),
}

const desk: Each<DeskStore> = {
  findPresence: ({ storage }) => storage.desk.findPresence(account, agent),
  listPresence: ({ storage }) => storage.desk.listPresence(account, [agent]),
  keepLeases: ({ storage }) => storage.desk.keepLeases([me], late, noon),
  setStatus: ({ storage }) => storage.desk.setStatus(me, 'away', undefined, noon),
  listStatusChanges: ({ storage }) => storage.desk.listStatusChanges(account, agent, 10),
  nextLeaseEnd: ({ storage }) => storage.desk.nextLeaseEnd(),
  lapseLeases: ({ storage }) => storage.desk.lapseLeases(noon, 10),
  listUntidied: ({ storage }) => storage.desk.listUntidied(10),
  markTidied: ({ storage }) => storage.desk.markTidied(me, noon),
  holdDispatcher: ({ storage }) => storage.desk.holdDispatcher(account, node, noon, late),
  releaseDispatchers: ({ storage }) => storage.desk.releaseDispatchers(node),
  markDirty: ({ storage }) => storage.desk.markDirty(account, [skill], noon),
  listWaitingSkills: ({ storage }) => storage.desk.listWaitingSkills(),
  listHeads: ({ storage, conversationId }) =>
    storage.desk.listHeads(account, skill, 10, { sortsAt: 5, queuedSince: noon, conversationId }),
  listQueued: ({ storage }) => storage.desk.listQueued(account, skill, 10),
  readQueues: ({ storage }) => storage.desk.readQueues(account),
  countOpen: ({ storage }) => storage.desk.countOpen(account, noon, late),
  readWaits: ({ storage }) => storage.desk.readWaits(account, skill, noon, 10),
  countTaken: ({ storage }) => storage.desk.countTaken(account, skill, noon),
  forgetTaken: ({ storage }) => storage.desk.forgetTaken(noon, 10),
  listAgentsOnSkill: ({ storage }) => storage.desk.listAgentsOnSkill(account, skill),
  readLoads: ({ storage }) => storage.desk.readLoads(account, [agent], noon),
  listOffered: ({ storage }) => storage.desk.listOffered(account, agent),
  readDesk: async ({ storage }) => {
    await storage.desk.readDesk(account, { kind: 'mine', agentId: agent }, 50)
    await storage.desk.readDesk(account, { kind: 'queue', skillIds: [skill] }, 50)
    await storage.desk.readDesk(account, { kind: 'all' }, 50)
    await storage.desk.readDesk(account, { kind: 'all', skillId: skill }, 50)
    await storage.desk.readDesk(account, { kind: 'offers', agentId: agent }, 50)
  },
}

const search = {
  find: async ({ storage }: Subject) => {
    const page = { accountId: account, limit: 10 }
    await storage.search.find({ ...page, words: 'message 77' })
    await storage.search.find({
      ...page,
      words: 'message',
      visibleTo: { agentId: agent as AgentId, skillIds: [skill as SkillId] },
    })
  },
  catchUp: ({ storage }: Subject) => storage.search.catchUp(),
}

const surveys = {
  readScores: ({ storage }: Subject) => storage.surveys.readScores(account, noon),
  lastAsked: ({ storage }: Subject) => storage.surveys.lastAsked(account, 'consumer' as ConsumerId),
}

/** What is asked while people talk, of both dialects. An operation that is missing here does not compile. */
export const HOT_OPERATIONS = { conversations, mailbox, feed, desk, search, surveys } as const

export const hotOperations = (): (readonly [name: string, ask: Ask])[] =>
  Object.entries(HOT_OPERATIONS).flatMap(([part, operations]) =>
    Object.entries(operations as Readonly<Record<string, Ask>>).map(([name, ask]) => [`${part}.${name}`, ask] as const),
  )
