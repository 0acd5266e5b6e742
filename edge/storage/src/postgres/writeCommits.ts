import { wholes } from './binary.ts'
import { type Accepted, changeEffects } from './changeEffects.ts'
import { saveClientMessages } from './clientMessages.ts'
import type { CommitItem } from './commitItem.ts'
import { type Database, rows, run, storable } from './connection.ts'
import { eraseBodies } from './eraseBodies.ts'
import { type Columns, changingExactly, given, namesOf, transposed, type Value } from './given.ts'
import { keepValues, tidyKept } from './keepValues.ts'
import { takeFiles } from './takeFiles.ts'

/** A commit that nothing speaks against, as far as is known. */
export interface Passed extends Accepted {
  /** Of whoever sent the message; undefined where nothing was sent, or never before. */
  readonly senderKey: number | undefined
  /** It opens the conversation. */
  readonly isNew?: true
  /** Whose conversation it was, when it becomes another consumer's. */
  readonly wasOf?: string
}

/**
 * Sends all that is written. Nothing is waited for but what must be read in between: what fails is told by the pipeline, where the
 * order to save is waited for.
 */
export async function write(database: Database, passed: readonly Passed[]): Promise<void> {
  const items = passed.map(({ item }) => item)
  const writing = Promise.all([
    saveConversations(database, passed),
    saveEvents(database, passed),
    changeEffects(database, passed),
    saveClientMessages(
      database,
      passed.flatMap(({ item: { accountId, clientMessage }, key, senderKey }) =>
        clientMessage ? [{ accountId, key, senderKey, ...clientMessage }] : [],
      ),
    ),
    saveRuns(database, passed),
    saveTags(database, passed),
    saveSurveyAnswers(database, passed),
    saveAsked(database, passed),
    takeFiles(database, items),
    savePeople(database, passed),
    ...items.map(({ accountId, keeps }) => keeps && keepValues(database, accountId, keeps)),
  ])
  writing.catch(() => {})
  if (!passed.some(readsMeanwhile)) return
  await writing
  const keeping = items.find(({ keeps }) => keeps)
  if (keeping) await tidyKept(database, keeping.now)
  for (const { item, key } of passed) if (item.erasesBodies) await eraseBodies(database, item.accountId, key)
}

const readsMeanwhile = ({ item, wasOf }: Passed): boolean =>
  wasOf !== undefined || item.keeps !== undefined || item.erasesBodies === true

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
const UPDATED: Columns = [...KEY, ['expected', 'bigint'], ...CHANGING]

const INSERT = `INSERT INTO conversations (${namesOf(INSERTED)}) SELECT ${namesOf(INSERTED, 'g.')}
  FROM ${given(INSERTED)} ORDER BY g.id`
/** Fails where a conversation is not at the place that the commit was made for. */
const UPDATE = changingExactly(
  `$${UPDATED.length + 1}`,
  `UPDATE conversations AS c SET ${CHANGING.map(([name]) => `${name} = g.${name}`).join(', ')}
  FROM ${given(UPDATED)} WHERE c.key = g.key AND c.seq = g.expected`,
)
const EVENT: Columns = [
  ['conversation_key', 'bigint'],
  ['seq', 'bigint'],
  ['at', 'bigint'],
  ['event', 'text'],
  ['body', 'text'],
]
/** Positions follow the order in which rows are given. */
const INSERT_EVENTS = `INSERT INTO events (${namesOf(EVENT)}) SELECT ${namesOf(EVENT, 'g.')} FROM ${given(EVENT)}`

function changingOf({ seq, place, news }: CommitItem): Value[] {
  const values = [seq, ...place, ...news]
  const text = values[LAST_TEXT]
  if (typeof text === 'string') values[LAST_TEXT] = storable(text)
  return values
}

async function saveConversations(database: Database, passed: readonly Passed[]): Promise<void> {
  const made = passed.filter(({ isNew }) => isNew)
  // In one order on every node, so that two that write the same conversations do not wait for each other.
  const known = passed.filter(({ isNew }) => !isNew).sort((a, b) => a.key - b.key)
  const writing: Promise<unknown>[] = []
  if (made.length > 0) {
    const table = made.map(({ item, key }) => {
      const { conversationId, accountId, consumerId, openedAt } = item
      return [key, conversationId, accountId, consumerId, openedAt, ...changingOf(item)]
    })
    writing.push(run(database, INSERT, ...transposed(INSERTED, table)))
  }
  if (known.length > 0) {
    const table = known.map(({ item, key }) => [key, item.expectedSeq, ...changingOf(item)])
    writing.push(run(database, UPDATE, ...transposed(UPDATED, table), known.length))
  }
  for (const one of known) if (one.wasOf !== undefined) writing.push(moveToConsumer(database, one, one.wasOf))
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
const RUN: Columns = [
  ['conversation_key', 'bigint'],
  ['turn_id', 'bigint'],
  ['definition_hash', 'text'],
  ['state', 'text'],
]
const SAVE_RUNS = `INSERT INTO runs (${namesOf(RUN)}) SELECT ${namesOf(RUN, 'g.')} FROM ${given(RUN)}
  ON CONFLICT (conversation_key)
  DO UPDATE SET turn_id = excluded.turn_id, definition_hash = excluded.definition_hash, state = excluded.state`
// The first answer stands: whoever repeats a need must be told what was told before.
const JOURNALED: Columns = [
  ['conversation_key', 'bigint'],
  ['turn_id', 'bigint'],
  ['need_index', 'bigint'],
  ['need_hash', 'text'],
  ['at', 'bigint'],
  ['answer', 'text'],
]
const SAVE_ANSWERS = `INSERT INTO journal (${namesOf(JOURNALED)}) SELECT ${namesOf(JOURNALED, 'g.')} FROM ${given(JOURNALED)}
  ON CONFLICT DO NOTHING`

async function saveRuns(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const dropped = accepted.filter(({ item }) => item.run === 'drop').map(({ key }) => key)
  const writing: Promise<unknown>[] = []
  if (dropped.length > 0) writing.push(run(database, DROP_RUNS, wholes(dropped)))
  const saved = accepted.flatMap(({ item, key }) =>
    item.run === undefined || item.run === 'drop' ? [] : [[key, ...item.run]],
  )
  if (saved.length > 0) writing.push(run(database, SAVE_RUNS, ...transposed(RUN, saved)))
  const answers = accepted.flatMap(({ item, key }) => (item.journal ?? []).map((answer) => [key, ...answer]))
  if (answers.length > 0) writing.push(run(database, SAVE_ANSWERS, ...transposed(JOURNALED, answers)))
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

const SAVE_ASKED = `INSERT INTO survey_requests
  SELECT DISTINCT ON (g.account, g.consumer) g.account, g.consumer, g.at
  FROM json_to_recordset($1) AS g (account text, consumer text, at bigint) ORDER BY g.account, g.consumer, g.at DESC
  ON CONFLICT (account_id, consumer_id) DO UPDATE SET at = excluded.at`

/** In one order on all nodes, so that two of them never wait for each other. */
async function saveAsked(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const asked = accepted.flatMap(({ item: { accountId: account, consumerId: consumer, asked: at } }) =>
    at === undefined ? [] : [{ account, consumer, at }],
  )
  if (asked.length > 0) await run(database, SAVE_ASKED, JSON.stringify(asked))
}

const DROP_TAGS = 'DELETE FROM conversation_tags WHERE conversation_key = ANY($1::bigint[])'
const TAG: Columns = [
  ['conversation_key', 'bigint'],
  ['tag_id', 'bigint'],
]
const ADD_TAGS = `INSERT INTO conversation_tags SELECT ${namesOf(TAG, 'g.')} FROM ${given(TAG)}`

async function saveTags(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const tagged = accepted.filter(({ item }) => item.tags !== undefined)
  if (tagged.length === 0) return
  const pairs = tagged.flatMap(({ item, key }) => [...new Set(item.tags)].map((tag) => [key, tag]))
  await Promise.all([
    run(database, DROP_TAGS, wholes(tagged.map(({ key }) => key))),
    run(database, ADD_TAGS, ...transposed(TAG, pairs)),
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
async function moveToConsumer(database: Database, { item, key }: Passed, wasOf: string): Promise<void> {
  const { accountId, consumerId } = item
  await run(database, 'UPDATE conversations SET consumer_id = $1 WHERE key = $2', consumerId, key)
  const find = 'SELECT key FROM senders WHERE account_id = $1 AND sender = $2'
  const [before] = await rows<{ key: number }>(database, find, accountId, `consumer:${wasOf}`)
  if (before === undefined) return
  const sender = `consumer:${consumerId}`
  await run(
    database,
    'INSERT INTO senders (account_id, sender) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    accountId,
    sender,
  )
  const [now] = await rows<{ key: number }>(database, find, accountId, sender)
  if (now !== undefined) await run(database, MOVE_MESSAGES, now.key, before.key, key)
}
