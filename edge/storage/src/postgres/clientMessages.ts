import type { ConversationId, EpochMs } from '@baton/base'
import type { ClientMessage, CommitResult } from '../commit.ts'
import { type Database, rows, run } from './connection.ts'
import { type Columns, given, namesOf, transposed } from './given.ts'

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

const ASKED: Columns = [
  ['account', 'text'],
  ['sender', 'text'],
  ['client_id', 'text'],
  ['hash', 'text'],
  ['nth', 'bigint'],
]
const FIND_SENT = `SELECT s.key AS "senderKey", c.id, m.seq, e.at, m.content_hash = g.hash AS "sameContent"
  FROM ${given(ASKED)}
  LEFT JOIN senders AS s ON s.account_id = g.account AND s.sender = g.sender
  LEFT JOIN client_messages AS m ON m.sender_key = s.key AND m.client_id = g.client_id
  LEFT JOIN conversations AS c ON c.key = m.conversation_key
  LEFT JOIN events AS e ON e.conversation_key = m.conversation_key AND e.seq = m.seq ORDER BY g.nth`

/** @returns for each that is asked for, in its place in the list */
export async function findSent(
  database: Database,
  asked: readonly (Asked | undefined)[],
): Promise<(Sent | undefined)[]> {
  const sending = asked.filter((one) => one !== undefined)
  if (sending.length === 0) return []
  const found = await rows<Row>(
    database,
    FIND_SENT,
    ...transposed(
      ASKED,
      sending.map(({ accountId, sender, clientId, contentHash }, nth) => [
        accountId,
        sender,
        clientId,
        contentHash,
        nth,
      ]),
    ),
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

const SENDER: Columns = [
  ['account', 'text'],
  ['sender', 'text'],
]
const MESSAGE: Columns = [
  ['client_id', 'text'],
  ['hash', 'text'],
  ['key', 'bigint'],
  ['seq', 'bigint'],
]
const BY_KEY: Columns = [['sender_key', 'bigint'], ...MESSAGE]
const BY_NAME: Columns = [...SENDER, ...MESSAGE]
const ADD_SENDERS = `INSERT INTO senders (account_id, sender) SELECT DISTINCT g.account, g.sender FROM ${given(SENDER)}
  WHERE NOT EXISTS (SELECT 1 FROM senders AS s WHERE s.account_id = g.account AND s.sender = g.sender)
  ORDER BY 1, 2 ON CONFLICT DO NOTHING`
const INSERT = 'INSERT INTO client_messages (sender_key, client_id, content_hash, conversation_key, seq)'
const ADD_SENT = `${INSERT} SELECT ${namesOf(BY_KEY, 'g.')} FROM ${given(BY_KEY)}`
const ADD_FIRST_SENT = `${INSERT} SELECT s.key, ${namesOf(MESSAGE, 'g.')} FROM ${given(BY_NAME)}
  JOIN senders AS s ON s.account_id = g.account AND s.sender = g.sender`

export async function saveClientMessages(database: Database, saved: readonly Saved[]): Promise<void> {
  const messageOf = ({ clientId, contentHash, key, seq }: Saved) => [clientId, contentHash, key, seq]
  const known = saved.flatMap((one) => (one.senderKey === undefined ? [] : [[one.senderKey, ...messageOf(one)]]))
  const fresh = saved.filter(({ senderKey }) => senderKey === undefined)
  const writing: Promise<unknown>[] = []
  if (known.length > 0) writing.push(run(database, ADD_SENT, ...transposed(BY_KEY, known)))
  if (fresh.length > 0) {
    const who = fresh.map(({ accountId, sender }) => [accountId, sender])
    const first = fresh.map((one) => [one.accountId, one.sender, ...messageOf(one)])
    writing.push(run(database, ADD_SENDERS, ...transposed(SENDER, who)))
    writing.push(run(database, ADD_FIRST_SENT, ...transposed(BY_NAME, first)))
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
