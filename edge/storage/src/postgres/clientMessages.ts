import type { ConversationId, EpochMs } from '@baton/base'
import type { ClientMessage, CommitResult } from '../commit.ts'
import { texts, wholes } from './binary.ts'
import { type Database, rows, run } from './connection.ts'

type Before = Extract<CommitResult, { why: 'duplicate-message' }>

interface Row {
  readonly senderKey: number | null
  readonly id: ConversationId | null
  readonly seq: number
  readonly at: EpochMs
  readonly sameContent: boolean
}
export interface Asked extends Omit<ClientMessage, 'seq'> {
  readonly accountId: string
}
/** What is known of a message that a client sends. */
export interface Sent {
  /** Of a sender who sent something before. */
  readonly senderKey?: number | undefined
  /** The same id came before. */
  readonly before?: Before | undefined
}

export const FIND_SENT = `SELECT s.key AS "senderKey", c.id, m.seq, e.at, m.content_hash = g.hash AS "sameContent"
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS g (account, sender, client_id, hash, nth)
  LEFT JOIN senders AS s ON s.account_id = g.account AND s.sender = g.sender
  LEFT JOIN client_messages AS m ON m.sender_key = s.key AND m.client_id = g.client_id
  LEFT JOIN conversations AS c ON c.key = m.conversation_key
  LEFT JOIN events AS e ON e.conversation_key = m.conversation_key AND e.seq = m.seq ORDER BY g.nth`

/** @returns for each that is asked for, in its place in the list */
export async function findSent(
  database: Database,
  asked: readonly (Asked | undefined)[],
): Promise<(Sent | undefined)[]> {
  const given = asked.filter((one) => one !== undefined)
  if (given.length === 0) return []
  const found = await rows<Row>(
    database,
    FIND_SENT,
    texts(given.map(({ accountId }) => accountId)),
    texts(given.map(({ sender }) => sender)),
    texts(given.map(({ clientId }) => clientId)),
    texts(given.map(({ contentHash }) => contentHash)),
  )
  let nth = 0
  return asked.map((one) => (one === undefined ? undefined : toSent(found[nth++])))
}

function toSent(row: Row | undefined): Sent {
  const { senderKey, id: conversationId, seq, at, sameContent } = row ?? {}
  if (!conversationId || seq === undefined || at === undefined) return { senderKey: senderKey ?? undefined }
  return { before: { ok: false, why: 'duplicate-message', conversationId, seq, at, sameContent: sameContent === true } }
}

export interface Saved extends ClientMessage {
  readonly accountId: string
  readonly key: number
  /** Absent: they may never have sent anything. */
  readonly senderKey: number | undefined
}

export const ADD_SENDERS = `INSERT INTO senders (account_id, sender)
  SELECT DISTINCT g.account, g.sender FROM unnest($1::text[], $2::text[]) AS g (account, sender)
  WHERE NOT EXISTS (SELECT 1 FROM senders AS s WHERE s.account_id = g.account AND s.sender = g.sender)
  ORDER BY 1, 2 ON CONFLICT DO NOTHING`
export const ADD_SENT = `INSERT INTO client_messages (sender_key, client_id, content_hash, conversation_key, seq)
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])`
export const ADD_FIRST_SENT = `INSERT INTO client_messages (sender_key, client_id, content_hash, conversation_key, seq)
  SELECT s.key, g.client_id, g.hash, g.key, g.seq
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) AS g (account, sender, client_id, hash, key, seq)
  JOIN senders AS s ON s.account_id = g.account AND s.sender = g.sender`

export async function saveClientMessages(database: Database, saved: readonly Saved[]): Promise<void> {
  const known = saved.filter(({ senderKey }) => senderKey !== undefined)
  const fresh = saved.filter(({ senderKey }) => senderKey === undefined)
  const what = (of: readonly Saved[]) => [
    texts(of.map(({ clientId }) => clientId)),
    texts(of.map(({ contentHash }) => contentHash)),
    wholes(of.map(({ key }) => key)),
    wholes(of.map(({ seq }) => seq)),
  ]
  const writing: Promise<unknown>[] = []
  if (known.length > 0) {
    writing.push(run(database, ADD_SENT, wholes(known.map(({ senderKey }) => senderKey)), ...what(known)))
  }
  if (fresh.length > 0) {
    const who = [texts(fresh.map(({ accountId }) => accountId)), texts(fresh.map(({ sender }) => sender))]
    writing.push(run(database, ADD_SENDERS, ...who), run(database, ADD_FIRST_SENT, ...who, ...what(fresh)))
  }
  await Promise.all(writing)
}

const LIST_SENT = `SELECT e.event::json ->> 'clientId' AS "clientId",
    CASE coalesce(e.event::json #>> '{by,kind}', 'consumer')
      WHEN 'agent' THEN 'agent:' || (e.event::json #>> '{by,agentId}') ELSE 'consumer:' || c.consumer_id END AS sender
  FROM events AS e JOIN conversations AS c ON c.key = e.conversation_key
  WHERE e.conversation_key = $1 AND e.event::json ->> 'clientId' IS NOT NULL
    -- A tap's hash tells where the finger was.
    AND e.event::json ->> 'type' = 'messageSent' AND e.event::json ->> 'clickOn' IS NULL`
const FORGET = `UPDATE client_messages AS m SET content_hash = '' FROM (${LIST_SENT}) AS sent, senders AS s
  WHERE s.account_id = $2 AND s.sender = sent.sender AND m.sender_key = s.key AND m.client_id = sent."clientId"`

/**
 * A hash of few words tells them to whoever tries enough words. Without it the id is still known, and whoever uses it again is
 * told that it was used for something else.
 */
export async function forgetHashes(database: Database, accountId: string, conversationKey: number): Promise<void> {
  await run(database, FORGET, conversationKey, accountId)
}
