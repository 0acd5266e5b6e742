import type { EpochMs } from '@baton/base'
import type { EffectChange, Recorded } from '@baton/conversation'
import type { KeptChange } from '../authoredStore.ts'
import {
  type Claim,
  type ClientMessage,
  type Commit,
  type JournalEntry,
  MAX_ANSWER_BYTES,
  MAX_RUN_BYTES,
  type Run,
  type SettledEffect,
  type Taken,
} from '../commit.ts'

export type Bindable = string | number | null

/** A commit on its way to the writer thread: turned into text once, in the order in which statements bind it. */
export interface CommitItem {
  readonly accountId: string
  readonly conversationId: string
  readonly expectedSeq: number
  readonly seq: number
  readonly consumerId: string
  readonly openedAt: number
  /** phase, assignee kind, assignee id, skill, due at, response time, queued since, closed at, sorts at, offerable: what indexes hold. */
  readonly place: readonly Bindable[]
  /** updated at, last line's text, seq, audience, author and time, priority, state version, state: what changes often. */
  readonly news: readonly Bindable[]
  /** seq, at, event, body of one event after the other. */
  readonly events: readonly Bindable[]
  readonly effects: readonly EffectItem[]
  readonly settles: SettledEffect | undefined
  readonly claim: Claim | undefined
  readonly clientMessage: ClientMessage | undefined
  readonly run: 'drop' | RunItem | undefined
  readonly journal: readonly (readonly Bindable[])[] | undefined
  readonly keeps: readonly KeptChange[] | undefined
  readonly erasesBodies: true | undefined
  /** Files that come into the conversation with these events. */
  readonly files: readonly SentFile[] | undefined
  /** All that it carries from now on. */
  readonly tags: readonly number[] | undefined
  /** Of each answer to a survey: seq, at, bot, skill, agent, measure, number, question, answer. */
  readonly surveyAnswers: readonly (readonly Bindable[])[] | undefined
  /** When the consumer is asked afterwards, in this commit. */
  readonly asked: number | undefined
  readonly joined: readonly number[] | undefined
  readonly taken: Taken | undefined
  /** Now, by the storage's clock. */
  readonly now: EpochMs
}

/** A file, and the place of the event that says it. */
export interface SentFile {
  readonly fileId: string
  readonly seq: number
}

export type RunItem = readonly [turnId: number, definitionHash: string, state: string]

export type EffectItem =
  | Exclude<EffectChange, { do: 'perform' | 'setTimer' }>
  | {
      readonly do: 'perform'
      readonly id: string
      readonly kind: string
      readonly botId: number
      readonly payload: string
    }
  | { readonly do: 'setTimer'; readonly name: string; readonly dueAt: number; readonly payload: string }

/** What is owed no answer comes after all that is. */
const NEVER_DUE = Number.MAX_SAFE_INTEGER

/** @throws RangeError when a run or an answer is larger than its cap */
export function toCommitItem(commit: Commit, now: EpochMs): CommitItem {
  const { listRow: row, events, settles, claim, clientMessage, run, journal } = commit
  return {
    accountId: commit.accountId,
    conversationId: commit.conversationId,
    expectedSeq: commit.expectedSeq,
    seq: events.at(-1)?.seq ?? commit.expectedSeq,
    consumerId: row.consumerId,
    openedAt: row.openedAt,
    place: [
      row.phase,
      row.assigneeKind,
      row.assigneeId ?? null,
      row.skillId,
      row.dueAt ?? null,
      row.responseMs,
      row.queuedSince ?? null,
      row.closedAt ?? null,
      row.dueAt ?? (row.queuedSince === undefined ? NEVER_DUE : row.queuedSince + row.responseMs),
      row.offerable ? 1 : 0,
    ],
    news: [
      row.updatedAt,
      row.lastLine?.text ?? null,
      row.lastLine?.seq ?? null,
      row.lastLine?.audience ?? null,
      row.lastLine?.by ?? null,
      row.lastLine?.at ?? null,
      row.priority,
      commit.stateVersion,
      JSON.stringify(commit.state),
    ],
    events: toEventColumns(events),
    effects: commit.effects.map(toEffectItem),
    settles,
    claim,
    clientMessage,
    run: run && run !== 'drop' ? toRunItem(run) : run,
    journal: journal?.map(toJournalColumns),
    keeps: commit.keeps,
    erasesBodies: commit.erasesBodies || undefined,
    files: sentFiles(events),
    tags: commit.tags,
    surveyAnswers: toAnswerColumns(events),
    asked: events.find(({ event }) => event.type === 'surveyOpened')?.at,
    joined: commit.joined,
    taken: commit.taken,
    now,
  }
}

function toEventColumns(events: readonly Recorded[]): Bindable[] {
  const columns: Bindable[] = []
  for (const { seq, at, event } of events) {
    const body = 'body' in event ? event.body : undefined
    // A member that is `undefined` is not written: the facts without their words.
    const facts = body === undefined ? event : { ...event, body: undefined }
    columns.push(seq, at, JSON.stringify(facts), body === undefined ? null : JSON.stringify(body))
  }
  return columns
}

function sentFiles(events: readonly Recorded[]): SentFile[] | undefined {
  let sent: SentFile[] | undefined
  for (const { seq, event } of events) {
    if (event.type !== 'messageSent' || event.kind !== 'file') continue
    const content = event.body?.content
    if (content?.kind === 'file') sent = [...(sent ?? []), { fileId: content.fileId, seq }]
  }
  return sent
}

function toAnswerColumns(events: readonly Recorded[]): Bindable[][] | undefined {
  const answers = events.flatMap(({ seq, at, event }) => {
    if (event.type !== 'surveyAnswered') return []
    const { botId, skillId, agentId = null, measures, number = null, body, skipped } = event
    const { question = null, answer = null } = body ?? {}
    return [[seq, at, botId, skillId, agentId, measures, number, question, answer, skipped ? 1 : 0]]
  })
  return answers.length === 0 ? undefined : answers
}

function toEffectItem(change: EffectChange): EffectItem {
  switch (change.do) {
    case 'perform': {
      const { effect } = change
      return { do: 'perform', id: effect.id, kind: effect.kind, botId: effect.botId, payload: JSON.stringify(effect) }
    }
    case 'setTimer': {
      const { timer } = change
      return { do: 'setTimer', name: timer.name, dueAt: timer.dueAt, payload: JSON.stringify(timer) }
    }
    default:
      return change
  }
}

const toRunItem = (run: Run): RunItem => [
  run.turnId,
  run.definitionHash,
  capped(run.json ?? JSON.stringify(run.state), MAX_RUN_BYTES, 'the state of a run'),
]

const toJournalColumns = (entry: JournalEntry): Bindable[] => [
  entry.turnId,
  entry.needIndex,
  entry.needHash,
  entry.at,
  capped(entry.json ?? JSON.stringify(entry.answer), MAX_ANSWER_BYTES, 'an answer in the journal'),
]

function capped(json: string, maxBytes: number, what: string): string {
  // No letter takes more than three bytes; most are far from the cap, and need not be counted.
  if (json.length * 3 <= maxBytes) return json
  const bytes = Buffer.byteLength(json)
  if (bytes > maxBytes) throw new RangeError(`${what} takes ${bytes} bytes, ${maxBytes} are allowed`)
  return json
}
