import type { Actor, Conversation } from '@baton/conversation'
import type { Directory, Named } from './directory.ts'
import { describe } from './outcomes.ts'
import type { Log } from './ports.ts'
import type { Committed, LiveListener } from './runtime.ts'

/** Tells listeners what happened. One that fails disturbs nobody else. */
export class Newsroom {
  private readonly listeners = new Set<LiveListener>()
  private readonly log: Log
  private readonly directory: Directory

  constructor(log: Log, directory: Directory) {
    this.log = log
    this.directory = directory
  }

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The names of all who are mentioned are known to the directory when the listeners are called. */
  async committed(committed: Committed): Promise<void> {
    if (this.listeners.size === 0) return
    await this.directory.prefetchNames(committed.accountId, mentioned(committed)).catch((fault: unknown) => {
      this.log.warn({ cause: describe(fault) }, 'names could not be read')
    })
    this.tell((listener) => listener.committed(committed))
  }

  tell(call: (listener: LiveListener) => void): void {
    for (const listener of this.listeners) {
      try {
        call(listener)
      } catch (fault) {
        this.log.error({ cause: describe(fault) }, 'a listener failed')
      }
    }
  }
}

function mentioned({ before, after, events }: Committed): Named[] {
  const actors = events.flatMap(({ event }): Actor[] => {
    if ('by' in event) return [event.by]
    if ('agentId' in event) return [{ kind: 'agent', agentId: event.agentId }]
    return 'botId' in event ? [{ kind: 'bot', botId: event.botId }] : []
  })
  return [...actors, ...present(before), ...present(after)].flatMap((actor): Named[] => {
    if (actor.kind === 'bot') return [{ kind: 'bot', id: actor.botId }]
    return actor.kind === 'agent' ? [{ kind: 'agent', id: actor.agentId }] : []
  })
}

function present(state: Conversation): Actor[] {
  if (state.phase === 'absent') return []
  if (state.phase === 'closed') return [state.closedBy]
  const { assignee, joined } = state
  const seated: Actor[] = assignee.kind === 'queue' ? [] : [assignee]
  return [...seated, ...joined.map(({ agentId }): Actor => ({ kind: 'agent', agentId }))]
}
