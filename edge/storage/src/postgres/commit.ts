import type { AgentId, ConversationId } from '@baton/base'
import type { CommitResult } from '../commit.ts'
import { type Accepted, changeEffects } from './changeEffects.ts'
import { findSent, saveClientMessages } from './clientMessages.ts'
import type { CommitItem } from './commitItem.ts'
import { type Connection, rows, run, storable } from './connection.ts'
import { eraseBodies } from './eraseBodies.ts'
import { keepValues } from './keepValues.ts'
import { seatWeight } from './seatWeight.ts'

type Refused = Exclude<CommitResult, { ok: true }>
type Verdict = Refused | undefined

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
const FIND = `SELECT key, id, account_id, consumer_id, seq FROM conversations WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`

/**
 * Checks many commits and writes those that pass, inside one transaction, with a statement for each question and each table.
 * No two of them may be of one conversation, consumer, client id or agent: none need see what another wrote.
 * @returns for each, in their order, why it was refused; undefined when it was accepted
 */
export async function commitGroup(connection: Connection, items: readonly CommitItem[]): Promise<Verdict[]> {
  const found = new Map<string, Found>()
  const ids = items.map(({ conversationId }) => conversationId)
  for (const one of await rows<Found>(connection, FIND, ids)) found.set(one.id, one)
  const knownOf = (item: CommitItem): Found | undefined => found.get(item.conversationId)

  const sent = await findSent(
    connection,
    items.map(({ accountId, clientMessage }) => clientMessage && { accountId, ...clientMessage }),
  )
  const gone = await findGone(connection, items, knownOf)
  const open = await findOpen(connection, items, knownOf)
  // Asked in the order in which an answer matters: a client that sends again wants its first answer, whatever happened since.
  const verdicts = items.map(
    (item, nth): Verdict =>
      sent.get(nth) ??
      (gone.has(nth) ? { ok: false, why: 'effect-gone' } : undefined) ??
      (isAtPlace(item, knownOf(item)) ? undefined : { ok: false, why: 'stale-conversation' }) ??
      open.get(nth),
  )
  await checkSeats(connection, items, verdicts, knownOf)
  await write(
    connection,
    items.filter((_, nth) => verdicts[nth] === undefined),
    knownOf,
  )
  return verdicts
}

type KnownOf = (item: CommitItem) => Found | undefined

const isAtPlace = (item: CommitItem, found: Found | undefined): boolean =>
  found
    ? found.seq === item.expectedSeq && found.account_id === item.accountId && item.expectedSeq > 0
    : item.expectedSeq === 0

// Locked, so that nobody frees or takes them before this commit is over.
const FIND_EFFECTS = `SELECT g.nth FROM json_to_recordset($1) AS g (nth bigint, id text, key bigint, by text)
  JOIN effects AS e ON e.id = g.id AND e.conversation_key = g.key AND e.claimed_by = g.by FOR UPDATE OF e`
const FIND_TIMERS = `SELECT g.nth FROM json_to_recordset($1) AS g (nth bigint, key bigint, name text, generation bigint, by text)
  JOIN timers AS t ON t.conversation_key = g.key AND t.name = g.name AND t.generation = g.generation AND t.claimed_by = g.by
  FOR UPDATE OF t`

/** Whose effect is not there any more under their claim. */
async function findGone(connection: Connection, items: readonly CommitItem[], knownOf: KnownOf): Promise<Set<number>> {
  const effects: object[] = []
  const timers: object[] = []
  const gone = new Set<number>()
  for (const [nth, item] of items.entries()) {
    const { settles } = item
    const found = knownOf(item)
    if (settles === undefined || found === undefined) continue
    gone.add(nth)
    const { claimedBy: by } = settles
    if (settles.kind === 'effect') effects.push({ nth, id: settles.effectId, key: found.key, by })
    else timers.push({ nth, key: found.key, name: settles.name, generation: settles.generation, by })
  }
  const there = [
    ...(effects.length > 0 ? await rows<{ nth: number }>(connection, FIND_EFFECTS, JSON.stringify(effects)) : []),
    ...(timers.length > 0 ? await rows<{ nth: number }>(connection, FIND_TIMERS, JSON.stringify(timers)) : []),
  ]
  for (const { nth } of there) gone.delete(nth)
  return gone
}

const FIND_OPEN = `SELECT g.nth, c.id FROM json_to_recordset($1) AS g (nth bigint, account text, consumer text)
  JOIN conversations AS c ON c.account_id = g.account AND c.consumer_id = g.consumer AND c.phase <> 'closed'`

/** Asked of who comes, and of who becomes somebody else: each has one open conversation. */
async function findOpen(
  connection: Connection,
  items: readonly CommitItem[],
  knownOf: KnownOf,
): Promise<Map<number, Refused>> {
  const asked = items.flatMap((item, nth) =>
    knownOf(item)?.consumer_id === item.consumerId ? [] : [{ nth, account: item.accountId, consumer: item.consumerId }],
  )
  if (asked.length === 0) return new Map()
  const found = await rows<{ nth: number; id: ConversationId }>(connection, FIND_OPEN, JSON.stringify(asked))
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
  connection: Connection,
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
  await rows(connection, LOCK_AGENTS, given)
  const free = new Map(
    (await rows<{ nth: number; free: number }>(connection, FREE, given)).map((row) => [row.nth, row.free]),
  )
  for (const { nth, of, agent, weight } of asked) {
    if (weight <= (free.get(nth) ?? 0) + ROUNDING) continue
    verdicts[of] ??= { ok: false, why: 'seat-taken', agentId: agent as AgentId }
  }
}

const ROW = [
  ...[
    'id text',
    'account_id text',
    'consumer_id text',
    'opened_at bigint',
    'seq bigint',
    'phase text',
    'assignee_kind text',
  ],
  ...['assignee_id bigint', 'skill_id bigint', 'due_at bigint', 'response_ms bigint', 'queued_since bigint'],
  ...[
    'closed_at bigint',
    'sorts_at bigint',
    'offerable bigint',
    'updated_at bigint',
    'last_text text',
    'last_seq bigint',
  ],
  ...['last_audience text', 'last_by text', 'last_at bigint', 'priority text', 'state_version bigint', 'state text'],
]
const COLUMNS = ROW.map((column) => column.slice(0, column.indexOf(' ')))
/** What stays as it was at the opening. */
const FIXED = ['id', 'account_id', 'consumer_id', 'opened_at']
const CHANGING = COLUMNS.filter((column) => !FIXED.includes(column))

const INSERT = `INSERT INTO conversations (${COLUMNS.join(', ')}) SELECT ${COLUMNS.map((name) => `g.${name}`).join(', ')}
  FROM json_to_recordset($1) AS g (${ROW.join(', ')}) ORDER BY g.id RETURNING id, key`
const UPDATE = `UPDATE conversations AS c SET ${CHANGING.map((name) => `${name} = g.${name}`).join(', ')}
  FROM json_to_recordset($1) AS g (key bigint, ${ROW.join(', ')}) WHERE c.key = g.key`
const INSERT_EVENTS = `INSERT INTO events (conversation_key, seq, at, event, body)
  SELECT g.key, g.seq, g.at, g.event, g.body
  FROM json_to_recordset($1) AS g (nth bigint, key bigint, seq bigint, at bigint, event text, body text) ORDER BY g.nth`

function rowOf(item: CommitItem): Record<string, unknown> {
  const { conversationId, accountId, consumerId, openedAt, seq, place, news } = item
  const values = [conversationId, accountId, consumerId, openedAt, seq, ...place, ...news]
  const columns = Object.fromEntries(COLUMNS.map((name, index) => [name, values[index]]))
  return typeof columns.last_text === 'string' ? { ...columns, last_text: storable(columns.last_text) } : columns
}

async function write(connection: Connection, items: readonly CommitItem[], knownOf: KnownOf): Promise<void> {
  if (items.length === 0) return
  const accepted = await saveConversations(connection, items, knownOf)
  await saveEvents(connection, accepted)
  await changeEffects(connection, accepted)
  await saveClientMessages(
    connection,
    accepted.flatMap(({ item: { accountId, clientMessage }, key }) =>
      clientMessage ? [{ accountId, key, ...clientMessage }] : [],
    ),
  )
  await saveRuns(connection, accepted)
  await saveTags(connection, accepted)
  for (const { item } of accepted) if (item.keeps) await keepValues(connection, item.accountId, item.keeps, item.now)
  for (const { item, key } of accepted) if (item.erasesBodies) await eraseBodies(connection, item.accountId, key)
}

async function saveConversations(
  connection: Connection,
  items: readonly CommitItem[],
  knownOf: KnownOf,
): Promise<Accepted[]> {
  const keys = new Map<string, number>()
  const fresh = items.filter((item) => knownOf(item) === undefined)
  const known = items.flatMap((item) => {
    const found = knownOf(item)
    return found ? [{ item, found }] : []
  })
  for (const { item, found } of known) {
    keys.set(item.conversationId, found.key)
    if (found.consumer_id !== item.consumerId) await moveToConsumer(connection, found, item)
  }
  if (fresh.length > 0) {
    const made = await rows<{ id: string; key: number }>(connection, INSERT, JSON.stringify(fresh.map(rowOf)))
    for (const { id, key } of made) keys.set(id, key)
  }
  if (known.length > 0) {
    const changes = known.map(({ item, found }) => ({ key: found.key, ...rowOf(item) }))
    await run(connection, UPDATE, JSON.stringify(changes))
  }
  return items.map((item) => ({ item, key: keys.get(item.conversationId) ?? -1 }))
}

async function saveEvents(connection: Connection, accepted: readonly Accepted[]): Promise<void> {
  const events: object[] = []
  for (const { item, key } of accepted) {
    for (let i = 0; i < item.events.length; i += 4) {
      const [seq, at, event, body] = item.events.slice(i, i + 4)
      events.push({ nth: events.length, key, seq, at, event, body })
    }
  }
  if (events.length > 0) await run(connection, INSERT_EVENTS, JSON.stringify(events))
}

const SAVE_RUNS = `INSERT INTO runs (conversation_key, turn_id, definition_hash, state)
  SELECT g.key, g.turn, g.hash, g.state FROM json_to_recordset($1) AS g (key bigint, turn bigint, hash text, state text)
  ON CONFLICT (conversation_key)
  DO UPDATE SET turn_id = excluded.turn_id, definition_hash = excluded.definition_hash, state = excluded.state`
// The first answer stands: whoever repeats a need must be told what was told before.
const SAVE_ANSWERS = `INSERT INTO journal (conversation_key, turn_id, need_index, need_hash, at, answer)
  SELECT g.key, g.turn, g.need, g.hash, g.at, g.answer
  FROM json_to_recordset($1) AS g (key bigint, turn bigint, need bigint, hash text, at bigint, answer text)
  ON CONFLICT DO NOTHING`

async function saveRuns(connection: Connection, accepted: readonly Accepted[]): Promise<void> {
  const dropped = accepted.filter(({ item }) => item.run === 'drop').map(({ key }) => key)
  if (dropped.length > 0) await run(connection, 'DELETE FROM runs WHERE conversation_key = ANY($1::bigint[])', dropped)
  const saved = accepted.flatMap(({ item, key }) => {
    if (item.run === undefined || item.run === 'drop') return []
    const [turn, hash, state] = item.run
    return [{ key, turn, hash, state }]
  })
  if (saved.length > 0) await run(connection, SAVE_RUNS, JSON.stringify(saved))
  const answers = accepted.flatMap(({ item, key }) =>
    (item.journal ?? []).map(([turn, need, hash, at, answer]) => ({ key, turn, need, hash, at, answer })),
  )
  if (answers.length > 0) await run(connection, SAVE_ANSWERS, JSON.stringify(answers))
}

async function saveTags(connection: Connection, accepted: readonly Accepted[]): Promise<void> {
  const tagged = accepted.filter(({ item }) => item.tags !== undefined)
  if (tagged.length === 0) return
  const keys = tagged.map(({ key }) => key)
  await run(connection, 'DELETE FROM conversation_tags WHERE conversation_key = ANY($1::bigint[])', keys)
  const pairs = tagged.flatMap(({ item, key }) => [...new Set(item.tags)].map((tag) => ({ key, tag })))
  await run(
    connection,
    'INSERT INTO conversation_tags SELECT * FROM unnest($1::bigint[], $2::bigint[])',
    pairs.map(({ key }) => key),
    pairs.map(({ tag }) => tag),
  )
}

const MOVE_MESSAGES = `UPDATE client_messages AS m SET sender_key = $1 WHERE m.sender_key = $2 AND m.conversation_key = $3
  AND NOT EXISTS (SELECT 1 FROM client_messages AS o WHERE o.sender_key = $1 AND o.client_id = m.client_id)`

/**
 * The consumer is known by another id from here on: the conversation goes to their thread, and what they sent counts as sent
 * by them, so that a repetition is still known as one.
 */
async function moveToConsumer(
  connection: Connection,
  found: Found,
  { accountId, consumerId }: CommitItem,
): Promise<void> {
  await run(connection, 'UPDATE conversations SET consumer_id = $1 WHERE key = $2', consumerId, found.key)
  const find = 'SELECT key FROM senders WHERE account_id = $1 AND sender = $2'
  const [before] = await rows<{ key: number }>(connection, find, accountId, `consumer:${found.consumer_id}`)
  if (before === undefined) return
  const sender = `consumer:${consumerId}`
  await run(
    connection,
    'INSERT INTO senders (account_id, sender) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    accountId,
    sender,
  )
  const [now] = await rows<{ key: number }>(connection, find, accountId, sender)
  if (now !== undefined) await run(connection, MOVE_MESSAGES, now.key, before.key, found.key)
}
