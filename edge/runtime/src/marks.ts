import { Lru } from '@baton/base'
import type { Mark, MarkUpdate } from '@baton/storage'
import type { Conversations } from './conversations.ts'
import { describe } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import type { LiveMark } from './runtime.ts'

/** Marks that may wait for the disk; with more, the oldest are given up: the next mark says more anyway. */
const MAX_UNSAVED = 50_000

/** High-water marks: pushed at once, saved every second; they only rise, and never beyond the log. */
export class Marks {
  private readonly known: Lru<string, { delivered: number; read: number }>
  private readonly unsaved = new Map<string, MarkUpdate>()
  private saving: Promise<void> | undefined
  private cancelTimer: (() => void) | undefined
  private readonly around: Surroundings
  private readonly conversations: Conversations
  private readonly push: (mark: LiveMark) => void

  constructor(around: Surroundings, conversations: Conversations, push: (mark: LiveMark) => void) {
    this.around = around
    this.conversations = conversations
    this.push = push
    this.known = new Lru(around.limits.cachedConversations)
  }

  async raise(mark: LiveMark): Promise<void> {
    const { accountId, conversationId } = mark
    const known = await this.conversations.load(accountId, conversationId)
    if (known === undefined) return
    const participant = nameOf(mark.participant)
    const key = `${accountId}/${conversationId}/${participant}`
    const seq = await this.seqFor(mark, known.seq)
    const before = this.known.get(key) ?? { delivered: 0, read: 0 }
    const raised = raisedMark(before, mark, seq)
    if (raised.delivered === before.delivered && raised.read === before.read) return

    this.known.set(key, raised)
    this.push({ ...mark, ...raised })
    this.keepUnsaved(key, { accountId, conversationId, participant, ...raised })
    this.around.observe('marks-collected')
  }

  /** Who reads the log may be ahead of this node's memory: of a commit on its way back, or of another node's. */
  private async seqFor({ accountId, conversationId, delivered, read }: LiveMark, known: number): Promise<number> {
    if (Math.max(delivered, read) <= known) return known
    const stored = await this.around.storage.conversations.load(accountId, conversationId)
    return Math.max(known, stored?.seq ?? 0)
  }

  /** Resolves when what is in memory is on disk, or cannot be saved at present. */
  async save(): Promise<void> {
    this.cancelTimer?.()
    this.cancelTimer = undefined
    await this.saving
    if (this.unsaved.size === 0) return
    this.saving = this.saveNow()
    await this.saving
    this.saving = undefined
  }

  private async saveNow(): Promise<void> {
    const batch = new Map(this.unsaved)
    this.unsaved.clear()
    try {
      await this.around.storage.conversations.saveMarks([...batch.values()])
    } catch (fault) {
      this.around.log.warn({ cause: describe(fault), marks: batch.size }, 'marks could not be saved')
      for (const [key, mark] of batch) if (!this.unsaved.has(key)) this.keepUnsaved(key, mark)
    }
  }

  private keepUnsaved(key: string, mark: MarkUpdate): void {
    this.unsaved.set(key, mark)
    const oldest = this.unsaved.size > MAX_UNSAVED ? this.unsaved.keys().next() : undefined
    if (oldest && !oldest.done) this.unsaved.delete(oldest.value)
    if (this.cancelTimer !== undefined) return
    const timer = setTimeout(() => void this.save(), this.around.limits.marksMs)
    timer.unref()
    this.cancelTimer = () => clearTimeout(timer)
  }
}

/** What was read was also delivered. */
function raisedMark(before: Omit<Mark, 'participant'>, asked: LiveMark, seq: number) {
  const read = Math.max(before.read, Math.min(asked.read, seq))
  return { read, delivered: Math.max(before.delivered, Math.min(asked.delivered, seq), read) }
}

const nameOf = (participant: LiveMark['participant']): string =>
  participant.kind === 'agent' ? `agent:${participant.agentId}` : participant.kind
