import type { AgentId, ConversationId } from '@baton/base'
import type { CommitResult } from '../commit.ts'
import { fractions, texts, wholes } from './binary.ts'
import { type Accepted, changeEffects } from './changeEffects.ts'
import { findSent, type Sent, saveClientMessages } from './clientMessages.ts'
import type { CommitItem } from './commitItem.ts'
import { type Database, rows, run, storable } from './connection.ts'
import { eraseBodies } from './eraseBodies.ts'
import { keepValues, tidyKept } from './keepValues.ts'
import { seatWeight } from './seatWeight.ts'
import { findFilesGone, takeFiles } from './takeFiles.ts'

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
export const FIND = `SELECT key, id, account_id, consumer_id, seq FROM conversations WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`
/** A number that is not used in the end is missed by nobody. */
export const DRAW_KEYS = `SELECT nextval(pg_get_serial_sequence('conversations', 'key')) AS key FROM generate_series(1, $1::int)`

/**
 * Checks many commits and writes those that pass, inside one transaction, with a statement for each question and each table.
 * No two of them may be of one conversation, consumer, client id or agent: none need see what another wrote.
 * @param database a pipeline: all questions go out together, and so does all that is written
 * @returns for each, in their order, why it was refused; undefined when it was accepted
 */
export async function commitGroup(database: Database, items: readonly CommitItem[]): Promise<Verdict[]> {
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
  const passed = items.flatMap((item, nth): Passed[] =>
    verdicts[nth] === undefined
      ? [{ item, found: knownOf(item), key: knownOf(item)?.key ?? keys.pop() ?? -1, sent: sent[nth] }]
      : [],
  )
  if (passed.length > 0) await write(database, passed)
  return verdicts
}

/** A commit that nothing speaks against. */
interface Passed extends Accepted {
  readonly found: Found | undefined
  readonly sent: Sent | undefined
}

const isOther = (item: CommitItem, found: Found | undefined): boolean =>
  found !== undefined && found.consumer_id !== item.consumerId

type KnownOf = (item: CommitItem) => Found | undefined

const isAtPlace = (item: CommitItem, found: Found | undefined): boolean =>
  found
    ? found.seq === item.expectedSeq && found.account_id === item.accountId && item.expectedSeq > 0
    : item.expectedSeq === 0

// Locked, so that nobody frees or takes them before this commit is over.
export const FIND_EFFECTS = `SELECT g.nth FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS g (nth, conversation, id, by)
  JOIN effects AS e ON e.id = g.id AND e.claimed_by = g.by
  JOIN conversations AS c ON c.key = e.conversation_key AND c.id = g.conversation FOR UPDATE OF e`
export const FIND_TIMERS = `SELECT g.nth
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS g (nth, conversation, name, generation, by)
  JOIN conversations AS c ON c.id = g.conversation
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
    effects.length > 0
      ? rows<{ nth: number }>(
          database,
          FIND_EFFECTS,
          wholes(effects.map(([nth]) => nth)),
          texts(effects.map(([, conversation]) => conversation)),
          texts(effects.map(([, , id]) => id)),
          texts(effects.map(([, , , by]) => by)),
        )
      : [],
    timers.length > 0
      ? rows<{ nth: number }>(
          database,
          FIND_TIMERS,
          wholes(timers.map(([nth]) => nth)),
          texts(timers.map(([, conversation]) => conversation)),
          texts(timers.map(([, , name]) => name)),
          wholes(timers.map(([, , , generation]) => generation)),
          texts(timers.map(([, , , , by]) => by)),
        )
      : [],
  ])
  return new Set(found.flat().map(({ nth }) => nth))
}

export const FIND_OPEN = `SELECT g.nth, c.id FROM unnest($1::bigint[], $2::text[], $3::text[]) AS g (nth, account, consumer)
  JOIN conversations AS c ON c.account_id = g.account AND c.consumer_id = g.consumer AND c.phase <> 'closed'`

/** Asked of who comes, and of who becomes somebody else: each has one open conversation. */
async function findOpen(
  database: Database,
  items: readonly CommitItem[],
  isAsked: (item: CommitItem) => boolean,
): Promise<Map<number, Refused>> {
  const asked = items.flatMap((item, nth) => (isAsked(item) ? [{ nth, item }] : []))
  if (asked.length === 0) return new Map()
  const found = await rows<{ nth: number; id: ConversationId }>(
    database,
    FIND_OPEN,
    wholes(asked.map(({ nth }) => nth)),
    texts(asked.map(({ item }) => item.accountId)),
    texts(asked.map(({ item }) => item.consumerId)),
  )
  return new Map(
    found.map(({ nth, id }) => [nth, { ok: false, why: 'consumer-has-open-conversation', conversationId: id }]),
  )
}

export const LOCK_AGENTS = `SELECT p.account_id FROM people AS p
  WHERE (p.account_id, p.id) IN (SELECT g.account, g.agent FROM json_to_recordset($1) AS g (account text, agent bigint))
  ORDER BY p.account_id, p.id FOR UPDATE OF p`
export const FREE = `SELECT g.nth, p.capacity - coalesce((
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

type Columns = readonly (readonly [name: string, type: 'text' | 'bigint' | 'double precision'])[]

/** What stays as it was at the opening. */
const FIXED: Columns = [
  ['id', 'text'],
  ['account_id', 'text'],
  ['consumer_id', 'text'],
  ['opened_at', 'bigint'],
]
/** In the order of `valuesOf`. */
const CHANGING: Columns = [
  ['seq', 'bigint'],
  ['phase', 'text'],
  ['assignee_kind', 'text'],
  ['assignee_id', 'bigint'],
  ['skill_id', 'bigint'],
  ['due_at', 'bigint'],
  ['response_ms', 'bigint'],
  ['queued_since', 'bigint'],
  ['closed_at', 'bigint'],
  ['sorts_at', 'bigint'],
  ['offerable', 'bigint'],
  ['updated_at', 'bigint'],
  ['last_text', 'text'],
  ['last_seq', 'bigint'],
  ['last_audience', 'text'],
  ['last_by', 'text'],
  ['last_at', 'bigint'],
  ['priority', 'text'],
  ['state_version', 'bigint'],
  ['state', 'text'],
]
const LAST_TEXT = CHANGING.findIndex(([name]) => name === 'last_text')
const KEY: Columns = [['key', 'bigint']]
const INSERTED: Columns = [...KEY, ...FIXED, ...CHANGING]
const UPDATED: Columns = [...KEY, ...CHANGING]

const namesOf = (columns: Columns, prefix = ''): string => columns.map(([name]) => prefix + name).join(', ')
const given = (columns: Columns): string =>
  `unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')}) AS g (${namesOf(columns)})`

export const INSERT = `INSERT INTO conversations (${namesOf(INSERTED)}) SELECT ${namesOf(INSERTED, 'g.')}
  FROM ${given(INSERTED)} ORDER BY g.id`
export const UPDATE = `UPDATE conversations AS c SET ${CHANGING.map(([name]) => `${name} = g.${name}`).join(', ')}
  FROM ${given(UPDATED)} WHERE c.key = g.key`
const EVENT: Columns = [
  ['conversation_key', 'bigint'],
  ['seq', 'bigint'],
  ['at', 'bigint'],
  ['event', 'text'],
  ['body', 'text'],
]
/** Positions follow the order in which rows are given. */
export const INSERT_EVENTS = `INSERT INTO events (${namesOf(EVENT)}) SELECT ${namesOf(EVENT, 'g.')} FROM ${given(EVENT)}`

type Value = string | number | null

/** @returns the parameters of a statement, a column each */
function transposed(columns: Columns, table: readonly (readonly Value[])[]): Buffer[] {
  return columns.map(([, type], index) => {
    const column = table.map((row) => row[index])
    if (type === 'text') return texts(column as string[])
    return type === 'bigint' ? wholes(column as number[]) : fractions(column as number[])
  })
}

function changingOf({ seq, place, news }: CommitItem): Value[] {
  const values = [seq, ...place, ...news]
  const text = values[LAST_TEXT]
  if (typeof text === 'string') values[LAST_TEXT] = storable(text)
  return values
}

/** Everything is sent before anything is waited for; what fails is told by the pipeline. */
async function write(database: Database, passed: readonly Passed[]): Promise<void> {
  const writing = [
    saveConversations(database, passed),
    saveEvents(database, passed),
    changeEffects(database, passed),
    saveClientMessages(
      database,
      passed.flatMap(({ item: { accountId, clientMessage }, key, sent }) =>
        clientMessage ? [{ accountId, key, senderKey: sent?.senderKey, ...clientMessage }] : [],
      ),
    ),
    saveRuns(database, passed),
    saveTags(database, passed),
    saveSurveyAnswers(database, passed),
    takeFiles(
      database,
      passed.map(({ item }) => item),
    ),
    savePeople(database, passed),
  ]
  for (const { item } of passed) if (item.keeps) writing.push(keepValues(database, item.accountId, item.keeps))
  const keeping = passed.find(({ item }) => item.keeps)
  if (keeping) writing.push(tidyKept(database, keeping.item.now))
  await Promise.all(writing)
  for (const { item, key } of passed) if (item.erasesBodies) await eraseBodies(database, item.accountId, key)
}

async function saveConversations(database: Database, passed: readonly Passed[]): Promise<void> {
  const made = passed.filter(({ found }) => found === undefined)
  const known = passed.filter(({ found }) => found !== undefined)
  const writing: Promise<unknown>[] = []
  if (made.length > 0) {
    const table = made.map(({ item, key }) => {
      const { conversationId, accountId, consumerId, openedAt } = item
      return [key, conversationId, accountId, consumerId, openedAt, ...changingOf(item)]
    })
    writing.push(run(database, INSERT, ...transposed(INSERTED, table)))
  }
  if (known.length > 0) {
    const table = known.map(({ item, key }) => [key, ...changingOf(item)])
    writing.push(run(database, UPDATE, ...transposed(UPDATED, table)))
  }
  for (const { item, found } of known) {
    if (found && isOther(item, found)) writing.push(moveToConsumer(database, found, item))
  }
  await Promise.all(writing)
}

async function saveEvents(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const events: Value[][] = []
  for (const { item, key } of accepted) {
    for (let i = 0; i < item.events.length; i += 4) events.push([key, ...item.events.slice(i, i + 4)])
  }
  if (events.length > 0) await run(database, INSERT_EVENTS, ...transposed(EVENT, events))
}

const DROP_RUNS = 'DELETE FROM runs WHERE conversation_key = ANY($1::bigint[])'
export const SAVE_RUNS = `INSERT INTO runs (conversation_key, turn_id, definition_hash, state)
  SELECT g.key, g.turn, g.hash, g.state FROM json_to_recordset($1) AS g (key bigint, turn bigint, hash text, state text)
  ON CONFLICT (conversation_key)
  DO UPDATE SET turn_id = excluded.turn_id, definition_hash = excluded.definition_hash, state = excluded.state`
// The first answer stands: whoever repeats a need must be told what was told before.
export const SAVE_ANSWERS = `INSERT INTO journal (conversation_key, turn_id, need_index, need_hash, at, answer)
  SELECT g.key, g.turn, g.need, g.hash, g.at, g.answer
  FROM json_to_recordset($1) AS g (key bigint, turn bigint, need bigint, hash text, at bigint, answer text)
  ON CONFLICT DO NOTHING`

async function saveRuns(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const dropped = accepted.filter(({ item }) => item.run === 'drop').map(({ key }) => key)
  const writing: Promise<unknown>[] = []
  if (dropped.length > 0) writing.push(run(database, DROP_RUNS, wholes(dropped)))
  const saved = accepted.flatMap(({ item, key }) => {
    if (item.run === undefined || item.run === 'drop') return []
    const [turn, hash, state] = item.run
    return [{ key, turn, hash, state }]
  })
  if (saved.length > 0) writing.push(run(database, SAVE_RUNS, JSON.stringify(saved)))
  const answers = accepted.flatMap(({ item, key }) =>
    (item.journal ?? []).map(([turn, need, hash, at, answer]) => ({ key, turn, need, hash, at, answer })),
  )
  if (answers.length > 0) writing.push(run(database, SAVE_ANSWERS, JSON.stringify(answers)))
  await Promise.all(writing)
}

const SAVE_SURVEY_ANSWERS = `INSERT INTO survey_answers
  SELECT g.account, g.conversation, g.seq, g.at, g.bot, g.skill, g.agent, g.measures, g.number, g.question, g.answer, g.skipped
  FROM json_to_recordset($1) AS g (account text, conversation text, seq bigint, at bigint, bot bigint, skill bigint,
    agent bigint, measures text, number double precision, question text, answer text, skipped bigint)`

async function saveSurveyAnswers(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const answers = accepted.flatMap(
    ({ item: { accountId: account, conversationId: conversation, surveyAnswers = [] } }) =>
      surveyAnswers.map(([seq, at, bot, skill, agent, measures, number, question, answer, skipped]) => ({
        ...{ account, conversation, seq, at, bot, skill, agent, measures, number, skipped },
        question: question === null ? null : storable(String(question)),
        answer: answer === null ? null : storable(String(answer)),
      })),
  )
  if (answers.length > 0) await run(database, SAVE_SURVEY_ANSWERS, JSON.stringify(answers))
}

const DROP_TAGS = 'DELETE FROM conversation_tags WHERE conversation_key = ANY($1::bigint[])'
const ADD_TAGS = 'INSERT INTO conversation_tags SELECT * FROM unnest($1::bigint[], $2::bigint[])'

async function saveTags(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const tagged = accepted.filter(({ item }) => item.tags !== undefined)
  if (tagged.length === 0) return
  const pairs = tagged.flatMap(({ item, key }) => [...new Set(item.tags)].map((tag) => ({ key, tag })))
  await Promise.all([
    run(database, DROP_TAGS, wholes(tagged.map(({ key }) => key))),
    run(database, ADD_TAGS, wholes(pairs.map(({ key }) => key)), wholes(pairs.map(({ tag }) => tag))),
  ])
}

const DROP_JOINED = 'DELETE FROM joined_agents WHERE conversation_key = ANY($1::bigint[])'
const ADD_JOINED = `INSERT INTO joined_agents (conversation_key, account_id, agent_id)
  SELECT g.key, g.account, g.agent FROM json_to_recordset($1) AS g (key bigint, account text, agent bigint)`
const ADD_TAKEN = `INSERT INTO assignments (account_id, skill_id, at, waited_ms)
  SELECT g.account, g.skill, g.at, g.waited
  FROM json_to_recordset($1) AS g (account text, skill bigint, at bigint, waited bigint)`

async function savePeople(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const writing: Promise<unknown>[] = []
  const changed = accepted.filter(({ item }) => item.joined !== undefined)
  if (changed.length > 0) writing.push(run(database, DROP_JOINED, wholes(changed.map(({ key }) => key))))
  const joined = changed.flatMap(({ item, key }) =>
    (item.joined ?? []).map((agent) => ({ key, account: item.accountId, agent })),
  )
  if (joined.length > 0) writing.push(run(database, ADD_JOINED, JSON.stringify(joined)))
  const taken = accepted.flatMap(({ item: { accountId: account, taken } }) =>
    taken ? [{ account, skill: taken.skillId, at: taken.at, waited: taken.waitedMs }] : [],
  )
  if (taken.length > 0) writing.push(run(database, ADD_TAKEN, JSON.stringify(taken)))
  await Promise.all(writing)
}

const MOVE_MESSAGES = `UPDATE client_messages AS m SET sender_key = $1 WHERE m.sender_key = $2 AND m.conversation_key = $3
  AND NOT EXISTS (SELECT 1 FROM client_messages AS o WHERE o.sender_key = $1 AND o.client_id = m.client_id)`

/**
 * The consumer is known by another id from here on: the conversation goes to their thread, and what they sent counts as sent
 * by them, so that a repetition is still known as one.
 */
async function moveToConsumer(database: Database, found: Found, { accountId, consumerId }: CommitItem): Promise<void> {
  await run(database, 'UPDATE conversations SET consumer_id = $1 WHERE key = $2', consumerId, found.key)
  const find = 'SELECT key FROM senders WHERE account_id = $1 AND sender = $2'
  const [before] = await rows<{ key: number }>(database, find, accountId, `consumer:${found.consumer_id}`)
  if (before === undefined) return
  const sender = `consumer:${consumerId}`
  await run(
    database,
    'INSERT INTO senders (account_id, sender) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    accountId,
    sender,
  )
  const [now] = await rows<{ key: number }>(database, find, accountId, sender)
  if (now !== undefined) await run(database, MOVE_MESSAGES, now.key, before.key, found.key)
}
