import type { ConversationId, EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ClientMessage, CommitResult } from '../commit.ts'
import type { Bindable } from './commitItem.ts'

/** What is known of a sender and of the id that came from them. */
export interface Sent {
  readonly senderKey: number
  /** The id came before: the answer is its first one. */
  readonly before?: Extract<CommitResult, { why: 'duplicate-message' }>
}

interface Row {
  readonly senderKey: number
  readonly id: ConversationId | null
  readonly seq: number
  readonly at: EpochMs
  readonly sameContent: 0 | 1
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const SHA256 = /^[0-9a-f]{64}$/

/**
 * Half the room: what is written in hexadecimal digits lies there as bytes. Only the usual spellings are folded, so that no two
 * texts become one; bytes and text are never equal in SQLite.
 */
const asBytes = (folds: boolean): string => (folds ? `unhex(?, '-')` : '?')

/** The sender's key and the id's first answer in one look. @returns undefined for a new sender */
export function prepareFindSent(
  database: Database,
): (accountId: string, message: Omit<ClientMessage, 'seq'>) => Sent | undefined {
  const find = forEachSpelling((id, hash) =>
    database.prepare<Bindable[], Row>(
      `SELECT s.key AS senderKey, c.id, m.seq, e.at, m.content_hash = ${hash} AS sameContent
       FROM senders AS s
       LEFT JOIN client_messages AS m ON m.sender_key = s.key AND m.client_id = ${id}
       LEFT JOIN conversations AS c ON c.key = m.conversation_key
       LEFT JOIN events AS e ON e.conversation_key = m.conversation_key AND e.seq = m.seq
       WHERE s.account_id = ? AND s.sender = ?`,
    ),
  )
  return (accountId, message) => {
    const { clientId, contentHash, sender } = message
    const row = find(message).get(contentHash, clientId, accountId, sender)
    if (!row || row.id === null) return row && { senderKey: row.senderKey }
    const { id: conversationId, seq, at, sameContent } = row
    const before = {
      ok: false,
      why: 'duplicate-message',
      sameContent: sameContent === 1,
      conversationId,
      seq,
      at,
    } as const
    return { senderKey: row.senderKey, before }
  }
}

/** @param senderKey as found by `prepareFindSent`; a new sender gets one */
export function prepareSaveClientMessage(database: Database) {
  const insertSender = database.prepare<[string, string]>('INSERT INTO senders (account_id, sender) VALUES (?, ?)')
  const insert = forEachSpelling((id, hash) =>
    database.prepare<Bindable[]>(`INSERT INTO client_messages VALUES (?, ${id}, ${hash}, ?, ?)`),
  )
  return (key: number, accountId: string, message: ClientMessage, senderKey?: number): void => {
    const owner = senderKey ?? Number(insertSender.run(accountId, message.sender).lastInsertRowid)
    insert(message).run(owner, message.clientId, message.contentHash, key, message.seq)
  }
}

/**
 * A hash of few words tells them to whoever tries enough words. Without it the id is still known, and whoever uses it again is
 * told that it was used for something else.
 */
export function prepareForgetHashes(database: Database): (conversationKey: number) => void {
  const listSent = database.prepare<[number], { sender: string; clientId: string; accountId: string }>(
    `SELECT json_extract(e.event, '$.clientId') AS clientId, c.account_id AS accountId,
       CASE coalesce(json_extract(e.event, '$.by.kind'), 'consumer')
         WHEN 'agent' THEN 'agent:' || json_extract(e.event, '$.by.agentId')
         ELSE 'consumer:' || c.consumer_id END AS sender
     FROM events AS e JOIN conversations AS c ON c.key = e.conversation_key
     WHERE e.conversation_key = ? AND json_extract(e.event, '$.clientId') IS NOT NULL
       -- A tap's hash tells where the finger was.
       AND json_extract(e.event, '$.type') = 'messageSent' AND json_extract(e.event, '$.clickOn') IS NULL`,
  )
  const forget = forEachSpelling((id) =>
    database.prepare<Bindable[]>(
      `UPDATE client_messages SET content_hash = x''
       WHERE sender_key = (SELECT key FROM senders WHERE account_id = ? AND sender = ?) AND client_id = ${id}`,
    ),
  )
  return (conversationKey) => {
    for (const { accountId, sender, clientId } of listSent.all(conversationKey)) {
      forget({ sender, clientId: clientId as ClientMessage['clientId'], contentHash: '' }).run(
        accountId,
        sender,
        clientId,
      )
    }
  }
}

/** One statement for each spelling that a message's id and hash may have. */
function forEachSpelling<S>(prepare: (id: string, hash: string) => S): (message: Omit<ClientMessage, 'seq'>) => S {
  const [both, idOnly] = [prepare(asBytes(true), asBytes(true)), prepare(asBytes(true), asBytes(false))]
  const [hashOnly, neither] = [prepare(asBytes(false), asBytes(true)), prepare(asBytes(false), asBytes(false))]
  return ({ clientId, contentHash }) => {
    if (UUID.test(clientId)) return SHA256.test(contentHash) ? both : idOnly
    return SHA256.test(contentHash) ? hashOnly : neither
  }
}
