import type { AgentId, ConversationId } from '@baton/base'
import type { CommitResult } from '../commit.ts'
import { texts } from './binary.ts'
import { findSent } from './clientMessages.ts'
import type { CommitItem } from './commitItem.ts'
import { type Database, rows } from './connection.ts'
import { type Columns, given, transposed } from './given.ts'
import { seatWeight } from './seatWeight.ts'
import { findFilesGone } from './takeFiles.ts'
import type { Passed } from './writeCommits.ts'

type Refused = Exclude<CommitResult, { ok: true }>
/** Why a commit was refused; undefined when nothing speaks against it. */
export type Verdict = Refused | undefined

/** One of the two. */
export interface Answer {
  readonly refused?: Refused
  readonly passed?: Passed
}

interface Found {
  readonly key: number
  readonly id: string
  readonly account_id: string
  readonly consumer_id: string
  readonly seq: number
}

/** Weights are tenths; their sum is exact only up to this. */
const ROUNDING = 1e-9

/** Locks the conversations in one order on every node, so that two never wait for each other. */
const FIND = `SELECT key, id, account_id, consumer_id, seq FROM conversations WHERE id = ANY($1::text[]) ORDER BY key FOR UPDATE`
/** A number that is not used in the end is missed by nobody. */
const DRAW_KEYS = `SELECT nextval(pg_get_serial_sequence('conversations', 'key')) AS key FROM generate_series(1, $1::int)`

/** Asks what speaks against each of these commits, and where those are written that nothing speaks against. */
export async function ask(database: Database, items: readonly CommitItem[]): Promise<Answer[]> {
  const fresh = items.filter(({ expectedSeq }) => expectedSeq === 0)
  const [known, sent, there, open, drawn] = await Promise.all([
    rows<Found>(database, FIND, texts(items.map(({ conversationId }) => conversationId))),
    findSent(
      database,
      items.map(({ accountId, clientMessage }) => clientMessage && { accountId, ...clientMessage }),
    ),
    findSettled(database, items),
    findOpen(database, items, ({ expectedSeq }) => expectedSeq === 0),
    fresh.length > 0 ? rows<{ key: number }>(database, DRAW_KEYS, fresh.length) : [],
  ])
  const found = new Map(known.map((one) => [one.id, one]))
  const knownOf = (item: CommitItem): Found | undefined => found.get(item.conversationId)
  // Who becomes somebody else may have an open conversation as whom they become.
  const becomes = (item: CommitItem): boolean => item.expectedSeq > 0 && isOther(item, knownOf(item))
  if (items.some(becomes)) for (const [nth, refused] of await findOpen(database, items, becomes)) open.set(nth, refused)

  // Asked in the order in which an answer matters: a client that sends again wants its first answer, whatever happened since.
  const verdicts = items.map(
    (item, nth): Verdict =>
      sent[nth]?.before ??
      (item.settles && knownOf(item) && !there.has(nth) ? { ok: false, why: 'effect-gone' } : undefined) ??
      (isAtPlace(item, knownOf(item)) ? undefined : { ok: false, why: 'stale-conversation' }) ??
      open.get(nth),
  )
  await checkSeats(database, items, verdicts, knownOf)
  for (const nth of await findFilesGone(database, items)) verdicts[nth] ??= { ok: false, why: 'file-gone' }
  const keys = drawn.map(({ key }) => key)
  return items.map((item, nth): Answer => {
    const refused = verdicts[nth]
    if (refused) return { refused }
    const before = knownOf(item)
    const { senderKey } = sent[nth] ?? {}
    if (before === undefined) return { passed: { item, key: keys.pop() ?? -1, senderKey, isNew: true } }
    const wasOf = isOther(item, before) ? before.consumer_id : undefined
    return { passed: { item, key: before.key, senderKey, ...(wasOf !== undefined && { wasOf }) } }
  })
}

const isOther = (item: CommitItem, found: Found | undefined): boolean =>
  found !== undefined && found.consumer_id !== item.consumerId

type KnownOf = (item: CommitItem) => Found | undefined

const isAtPlace = (item: CommitItem, found: Found | undefined): boolean =>
  found
    ? found.seq === item.expectedSeq && found.account_id === item.accountId && item.expectedSeq > 0
    : item.expectedSeq === 0

const EFFECT: Columns = [
  ['nth', 'bigint'],
  ['conversation', 'text'],
  ['id', 'text'],
  ['by', 'text'],
]
const TIMER: Columns = [
  ['nth', 'bigint'],
  ['conversation', 'text'],
  ['name', 'text'],
  ['generation', 'bigint'],
  ['by', 'text'],
]
// Locked, so that nobody frees or takes them before this commit is over.
const FIND_EFFECTS = `SELECT g.nth FROM ${given(EFFECT)} JOIN effects AS e ON e.id = g.id AND e.claimed_by = g.by
  JOIN conversations AS c ON c.key = e.conversation_key AND c.id = g.conversation FOR UPDATE OF e`
const FIND_TIMERS = `SELECT g.nth FROM ${given(TIMER)} JOIN conversations AS c ON c.id = g.conversation
  JOIN timers AS t ON t.conversation_key = c.key AND t.name = g.name AND t.generation = g.generation AND t.claimed_by = g.by
  FOR UPDATE OF t`

/** Whose effect is still there, under their claim. */
async function findSettled(database: Database, items: readonly CommitItem[]): Promise<Set<number>> {
  const effects: [nth: number, conversation: string, id: string, by: string][] = []
  const timers: [nth: number, conversation: string, name: string, generation: number, by: string][] = []
  for (const [nth, { conversationId, settles }] of items.entries()) {
    if (settles?.kind === 'effect') effects.push([nth, conversationId, settles.effectId, settles.claimedBy])
    else if (settles) timers.push([nth, conversationId, settles.name, settles.generation, settles.claimedBy])
  }
  const found = await Promise.all([
    effects.length > 0 ? rows<{ nth: number }>(database, FIND_EFFECTS, ...transposed(EFFECT, effects)) : [],
    timers.length > 0 ? rows<{ nth: number }>(database, FIND_TIMERS, ...transposed(TIMER, timers)) : [],
  ])
  return new Set(found.flat().map(({ nth }) => nth))
}

const CONSUMER: Columns = [
  ['nth', 'bigint'],
  ['account', 'text'],
  ['consumer', 'text'],
]
const FIND_OPEN = `SELECT g.nth, c.id FROM ${given(CONSUMER)}
  JOIN conversations AS c ON c.account_id = g.account AND c.consumer_id = g.consumer AND c.phase <> 'closed'`

/** Asked of who comes, and of who becomes somebody else: each has one open conversation. */
async function findOpen(
  database: Database,
  items: readonly CommitItem[],
  isAsked: (item: CommitItem) => boolean,
): Promise<Map<number, Refused>> {
  const asked = items.flatMap((item, nth) => (isAsked(item) ? [[nth, item.accountId, item.consumerId]] : []))
  if (asked.length === 0) return new Map()
  const found = await rows<{ nth: number; id: ConversationId }>(database, FIND_OPEN, ...transposed(CONSUMER, asked))
  return new Map(
    found.map(({ nth, id }) => [nth, { ok: false, why: 'consumer-has-open-conversation', conversationId: id }]),
  )
}

const LOCK_AGENTS = `SELECT p.account_id FROM people AS p
  WHERE (p.account_id, p.id) IN (SELECT g.account, g.agent FROM json_to_recordset($1) AS g (account text, agent bigint))
  ORDER BY p.account_id, p.id FOR UPDATE OF p`
const FREE = `SELECT g.nth, p.capacity - coalesce((
    SELECT sum(${seatWeight('g.now')}) FROM reservations AS r JOIN conversations AS c ON c.key = r.conversation_key
    WHERE r.account_id = p.account_id AND r.agent_id = p.id AND r.conversation_key <> g.key), 0) AS free
  FROM json_to_recordset($1) AS g (nth bigint, account text, agent bigint, key bigint, now bigint)
  JOIN people AS p ON p.account_id = g.account AND p.id = g.agent`

/** Two nodes that would seat somebody at the same agent come one after the other: each holds the agent while it asks. */
async function checkSeats(
  database: Database,
  items: readonly CommitItem[],
  verdicts: Verdict[],
  knownOf: KnownOf,
): Promise<void> {
  const asked: { nth: number; account: string; agent: number; key: number; now: number; of: number; weight: number }[] =
    []
  for (const [of, item] of items.entries()) {
    if (verdicts[of] !== undefined) continue
    for (const change of item.effects) {
      if (change.do !== 'reserve' || change.mayExceed) continue
      const { agentId: agent, weight } = change
      const key = knownOf(item)?.key ?? -1
      asked.push({ nth: asked.length, account: item.accountId, agent, key, now: item.now, of, weight })
    }
  }
  if (asked.length === 0) return
  const given = JSON.stringify(asked)
  const [, answers] = await Promise.all([
    rows(database, LOCK_AGENTS, given),
    rows<{ nth: number; free: number }>(database, FREE, given),
  ])
  const free = new Map(answers.map((row) => [row.nth, row.free]))
  for (const { nth, of, agent, weight } of asked) {
    if (weight <= (free.get(nth) ?? 0) + ROUNDING) continue
    verdicts[of] ??= { ok: false, why: 'seat-taken', agentId: agent as AgentId }
  }
}
