import { type CommitResult, StorageUnavailable } from '../commit.ts'
import { StorageFault } from '../sqlite/faults.ts'
import type { CommitItem } from './commitItem.ts'
import type { Outcome } from './performGroup.ts'

/** Commits that may wait for the database; at some kilobytes each this is what the process can afford. */
const MAX_PENDING = 10_000
const MAX_GROUP = 256
/** Groups under way at once: while one is being flushed, the next is being checked. */
export const GROUPS_AHEAD = 2
/** With fewer than this, what waits goes with the next group: each costs the database and us the same, however small. */
const WORTH_A_GROUP = 48

export interface Writer {
  /** @returns after the flush @throws StorageUnavailable when the database refuses, or when too much waits for it */
  commit(item: CommitItem): Promise<CommitResult>
  /** Why nothing could be written the last time; undefined when it could. */
  fault(): string | undefined
  heal(): void
  /** Writes what waits. */
  close(): Promise<void>
}

interface Pending {
  readonly item: CommitItem
  readonly keys: readonly string[]
  resolve(answer: CommitResult): void
  reject(error: Error): void
}

/**
 * Takes the commits that have come by the time a group can start as one group. Those that touch the same conversation, consumer,
 * client id or agent are kept apart and in their order: each waits for the one before it, so that within a group none depends on
 * another, and a statement for each table can serve them all.
 */
export function startWriter(perform: (items: readonly CommitItem[]) => Promise<Outcome[]>): Writer {
  let waiting: Pending[] = []
  const busy = new Set<string>()
  let groups = 0
  /** Groups that are written, and whose answers nobody has heard yet. */
  let untold = 0
  let scheduled = false
  let fault: string | undefined
  let closed = false
  let whenIdle: (() => void)[] = []

  function schedule(): void {
    if (scheduled || groups >= GROUPS_AHEAD) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      start()
    })
  }

  function start(): void {
    if (groups >= GROUPS_AHEAD || (groups > 0 && waiting.length < WORTH_A_GROUP)) return
    const group = takeGroup()
    if (group.length === 0) return
    groups += 1
    void perform(group.map(({ item }) => item)).then((outcomes) => {
      groups -= 1
      for (const { keys } of group) for (const key of keys) busy.delete(key)
      // What waits goes to the database first; what these answers bring about is done while it is busy there.
      start()
      untold += 1
      setImmediate(() => {
        untold -= 1
        for (const [index, outcome] of outcomes.entries()) settle(group[index], outcome)
        if (waiting.length > 0) schedule()
        else if (groups + untold === 0) for (const resolve of whenIdle.splice(0)) resolve()
      })
    })
    if (waiting.length > 0) schedule()
  }

  function takeGroup(): Pending[] {
    const group: Pending[] = []
    const left: Pending[] = []
    const blocked = new Set<string>()
    for (const one of waiting) {
      const mustWait = group.length >= MAX_GROUP || one.keys.some((key) => busy.has(key) || blocked.has(key))
      if (mustWait) left.push(one)
      else group.push(one)
      for (const key of one.keys) blocked.add(key)
    }
    waiting = left
    for (const { keys } of group) for (const key of keys) busy.add(key)
    return group
  }

  function settle(pending: Pending | undefined, outcome: Outcome): void {
    if ('answer' in outcome) {
      fault = undefined
      pending?.resolve(outcome.answer)
    } else if ('unavailable' in outcome) {
      fault = outcome.unavailable
      pending?.reject(new StorageUnavailable(`Nothing can be saved: ${outcome.unavailable}.`))
    } else {
      pending?.reject(new StorageFault(`A write failed by itself: ${outcome.fault} (${outcome.code}).`))
    }
  }

  return {
    commit(item) {
      if (closed) return Promise.reject(new StorageUnavailable('The storage is closed.'))
      if (waiting.length >= MAX_PENDING) {
        return Promise.reject(new StorageUnavailable('The database is overloaded: too many writes wait for it.'))
      }
      return new Promise((resolve, reject) => {
        waiting.push({ item, keys: keysOf(item), resolve, reject })
        schedule()
      })
    },
    fault: () => (closed ? 'The storage is closed.' : fault),
    heal() {
      fault = undefined
    },
    close() {
      closed = true
      if (groups + untold + waiting.length === 0) return Promise.resolve()
      return new Promise((resolve) => {
        whenIdle = [...whenIdle, resolve]
      })
    },
  }
}

function keysOf({ accountId, conversationId, consumerId, clientMessage, effects }: CommitItem): string[] {
  const keys = [`conversation ${conversationId}`, `consumer ${accountId}/${consumerId}`]
  if (clientMessage) keys.push(`message ${accountId}/${clientMessage.sender}/${clientMessage.clientId}`)
  for (const effect of effects) {
    if (effect.do === 'reserve' || effect.do === 'release') keys.push(`agent ${accountId}/${effect.agentId}`)
    if (effect.do === 'perform') keys.push(`effect ${effect.id}`)
  }
  return keys
}
