import type { AccountId, ConversationId } from '@baton/base'
import type { Commit } from '@baton/storage'
import { AuthoredTurns } from './authored/authoredTurns.ts'
import { Library } from './authored/library.ts'
import { BotLoads } from './botLoads.ts'
import { Commands } from './commands.ts'
import { ConsumerWords } from './consumerWords.ts'
import { Conversations } from './conversations.ts'
import { Decider } from './decider.ts'
import { Directory } from './directory.ts'
import { Dispatcher } from './dispatcher/dispatcher.ts'
import { Presences } from './dispatcher/presences.ts'
import { Copies } from './files/copying.ts'
import { FileDesk } from './files/fileDesk.ts'
import { FileSweep } from './files/fileSweep.ts'
import { Invocations } from './invocations.ts'
import { Lanes } from './lanes.ts'
import { Mailman } from './mailman.ts'
import { Marks } from './marks.ts'
import { Neighbours } from './neighbours.ts'
import { Newsroom } from './newsroom.ts'
import { OrderDesk } from './orderDesk.ts'
import { Outcomes } from './outcomes.ts'
import { type RuntimeOptions, type Surroundings, surroundings } from './ports.ts'
import { Resolver } from './resolver.ts'
import type { Committed, Runtime } from './runtime.ts'
import { StorageGate } from './storageGate.ts'
import { Tellings } from './tellings.ts'
import { Timers } from './timers.ts'
import { Turns } from './turns.ts'
import { AutomaticWords } from './words/automaticWords.ts'
import { Masks } from './words/masks.ts'
import { QueueNumbers } from './words/queueNumbers.ts'
import { Retention } from './words/retention.ts'

/** Puts the parts of one node together. Nothing is performed before `start`. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const around = surroundings(options)
  const { log } = around
  const gate = new StorageGate(around, () => {
    mailman.wake()
    dispatcher.wake()
  })
  const directory = new Directory(around)
  const loads = new BotLoads()
  const library = new Library(around, directory)
  const resolver = new Resolver(around, directory, { loads, library })
  const conversations = new Conversations(around)
  const numbers = new QueueNumbers(around, () => ({ around, presences }))
  const automatic = new AutomaticWords(around, { directory, presences: () => presences, numbers })
  const masks = new Masks(around, directory)
  const newsroom = new Newsroom(log)
  const lanes = new Lanes()
  const decider = new Decider(around, {
    conversations,
    lanes,
    gate,
    birthPlace: { reserve: (accountId, born) => mailman.reserve(accountId, born) },
    answerAtOnce: (opened) => turns.answerAtOnce(opened),
    afterCommit: (committed, commit) => {
      loads.moved(committed.accountId, committed.before, committed.after)
      around.storage.search.wake()
      tellMailman(mailman, commit)
      dispatcher.committed(commit)
      tellFailures(around, committed)
      neighbours.noteOwn(committed)
      sweep?.committed(committed)
      newsroom.tell((listener) => listener.committed(committed))
    },
  })
  const presences: Presences = new Presences(around, gate, (presence) => {
    newsroom.tell((listener) => listener.presence?.(presence))
    neighbours.say({ presence })
    dispatcher.wake()
  })
  const dispatcher: Dispatcher = new Dispatcher(
    { around, conversations, decider, directory, presences, resolver },
    gate,
  )
  const outcomes = new Outcomes(around, { decider, gate, resolver })
  const performing = { conversations, directory, resolver, outcomes }
  const authored =
    options.authored && new AuthoredTurns(around, { directory, decider, resolver, library }, options.authored)
  const files =
    options.files && new FileDesk(around, directory, options.files, (account, text) => masks.text(account, text))
  const copies =
    files &&
    options.authored &&
    new Copies(around, files, {
      ...performing,
      outbound: options.authored.outbound,
      showCredential: options.files?.showCredential,
      dueAt: (instant) => mailman.dueAt(instant),
    })
  const turns: Turns = new Turns(around, { ...performing, authored, files, dueAt: (instant) => mailman.dueAt(instant) })
  const mailman: Mailman = new Mailman(around, {
    copies,
    gate,
    turns,
    tellings: new Tellings(around, performing),
    invocations: new Invocations(around, { resolver, outcomes, functions: options.authored?.integrations.functions }),
    timers: new Timers(around, { outcomes, resolver, presence: presences, automatic }),
  })
  const marks = new Marks(around, conversations, (mark) => {
    newsroom.tell((listener) => listener.marked(mark))
    neighbours.say({ mark })
  })
  const neighbours: Neighbours = new Neighbours(around, {
    conversations,
    newsroom,
    committed: (committed) => {
      loads.moved(committed.accountId, committed.before, committed.after)
      around.storage.search.wake()
      newsroom.tell((listener) => listener.committed(committed))
    },
    wake: () => {
      mailman.wake()
      dispatcher.wake()
    },
  })
  const desk = new OrderDesk(around, {
    decider,
    gate,
    lanes,
    commands: new Commands(around, resolver),
    words: new ConsumerWords(around, { conversations, decider, directory, resolver, automatic }),
    masks,
  })
  const retention = new Retention(around, decider, gate)
  const sweep = files && new FileSweep(around, files, gate)

  return {
    handle: (order) => desk.handle(order),
    find: (accountId, conversationId) => {
      // What another node wrote a moment ago may not be known here yet.
      if (neighbours.some) conversations.forget(accountId, conversationId)
      return find(conversations, accountId, conversationId)
    },
    mark: (mark) => marks.raise(mark),
    signal: (signal) => {
      newsroom.tell((listener) => listener.signalled(signal))
      neighbours.say({ signal })
    },
    listen: (listener) => newsroom.listen(listener),
    files,
    presence: {
      arrived: (accountId, agentId) => presences.arrived(accountId, agentId),
      left: (accountId, agentId) => presences.left(accountId, agentId),
      setStatus: (...said) => presences.setStatus(...said),
      of: async (accountId, agentIds) => {
        const known = await around.storage.desk.listPresence(accountId, agentIds)
        return known.map((presence) => (presences.isLeased(presence) ? presence : { ...presence, status: 'offline' }))
      },
    },
    liveNumbers: (accountId, skillIds) => numbers.live(accountId, skillIds),
    settingsChanged: (accountId) => {
      directory.forget(accountId)
      masks.forget(accountId)
      retention.settingsChanged()
      dispatcher.settingsChanged(accountId)
    },
    start: async () => {
      await neighbours.start()
      await start(around, options.exclusive === true, mailman)
      await dispatcher.start()
      retention.start()
      sweep?.start()
    },
    stop: async (graceMs) => {
      await sweep?.stop()
      await stop(around, { desk, dispatcher, retention, mailman, marks, gate, lanes }, graceMs)
      await neighbours.stop()
    },
    health: () => ({
      accepting: gate.open && !desk.closed,
      ...(gate.cause !== undefined && { cause: gate.cause }),
      performing: mailman.performing,
      deadLetters: outcomes.deadLetters,
    }),
  }
}

async function find(conversations: Conversations, accountId: AccountId, conversationId: ConversationId) {
  const known = await conversations.load(accountId, conversationId)
  return known && { state: known.state, seq: known.seq }
}

function tellMailman(mailman: Mailman, { effects, claim }: Commit): void {
  for (const change of effects) {
    if (change.do === 'setTimer') mailman.dueAt(change.timer.dueAt)
    if (change.do === 'cancel') mailman.turns.abort(change.effectId)
    if (change.do === 'perform' && claim === undefined) mailman.wake()
  }
}

/** One log entry of each failure, with its cause (connector R5.6, step 1); only what is on disk has happened. */
function tellFailures({ log, meter }: Surroundings, { accountId, conversationId, events }: Committed): void {
  for (const { event } of events) {
    if (event.type !== 'botFailed') continue
    const { turnId, botId, code, cause, problems } = event
    meter.count('bot-failures')
    log.warn({ accountId, conversationId, turnId, botId, code, cause, problems: problems.slice(0, 10) }, 'bot failed')
  }
}

async function start({ storage, nodeId, log }: Surroundings, exclusive: boolean, mailman: Mailman): Promise<void> {
  // What a crash left claimed by nobody who lives: nobody else works here, so it is free at once.
  const freed = exclusive ? await storage.mailbox.releaseClaims('everyone') : 0
  // Nor does anybody else serve the queues: who waits need not wait for the lease of a process that was killed.
  if (exclusive) await storage.desk.releaseDispatchers('everyone')
  log.info({ nodeId, freed }, 'runtime starts')
  mailman.start()
}

interface Stoppable {
  readonly dispatcher: Dispatcher
  readonly retention: Retention
  readonly desk: OrderDesk
  readonly mailman: Mailman
  readonly marks: Marks
  readonly gate: StorageGate
  readonly lanes: Lanes
}

/** First the door, then what is under way, then what is in memory. */
async function stop({ storage, nodeId, log }: Surroundings, parts: Stoppable, graceMs: number): Promise<void> {
  const { desk, dispatcher, retention, mailman, marks, gate, lanes } = parts
  desk.close()
  mailman.stop()
  await Promise.race([Promise.all([dispatcher.stop(), retention.stop()]), pause(ABORT_MS)])
  await Promise.race([mailman.whenIdle(), pause(graceMs)])
  mailman.turns.abortAll()
  mailman.jobs.abortAll()
  gate.stop()
  await Promise.race([mailman.whenIdle(), pause(ABORT_MS)])
  await lanes.settled()
  await marks.save()
  const handedBack = await storage.mailbox.releaseClaims(nodeId).catch(() => 0)
  log.info({ nodeId, handedBack }, 'runtime stopped')
}

/** What was aborted gets this long to end, in milliseconds. */
const ABORT_MS = 1_000

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
