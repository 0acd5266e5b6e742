import type { ConversationId, EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ClientMessage, CommitResult } from '../commit.ts'
import type { Bindable } from './commitItem.ts'
import { prepareLogPlaces } from './logPlaces.ts'

/** So many messages of a consumer lie in the conversation's own row before they go to the index together. */
export const MAX_SENT = 8

/** What a conversation's row knows of its consumer's newest messages. */
export interface WithSent {
  readonly key: number
  readonly consumer_id: string
  readonly phase: string
  readonly sent: string
}

type Asked = Omit<ClientMessage, 'seq'>
export type Repeated = Extract<CommitResult, { why: 'duplicate-message' }>

interface Answered {
  readonly conversationKey: number
  readonly seq: number
  readonly sameContent: boolean
}

const CONSUMER = 'consumer:'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const SHA256 = /^[0-9a-f]{64}$/

/**
 * Half the room: what is written in hexadecimal digits lies there as bytes. Only the usual spellings are folded, so that no two
 * texts become one; bytes and text are never equal in SQLite.
 */
const asBytes = (folds: boolean): string => (folds ? `unhex(?, '-')` : '?')

/** Whether the message is kept in this conversation's row first: it is open, and its consumer's own. */
export const keepsSent = (row: Pick<WithSent, 'consumer_id' | 'phase'>, { sender }: Asked): boolean =>
  row.phase !== 'closed' &&
  sender.length === CONSUMER.length + row.consumer_id.length &&
  sender.endsWith(row.consumer_id)

/** @param before what the row held */
export const withSent = (before: string, { clientId, contentHash, seq }: ClientMessage): string =>
  `${before}${before === '' ? '' : ','}${JSON.stringify([clientId, contentHash, seq])}`

export const readSent = (sent: string): readonly (readonly [clientId: string, contentHash: string, seq: number])[] =>
  sent === '' ? [] : JSON.parse(`[${sent}]`)

/**
 * The first answer to an id: in the row of the sender's open conversation, or in the index.
 * @returns with the conversation that is being written, if it is the sender's open one
 */
export function prepareFindSent(
  database: Database,
): (accountId: string, asked: Asked, written?: WithSent) => Repeated | undefined {
  const findOpen = database.prepare<[string, string], WithSent>(
    `SELECT key, consumer_id, phase, sent FROM conversations
     WHERE account_id = ? AND consumer_id = ? AND phase <> 'closed'`,
  )
  const findIndexed = prepareFindIndexed(database)
  const findPlace = database.prepare<[number], { id: ConversationId; key: number; seq: number; tip: string }>(
    'SELECT id, key, seq, tip FROM conversations WHERE key = ?',
  )
  const places = prepareLogPlaces(database)
  const findAt = database.prepare<[number | null], EpochMs>('SELECT at FROM events WHERE position = ?').pluck()

  function openOf(accountId: string, asked: Asked, written: WithSent | undefined): WithSent | undefined {
    if (!asked.sender.startsWith(CONSUMER)) return undefined
    if (written && keepsSent(written, asked)) return written
    return findOpen.get(accountId, asked.sender.slice(CONSUMER.length))
  }

  function answer({ conversationKey, seq, sameContent }: Answered): Repeated | undefined {
    const place = findPlace.get(conversationKey)
    const at = place && findAt.get(places.at(place, seq) ?? null)
    if (place === undefined || at === undefined) return undefined
    return { ok: false, why: 'duplicate-message', sameContent, conversationId: place.id, seq, at }
  }

  return (accountId, asked, written) => {
    const open = openOf(accountId, asked, written)
    const found = (open && sentIn(open, asked)) ?? findIndexed(accountId, asked)
    return found && answer(found)
  }
}

function sentIn({ key, sent }: WithSent, { clientId, contentHash }: Asked): Answered | undefined {
  // The beginning of its list; inside of a text, its quotation marks would be escaped.
  if (!sent.includes(`[${JSON.stringify(clientId)},`)) return undefined
  const entry = readSent(sent).find(([id]) => id === clientId)
  return entry && { conversationKey: key, seq: entry[2], sameContent: entry[1] === contentHash }
}

function prepareFindIndexed(database: Database): (accountId: string, asked: Asked) => Answered | undefined {
  const find = forEachSpelling((id, hash) =>
    database.prepare<Bindable[], { conversationKey: number; seq: number; sameContent: 0 | 1 }>(
      `SELECT m.conversation_key AS conversationKey, m.seq, m.content_hash = ${hash} AS sameContent
       FROM senders AS s JOIN client_messages AS m ON m.sender_key = s.key AND m.client_id = ${id}
       WHERE s.account_id = ? AND s.sender = ?`,
    ),
  )
  return (accountId, asked) => {
    const row = find(asked).get(asked.contentHash, asked.clientId, accountId, asked.sender)
    return row && { ...row, sameContent: row.sameContent === 1 }
  }
}

/** Puts messages into the index. A new sender gets a key. */
export function prepareIndexSent(database: Database) {
  const findSender = database
    .prepare<[string, string], number>('SELECT key FROM senders WHERE account_id = ? AND sender = ?')
    .pluck()
  const insertSender = database.prepare<[string, string]>('INSERT INTO senders (account_id, sender) VALUES (?, ?)')
  const insert = forEachSpelling((id, hash) =>
    database.prepare<Bindable[]>(`INSERT INTO client_messages VALUES (?, ${id}, ${hash}, ?, ?)`),
  )
  return (conversationKey: number, accountId: string, messages: readonly ClientMessage[]): void => {
    const [first] = messages
    if (first === undefined) return
    const { sender } = first
    const owner = findSender.get(accountId, sender) ?? Number(insertSender.run(accountId, sender).lastInsertRowid)
    for (const message of messages) {
      insert(message).run(owner, message.clientId, message.contentHash, conversationKey, message.seq)
    }
  }
}

/**
 * A hash of few words tells them to whoever tries enough words. Without it the id is still known, and whoever uses it again is
 * told that it was used for something else.
 * @returns for positions of events, as JSON
 */
export function prepareForgetHashes(database: Database): (positions: string) => void {
  const listSent = database.prepare<[string], { sender: string; clientId: string; accountId: string }>(
    `SELECT json_extract(e.event, '$.clientId') AS clientId, c.account_id AS accountId,
       CASE coalesce(json_extract(e.event, '$.by.kind'), 'consumer')
         WHEN 'agent' THEN 'agent:' || json_extract(e.event, '$.by.agentId')
         ELSE 'consumer:' || c.consumer_id END AS sender
     FROM json_each(?) AS place CROSS JOIN events AS e ON e.position = place.value
       CROSS JOIN conversations AS c ON c.key = e.conversation_key
     WHERE json_extract(e.event, '$.clientId') IS NOT NULL
       -- A tap's hash tells where the finger was.
       AND json_extract(e.event, '$.type') = 'messageSent' AND json_extract(e.event, '$.clickOn') IS NULL`,
  )
  const forget = forEachSpelling((id) =>
    database.prepare<Bindable[]>(
      `UPDATE client_messages SET content_hash = x''
       WHERE sender_key = (SELECT key FROM senders WHERE account_id = ? AND sender = ?) AND client_id = ${id}`,
    ),
  )
  return (positions) => {
    for (const { accountId, sender, clientId } of listSent.all(positions)) {
      forget({ sender, clientId: clientId as ClientMessage['clientId'], contentHash: '' }).run(
        accountId,
        sender,
        clientId,
      )
    }
  }
}

/** What a row kept, as it goes to the index. */
export const sentOf = ({ consumer_id, sent }: Pick<WithSent, 'consumer_id' | 'sent'>): ClientMessage[] =>
  readSent(sent).map(([clientId, contentHash, seq]) => ({
    sender: `${CONSUMER}${consumer_id}`,
    clientId: clientId as ClientMessage['clientId'],
    contentHash,
    seq,
  }))

/** One statement for each spelling that a message's id and hash may have. */
function forEachSpelling<S>(prepare: (id: string, hash: string) => S): (message: Asked) => S {
  const [both, idOnly] = [prepare(asBytes(true), asBytes(true)), prepare(asBytes(true), asBytes(false))]
  const [hashOnly, neither] = [prepare(asBytes(false), asBytes(true)), prepare(asBytes(false), asBytes(false))]
  return ({ clientId, contentHash }) => {
    if (UUID.test(clientId)) return SHA256.test(contentHash) ? both : idOnly
    return SHA256.test(contentHash) ? hashOnly : neither
  }
}
