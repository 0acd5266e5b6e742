import type { AgentId, ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { CommitResult, SettledEffect } from '../commit.ts'
import { prepareChangeEffects } from './changeEffects.ts'
import { keepsSent, MAX_SENT, prepareFindSent, prepareIndexSent, readSent, sentOf, withSent } from './clientMessages.ts'
import type { Bindable, CommitItem } from './commitItem.ts'
import { prepareEraseBodies } from './eraseBodies.ts'
import { prepareKeepValues } from './keepValues.ts'
import { BLOCK_EVENTS } from './logPlaces.ts'
import { prepareRemoveEffect } from './removeEffect.ts'
import { seatWeight } from './seatWeight.ts'
import { prepareTakeFiles } from './takeFiles.ts'

type Refused = Exclude<CommitResult, { ok: true }>

interface Found {
  readonly key: number
  readonly account_id: string
  readonly consumer_id: string
  readonly seq: number
  readonly phase: string
  readonly assignee_kind: string
  readonly assignee_id: number | null
  readonly skill_id: number
  readonly due_at: number | null
  readonly response_ms: number
  readonly queued_since: number | null
  readonly closed_at: number | null
  readonly sorts_at: number
  readonly offerable: number
  readonly tip: string
  readonly sent: string
}

type FoundColumns = [
  key: number,
  accountId: string,
  consumerId: string,
  seq: number,
  phase: string,
  assigneeKind: string,
  assigneeId: number | null,
  skillId: number,
  dueAt: number | null,
  responseMs: number,
  queuedSince: number | null,
  closedAt: number | null,
  sortsAt: number,
  offerable: number,
  tip: string,
  sent: string,
]

function toFound([key, account, consumer, seq, phase, kind, assignee, skill, due, ...rest]: FoundColumns): Found {
  const [response, queuedSince, closedAt, sortsAt, offerable, tip, sent] = rest
  return {
    key,
    account_id: account,
    consumer_id: consumer,
    seq,
    phase,
    assignee_kind: kind,
    assignee_id: assignee,
    skill_id: skill,
    due_at: due,
    response_ms: response,
    queued_since: queuedSince,
    closed_at: closedAt,
    sorts_at: sortsAt,
    offerable,
    tip,
    sent,
  }
}

const FILE_GONE = { ok: false, why: 'file-gone' } as const
/** Weights are tenths; their sum is exact only up to this. */
const ROUNDING = 1e-9

/**
 * Checks everything, then writes everything, inside the group's transaction: a refused item has written nothing.
 * @returns undefined when it was accepted
 */
export function prepareCommit(database: Database): (item: CommitItem) => Refused | undefined {
  const check = prepareChecks(database)
  const findSent = prepareFindSent(database)
  const write = prepareWrites(database)
  const files = prepareTakeFiles(database)
  return (item) => {
    const found = check.find(item)
    const refused =
      // Asked first: a client that sends again wants its first answer, whatever happened to the conversation since.
      (item.clientMessage && findSent(item.accountId, item.clientMessage, found)) ??
      (found !== undefined && item.settles ? check.settled(found.key, item.settles) : undefined) ??
      check.seq(item, found) ??
      check.openConversation(item, found) ??
      check.seats(item, found?.key) ??
      (item.files && !files.areThere(item) ? FILE_GONE : undefined)
    if (refused) return refused
    assertPlaces(item)
    write(item, found)
    if (item.files) files.take(item)
    return undefined
  }
}

function prepareChecks(database: Database) {
  // As an array: the driver makes an object field by field, which costs more than finding the row.
  const findConversation = database
    .prepare<[string], FoundColumns>(
      `SELECT key, account_id, consumer_id, seq, phase, assignee_kind, assignee_id, skill_id, due_at, response_ms,
         queued_since, closed_at, sorts_at, offerable, tip, sent
       FROM conversations WHERE id = ?`,
    )
    .raw()
  const findEffect = database
    .prepare<[string, number, string], number>(
      'SELECT 1 FROM effects WHERE id = ? AND conversation_key = ? AND claimed_by = ?',
    )
    .pluck()
  const findTimer = database
    .prepare<[number, string, number, string], number>(
      'SELECT 1 FROM timers WHERE conversation_key = ? AND name = ? AND generation = ? AND claimed_by = ?',
    )
    .pluck()
  const findOpen = database
    .prepare<[string, string], ConversationId>(
      `SELECT id FROM conversations WHERE account_id = ? AND consumer_id = ? AND phase <> 'closed'`,
    )
    .pluck()
  const freeCapacity = database
    .prepare<{ key: number; accountId: string; agentId: number; now: number }, number>(
      `SELECT capacity - (SELECT coalesce(sum(${seatWeight('@now')}), 0)
                          FROM reservations r JOIN conversations c ON c.key = r.conversation_key
                          WHERE r.account_id = p.account_id AND r.agent_id = p.id AND r.conversation_key <> @key)
       FROM people AS p WHERE p.account_id = @accountId AND p.id = @agentId`,
    )
    .pluck()

  return {
    find(item: CommitItem): Found | undefined {
      const columns = findConversation.get(item.conversationId)
      return columns && toFound(columns)
    },

    seq(item: CommitItem, found: Found | undefined): Refused | undefined {
      const fits = found
        ? found.seq === item.expectedSeq && found.account_id === item.accountId && item.expectedSeq > 0
        : item.expectedSeq === 0
      return fits ? undefined : { ok: false, why: 'stale-conversation' }
    },

    settled(key: number, settles: SettledEffect): Refused | undefined {
      const row =
        settles.kind === 'effect'
          ? findEffect.get(settles.effectId, key, settles.claimedBy)
          : findTimer.get(key, settles.name, settles.generation, settles.claimedBy)
      return row === undefined ? { ok: false, why: 'effect-gone' } : undefined
    },

    // Asked of who comes, and of who becomes somebody else: each has one open conversation.
    openConversation(item: CommitItem, found: Found | undefined): Refused | undefined {
      if (found !== undefined && found.consumer_id === item.consumerId) return undefined
      const open = findOpen.get(item.accountId, item.consumerId)
      return open === undefined ? undefined : { ok: false, why: 'consumer-has-open-conversation', conversationId: open }
    },

    seats(item: CommitItem, key = -1): Refused | undefined {
      for (const change of item.effects) {
        if (change.do !== 'reserve' || change.mayExceed) continue
        const { accountId, now } = item
        const free = freeCapacity.get({ key, accountId, agentId: change.agentId, now }) ?? 0
        if (change.weight > free + ROUNDING) return { ok: false, why: 'seat-taken', agentId: change.agentId as AgentId }
      }
      return undefined
    },
  }
}

function prepareWrites(database: Database) {
  const insertConversation = database.prepare<Bindable[]>(
    `INSERT INTO conversations (id, account_id, consumer_id, opened_at, seq,
       phase, assignee_kind, assignee_id, skill_id, due_at, response_ms, queued_since, closed_at,
       sorts_at, offerable,
       updated_at, last_text, last_seq, last_audience, last_by, last_at, priority, state_version, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  // Two statements, as SQLite rewrites every index that a SET names, whether the value differs or not.
  const updateNews = database.prepare<Bindable[]>(
    `UPDATE conversations SET updated_at = ?, last_text = ?, last_seq = ?, last_audience = ?, last_by = ?, last_at = ?,
       priority = ?, state_version = ?, state = ?, seq = ?, tip = ?, sent = ? WHERE key = ?`,
  )
  const updateAll = database.prepare<Bindable[]>(
    `UPDATE conversations SET updated_at = ?, last_text = ?, last_seq = ?, last_audience = ?, last_by = ?, last_at = ?,
       priority = ?, state_version = ?, state = ?,
       phase = ?, assignee_kind = ?, assignee_id = ?, skill_id = ?, due_at = ?, response_ms = ?, queued_since = ?,
       closed_at = ?, sorts_at = ?, offerable = ?, seq = ?, tip = ?, sent = ? WHERE key = ?`,
  )
  const setTip = database.prepare<[string, string, number]>('UPDATE conversations SET tip = ?, sent = ? WHERE key = ?')
  const insertBlock = database.prepare<[number, number, string]>('INSERT INTO log_blocks VALUES (?, ?, ?)')
  const moveToConsumer = prepareMoveToConsumer(database)
  const insertEvent = database.prepare<Bindable[]>(
    'INSERT INTO events (conversation_key, seq, at, event, body) VALUES (?, ?, ?, ?, ?)',
  )
  const removeTimer = database.prepare<[number, string]>('DELETE FROM timers WHERE conversation_key = ? AND name = ?')
  const indexSent = prepareIndexSent(database)
  const saveRun = database.prepare<Bindable[]>('INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)')
  const dropRun = database.prepare<[number]>('DELETE FROM runs WHERE conversation_key = ?')
  // The first answer stands: whoever repeats a need must be told what was told before.
  const insertAnswer = database.prepare<Bindable[]>(
    'INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const removeEffect = prepareRemoveEffect(database)
  const changeEffects = prepareChangeEffects(database, removeEffect)
  const eraseBodies = prepareEraseBodies(database)
  const keepValues = prepareKeepValues(database)
  const dropTags = database.prepare<[number]>('DELETE FROM conversation_tags WHERE conversation_key = ?')
  const insertSurveyAnswer = database.prepare<Bindable[]>(
    'INSERT INTO survey_answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const saveAsked = database.prepare<Bindable[]>('INSERT OR REPLACE INTO survey_requests VALUES (?, ?, ?)')
  const insertTag = database.prepare<[number, number]>('INSERT INTO conversation_tags VALUES (?, ?)')

  const dropJoined = database.prepare<[number]>('DELETE FROM joined_agents WHERE conversation_key = ?')
  const insertJoined = database.prepare<Bindable[]>('INSERT INTO joined_agents VALUES (?, ?, ?)')
  const insertTaken = database.prepare<Bindable[]>(
    'INSERT INTO assignments (account_id, skill_id, at, waited_ms) VALUES (?, ?, ?, ?)',
  )

  /** A new conversation gets its key first, and what hangs on the key afterwards. */
  function open(item: CommitItem): number {
    const { conversationId, accountId, consumerId, openedAt, seq, place, news } = item
    const { lastInsertRowid } = insertConversation.run(
      ...[conversationId, accountId, consumerId, openedAt, seq, ...place, ...news],
    )
    const key = Number(lastInsertRowid)
    setTip.run(saveEvents(key, '', item), saveSent(key, item, undefined), key)
    return key
  }

  function goOn(item: CommitItem, found: Found): number {
    const moves = found.consumer_id !== item.consumerId
    // Under the name by which it was sent, before that name changes.
    if (moves) indexSent(found.key, item.accountId, sentOf(found))
    if (moves) moveToConsumer(found.key, found, item)
    const tip = saveEvents(found.key, found.tip, item)
    const sent = saveSent(found.key, item, moves ? { ...found, sent: '' } : found)
    if (samePlace(found, item.place)) updateNews.run(...item.news, item.seq, tip, sent, found.key)
    else updateAll.run(...item.news, ...item.place, item.seq, tip, sent, found.key)
    return found.key
  }

  /** @returns the positions that no block holds yet */
  function saveEvents(key: number, before: string, { events, seq }: CommitItem): string {
    let tip = before
    for (let i = 0; i < events.length; i += 4) {
      const columns = [events[i] ?? null, events[i + 1] ?? null, events[i + 2] ?? null, events[i + 3] ?? null]
      tip += `${tip === '' ? '' : ','}${insertEvent.run(key, ...columns).lastInsertRowid}`
    }
    if (countOf(tip) < BLOCK_EVENTS) return tip
    insertBlock.run(key, seq, `[${tip}]`)
    return ''
  }

  /** @returns what the consumer sent and the index does not hold yet */
  function saveSent(key: number, { accountId, clientMessage, consumerId, place }: CommitItem, found?: Found): string {
    const row = { key, consumer_id: consumerId, phase: String(place[0]), sent: found?.sent ?? '' }
    const kept = clientMessage && keepsSent(row, clientMessage)
    const sent = kept ? withSent(row.sent, clientMessage) : row.sent
    if (clientMessage && !kept) indexSent(key, accountId, [clientMessage])
    if (row.phase !== 'closed' && (!kept || readSent(sent).length < MAX_SENT)) return sent
    indexSent(key, accountId, sentOf({ consumer_id: consumerId, sent }))
    return ''
  }

  return (item: CommitItem, found: Found | undefined): void => {
    const key = found === undefined ? open(item) : goOn(item, found)
    if (item.settles?.kind === 'effect') removeEffect(item.settles.effectId, key)
    if (item.settles?.kind === 'timer') removeTimer.run(key, item.settles.name)
    changeEffects(key, item)
    if (item.run === 'drop') dropRun.run(key)
    else if (item.run) saveRun.run(key, ...item.run)
    for (const answer of item.journal ?? []) insertAnswer.run(key, ...answer)
    if (item.tags) {
      dropTags.run(key)
      for (const tag of item.tags) insertTag.run(key, tag)
    }
    for (const answer of item.surveyAnswers ?? [])
      insertSurveyAnswer.run(item.accountId, item.conversationId, ...answer)
    if (item.asked !== undefined) saveAsked.run(item.accountId, item.consumerId, item.asked)
    if (item.joined) {
      dropJoined.run(key)
      for (const agent of item.joined) insertJoined.run(key, item.accountId, agent)
    }
    if (item.taken) insertTaken.run(item.accountId, item.taken.skillId, item.taken.at, item.taken.waitedMs)
    if (item.keeps) keepValues(item.accountId, item.keeps, item.now)
    if (item.erasesBodies) eraseBodies(key)
  }
}

/** Blocks of the log name their last place only: an event without its neighbour would move all before it. */
function assertPlaces({ events, expectedSeq }: CommitItem): void {
  for (let i = 0; i < events.length; i += 4) {
    if (events[i] !== expectedSeq + i / 4 + 1)
      throw new RangeError(`the event ${events[i]} does not follow ${expectedSeq}`)
  }
}

/** Of positions with commas between. */
function countOf(tip: string): number {
  let count = tip === '' ? 0 : 1
  for (let comma = tip.indexOf(','); comma >= 0; comma = tip.indexOf(',', comma + 1)) count += 1
  return count
}

function samePlace(found: Found, place: readonly Bindable[]): boolean {
  return (
    found.phase === place[0] &&
    found.assignee_kind === place[1] &&
    found.assignee_id === place[2] &&
    found.skill_id === place[3] &&
    found.due_at === place[4] &&
    found.response_ms === place[5] &&
    found.queued_since === place[6] &&
    found.closed_at === place[7] &&
    found.sorts_at === place[8] &&
    found.offerable === place[9]
  )
}

/**
 * The consumer is known by another id from here on: the conversation goes to their thread, and what they sent counts as sent
 * by them, so that a repetition is still known as one.
 */
function prepareMoveToConsumer(database: Database) {
  const move = database.prepare<[string, number]>('UPDATE conversations SET consumer_id = ? WHERE key = ?')
  const findSender = database
    .prepare<[string, string], number>('SELECT key FROM senders WHERE account_id = ? AND sender = ?')
    .pluck()
  const insertSender = database.prepare<[string, string]>('INSERT INTO senders (account_id, sender) VALUES (?, ?)')
  const moveMessages = database.prepare<[number, number, number]>(
    'UPDATE OR IGNORE client_messages SET sender_key = ? WHERE sender_key = ? AND conversation_key = ?',
  )
  return (key: number, found: Found, { accountId, consumerId }: CommitItem): void => {
    move.run(consumerId, key)
    const before = findSender.get(accountId, `consumer:${found.consumer_id}`)
    if (before === undefined) return
    const sender = `consumer:${consumerId}`
    const now = findSender.get(accountId, sender) ?? Number(insertSender.run(accountId, sender).lastInsertRowid)
    moveMessages.run(now, before, key)
  }
}
