import type { ConversationId, EpochMs } from '@baton/base'
import type { ClientMessage, CommitResult } from '../commit.ts'
import { type Database, rows, run } from './connection.ts'

type Before = Extract<CommitResult, { why: 'duplicate-message' }>

interface Row {
  readonly nth: number
  readonly id: ConversationId
  readonly seq: number
  readonly at: EpochMs
  readonly sameContent: boolean
}
export interface Asked extends Omit<ClientMessage, 'seq'> {
  readonly accountId: string
}

export const FIND_SENT = `SELECT g.nth, c.id, m.seq, e.at, m.content_hash = g."contentHash" AS "sameContent"
  FROM json_to_recordset($1) AS g (nth bigint, "accountId" text, sender text, "clientId" text, "contentHash" text)
  JOIN senders AS s ON s.account_id = g."accountId" AND s.sender = g.sender
  JOIN client_messages AS m ON m.sender_key = s.key AND m.client_id = g."clientId"
  JOIN conversations AS c ON c.key = m.conversation_key
  JOIN events AS e ON e.conversation_key = m.conversation_key AND e.seq = m.seq`

/** Which of these came before, by their place in the list. */
export async function findSent(
  database: Database,
  asked: readonly (Asked | undefined)[],
): Promise<Map<number, Before>> {
  const given = asked.flatMap((one, nth) => (one === undefined ? [] : [{ ...one, nth }]))
  if (given.length === 0) return new Map()
  const found = await rows<Row>(database, FIND_SENT, JSON.stringify(given))
  return new Map(
    found.map(({ nth, id: conversationId, ...rest }) => [
      nth,
      { ok: false, why: 'duplicate-message', conversationId, ...rest },
    ]),
  )
}

export interface Saved extends ClientMessage {
  readonly accountId: string
  readonly key: number
}

const ADD_SENDERS = `INSERT INTO senders (account_id, sender)
  SELECT DISTINCT g."accountId", g.sender FROM json_to_recordset($1) AS g ("accountId" text, sender text)
  WHERE NOT EXISTS (SELECT 1 FROM senders AS s WHERE s.account_id = g."accountId" AND s.sender = g.sender)
  ORDER BY 1, 2 ON CONFLICT DO NOTHING`
const ADD = `INSERT INTO client_messages (sender_key, client_id, content_hash, conversation_key, seq)
  SELECT s.key, g."clientId", g."contentHash", g.key, g.seq
  FROM json_to_recordset($1) AS g ("accountId" text, sender text, "clientId" text, "contentHash" text, key bigint, seq bigint)
  JOIN senders AS s ON s.account_id = g."accountId" AND s.sender = g.sender`

/** Senders that are known already are mostly all there are: the second statement says whether one was missing. */
export async function saveClientMessages(database: Database, saved: readonly Saved[]): Promise<void> {
  if (saved.length === 0) return
  const given = JSON.stringify(saved)
  await run(database, ADD_SENDERS, given)
  await run(database, ADD, given)
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
