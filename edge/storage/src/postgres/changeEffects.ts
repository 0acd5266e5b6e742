import { assertNever } from '@baton/base'
import { IDLE_MS } from '../deskStore.ts'
import { texts, wholes } from './binary.ts'
import type { CommitItem, EffectItem } from './commitItem.ts'
import { type Database, rows, run } from './connection.ts'
import { type Gone, removeEffects } from './removeEffect.ts'

type Performed = Extract<EffectItem, { do: 'perform' }>
type Reserved = Extract<EffectItem, { do: 'reserve' }>

/** A commit that was accepted, with the key of its conversation. */
export interface Accepted {
  readonly item: CommitItem
  readonly key: number
}

/** What is left of one commit's effects when each is carried out in its order: the last word on a name counts. */
interface Net {
  readonly performed: Map<string, Performed>
  readonly cancelled: string[]
  readonly timers: Map<string, Extract<EffectItem, { do: 'setTimer' }> | 'cleared'>
  readonly seats: Map<number, Reserved | 'released'>
  readonly woken: number[]
}

function netOf(item: CommitItem): Net {
  const net: Net = { performed: new Map(), cancelled: [], timers: new Map(), seats: new Map(), woken: [] }
  if (item.settles?.kind === 'effect') net.cancelled.push(item.settles.effectId)
  if (item.settles?.kind === 'timer') net.timers.set(item.settles.name, 'cleared')
  for (const effect of item.effects) note(net, effect)
  return net
}

function note(net: Net, effect: EffectItem): void {
  switch (effect.do) {
    case 'perform':
      net.performed.set(effect.id, effect)
      return
    case 'cancel':
      if (!net.performed.delete(effect.effectId)) net.cancelled.push(effect.effectId)
      return
    case 'setTimer':
      net.timers.set(effect.name, effect)
      return
    case 'clearTimer':
      net.timers.set(effect.name, 'cleared')
      return
    case 'reserve':
      net.seats.set(effect.agentId, effect)
      return
    case 'release':
      net.seats.set(effect.agentId, 'released')
      return
    case 'wakeDispatcher':
      net.woken.push(effect.skillId)
      return
    default:
      assertNever(effect)
  }
}

/** Writes the effects of many commits, a statement for each table. */
export async function changeEffects(database: Database, accepted: readonly Accepted[]): Promise<void> {
  const nets = accepted.map(({ item, key }) => ({ item, key, net: netOf(item) }))
  await Promise.all([
    changeWork(database, nets),
    changeTimers(database, nets),
    changeSeats(database, nets).then((roomIsBack) => setDirty(database, nets, roomIsBack)),
  ])
}

type Nets = readonly (Accepted & { readonly net: Net })[]

export const ADD_WORK = `INSERT INTO effects (id, conversation_key, kind, bot_id, payload, due_at, claims, claimed_by, claimed_until, head)
  SELECT g.id, g.key, g.kind, g.bot, g.payload, g.due, CASE WHEN g.by IS NULL THEN 0 ELSE 1 END, g.by, g.until,
    CASE WHEN g.kind <> 'turn' THEN 1
         WHEN g.first = 1 AND NOT EXISTS (SELECT 1 FROM effects AS o WHERE o.conversation_key = g.key AND o.kind = 'turn') THEN 1
         ELSE 0 END
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[])
    WITH ORDINALITY AS g (id, key, kind, bot, payload, due, by, until, first, nth)
  ORDER BY g.nth`

async function changeWork(database: Database, nets: Nets): Promise<void> {
  const gone = nets.flatMap(({ key, net }) => net.cancelled.map((id): Gone => ({ id, key })))
  const writing: Promise<unknown>[] = [removeEffects(database, gone)]
  const born: (Performed & Pick<Accepted, 'item' | 'key'> & { readonly first: boolean })[] = []
  for (const { item, key, net } of nets) {
    let first = true
    for (const effect of net.performed.values()) {
      born.push({ ...effect, item, key, first })
      if (effect.kind === 'turn') first = false
    }
  }
  if (born.length > 0) {
    writing.push(
      run(
        database,
        ADD_WORK,
        texts(born.map(({ id }) => id)),
        wholes(born.map(({ key }) => key)),
        texts(born.map(({ kind }) => kind)),
        wholes(born.map(({ botId }) => botId)),
        texts(born.map(({ payload }) => payload)),
        wholes(born.map(({ item }) => item.now)),
        texts(born.map(({ item }) => item.claim?.by)),
        wholes(born.map(({ item }) => item.claim?.until)),
        wholes(born.map(({ first }) => (first ? 1 : 0))),
      ),
    )
  }
  await Promise.all(writing)
}

export const CLEAR_TIMERS = `DELETE FROM timers AS t USING unnest($1::bigint[], $2::text[]) AS g (key, name)
  WHERE t.conversation_key = g.key AND t.name = g.name`
export const SET_TIMERS = `INSERT INTO timers (conversation_key, name, payload, due_at)
  SELECT g.key, g.name, g.payload, g.due
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) AS g (key, name, payload, due) ORDER BY g.key, g.name
  ON CONFLICT (conversation_key, name) DO UPDATE SET generation = excluded.generation, payload = excluded.payload,
    due_at = excluded.due_at, claimed_by = NULL, claimed_until = NULL`

async function changeTimers(database: Database, nets: Nets): Promise<void> {
  const changes = nets.flatMap(({ key, net }) => [...net.timers].map(([name, timer]) => ({ key, name, timer })))
  const cleared = changes.filter(({ timer }) => timer === 'cleared')
  const set = changes.flatMap(({ key, name, timer }) => (timer === 'cleared' ? [] : [{ ...timer, key, name }]))
  const writing: Promise<unknown>[] = []
  const place = (of: readonly { readonly key: number; readonly name: string }[]) => [
    wholes(of.map(({ key }) => key)),
    texts(of.map(({ name }) => name)),
  ]
  if (cleared.length > 0) writing.push(run(database, CLEAR_TIMERS, ...place(cleared)))
  if (set.length > 0) {
    const what = [texts(set.map(({ payload }) => payload)), wholes(set.map(({ dueAt }) => dueAt))]
    writing.push(run(database, SET_TIMERS, ...place(set), ...what))
  }
  await Promise.all(writing)
}

export const RESERVE = `INSERT INTO reservations (account_id, agent_id, conversation_key, weight, may_exceed)
  SELECT g.account, g.agent, g.key, g.weight, g.exceeds
  FROM json_to_recordset($1) AS g (account text, agent bigint, key bigint, weight double precision, exceeds bigint)
  ORDER BY g.account, g.agent, g.key
  ON CONFLICT (account_id, agent_id, conversation_key)
  DO UPDATE SET weight = excluded.weight, may_exceed = excluded.may_exceed`
export const NOTE_OFFERS = `UPDATE presence AS p
  SET fresh_since = CASE WHEN p.last_offer_at > g.now - ${IDLE_MS} THEN p.fresh_since ELSE g.now END, last_offer_at = g.now
  FROM json_to_recordset($1) AS g (account text, agent bigint, now bigint)
  WHERE p.account_id = g.account AND p.agent_id = g.agent`
export const RELEASE = `DELETE FROM reservations AS r
  USING json_to_recordset($1) AS g (account text, agent bigint, key bigint, now bigint)
  WHERE r.account_id = g.account AND r.agent_id = g.agent AND r.conversation_key = g.key
  RETURNING g.account, g.agent, g.now`

interface Released {
  readonly account: string
  readonly agent: number
  readonly now: number
}

/** @returns who has room again */
async function changeSeats(database: Database, nets: Nets): Promise<Released[]> {
  const changes = nets.flatMap(({ item, key, net }) =>
    [...net.seats].map(([agent, seat]) => ({ account: item.accountId, agent, key, now: item.now, seat })),
  )
  const reserved = changes.flatMap(({ seat, ...rest }) =>
    seat === 'released' ? [] : [{ ...rest, weight: seat.weight, exceeds: seat.mayExceed ? 1 : 0 }],
  )
  if (reserved.length > 0) {
    const given = JSON.stringify(reserved)
    await Promise.all([run(database, RESERVE, given), run(database, NOTE_OFFERS, given)])
  }
  const released = changes.filter(({ seat }) => seat === 'released')
  return released.length > 0 ? rows<Released>(database, RELEASE, JSON.stringify(released)) : []
}

/** Whoever has room again may take what waits on any of their skills. Two settings within one millisecond must differ. */
export const SET_DIRTY = `INSERT INTO dirty_skills AS d (account_id, skill_id, set_at)
  SELECT account, skill, max(now) FROM (
    SELECT g.account, g.skill, g.now FROM json_to_recordset($1) AS g (account text, skill bigint, now bigint)
    UNION ALL
    SELECT r.account, p.skill_id, r.now FROM json_to_recordset($2) AS r (account text, agent bigint, now bigint)
    JOIN party_skills AS p ON p.account_id = r.account AND p.party_id = r.agent
  ) AS woken GROUP BY account, skill ORDER BY account, skill
  ON CONFLICT (account_id, skill_id) DO UPDATE SET set_at = greatest(excluded.set_at, d.set_at + 1)`

async function setDirty(database: Database, nets: Nets, released: readonly Released[]): Promise<void> {
  const woken = nets.flatMap(({ item, net }) =>
    net.woken.map((skill) => ({ account: item.accountId, skill, now: item.now })),
  )
  if (woken.length + released.length === 0) return
  await run(database, SET_DIRTY, JSON.stringify(woken), JSON.stringify(released))
}
