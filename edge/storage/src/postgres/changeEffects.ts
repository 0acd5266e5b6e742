import { assertNever } from '@baton/base'
import { IDLE_MS } from '../deskStore.ts'
import type { CommitItem, EffectItem } from './commitItem.ts'
import { type Database, run } from './connection.ts'
import { type Columns, changingExactly, given, transposed } from './given.ts'
import { removeEffects } from './removeEffect.ts'

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
  await Promise.all([changeWork(database, nets), changeTimers(database, nets), changeSeats(database, nets)])
}

type Nets = readonly (Accepted & { readonly net: Net })[]

const WORK: Columns = [
  ['id', 'text'],
  ['key', 'bigint'],
  ['kind', 'text'],
  ['bot', 'bigint'],
  ['payload', 'text'],
  ['due', 'bigint'],
  ['by', 'text'],
  ['until', 'bigint'],
  ['first', 'bigint'],
]
/** In the order in which they are given. */
const ADD_WORK = `INSERT INTO effects (id, conversation_key, kind, bot_id, payload, due_at, claims, claimed_by, claimed_until, head)
  SELECT g.id, g.key, g.kind, g.bot, g.payload, g.due, CASE WHEN g.by IS NULL THEN 0 ELSE 1 END, g.by, g.until,
    CASE WHEN g.kind <> 'turn' THEN 1
         WHEN g.first = 1 AND NOT EXISTS (SELECT 1 FROM effects AS o WHERE o.conversation_key = g.key AND o.kind = 'turn') THEN 1
         ELSE 0 END
  FROM ${given(WORK)}`

async function changeWork(database: Database, nets: Nets): Promise<void> {
  const writing: Promise<unknown>[] = [
    removeEffects(database, {
      settled: nets.flatMap(({ item: { settles }, key }) =>
        settles?.kind === 'effect' ? [[settles.effectId, key, settles.claimedBy]] : [],
      ),
      cancelled: nets.flatMap(({ key, net }) => net.cancelled.map((id) => [id, key])),
    }),
  ]
  const born = nets.flatMap(({ item, key, net }) => {
    let first = 1
    return [...net.performed.values()].map(({ id, kind, botId, payload }) => {
      const work = [id, key, kind, botId, payload, item.now, item.claim?.by, item.claim?.until, first]
      if (kind === 'turn') first = 0
      return work
    })
  })
  if (born.length > 0) writing.push(run(database, ADD_WORK, ...transposed(WORK, born)))
  await Promise.all(writing)
}

const DUE: Columns = [
  ['key', 'bigint'],
  ['name', 'text'],
  ['generation', 'bigint'],
  ['by', 'text'],
]
/** Fails where one is not there any more, or not under their claim. */
const SETTLE_TIMERS = changingExactly(
  '$5',
  `DELETE FROM timers AS t USING ${given(DUE)}
  WHERE t.conversation_key = g.key AND t.name = g.name AND t.generation = g.generation AND t.claimed_by = g.by`,
)
const NAMED: Columns = [
  ['key', 'bigint'],
  ['name', 'text'],
]
const CLEAR_TIMERS = `DELETE FROM timers AS t USING ${given(NAMED)} WHERE t.conversation_key = g.key AND t.name = g.name`
const TIMER: Columns = [...NAMED, ['payload', 'text'], ['due', 'bigint']]
const SET_TIMERS = `INSERT INTO timers (conversation_key, name, payload, due_at)
  SELECT g.key, g.name, g.payload, g.due FROM ${given(TIMER)} ORDER BY g.key, g.name
  ON CONFLICT (conversation_key, name) DO UPDATE SET generation = excluded.generation, payload = excluded.payload,
    due_at = excluded.due_at, claimed_by = NULL, claimed_until = NULL`

async function changeTimers(database: Database, nets: Nets): Promise<void> {
  const settled = nets.flatMap(({ item: { settles }, key }) =>
    settles?.kind === 'timer' ? [[key, settles.name, settles.generation, settles.claimedBy]] : [],
  )
  const changes = nets.flatMap(({ key, net }) => [...net.timers].map(([name, timer]) => ({ key, name, timer })))
  const cleared = changes.flatMap(({ key, name, timer }) => (timer === 'cleared' ? [[key, name]] : []))
  const set = changes.flatMap(({ key, name, timer }) =>
    timer === 'cleared' ? [] : [[key, name, timer.payload, timer.dueAt]],
  )
  const writing: Promise<unknown>[] = []
  if (settled.length > 0) writing.push(run(database, SETTLE_TIMERS, ...transposed(DUE, settled), settled.length))
  if (cleared.length > 0) writing.push(run(database, CLEAR_TIMERS, ...transposed(NAMED, cleared)))
  if (set.length > 0) writing.push(run(database, SET_TIMERS, ...transposed(TIMER, set)))
  await Promise.all(writing)
}

const RESERVE = `INSERT INTO reservations (account_id, agent_id, conversation_key, weight, may_exceed)
  SELECT g.account, g.agent, g.key, g.weight, g.exceeds
  FROM json_to_recordset($1) AS g (account text, agent bigint, key bigint, weight double precision, exceeds bigint)
  ORDER BY g.account, g.agent, g.key
  ON CONFLICT (account_id, agent_id, conversation_key)
  DO UPDATE SET weight = excluded.weight, may_exceed = excluded.may_exceed`
const NOTE_OFFERS = `UPDATE presence AS p
  SET fresh_since = CASE WHEN p.last_offer_at > g.now - ${IDLE_MS} THEN p.fresh_since ELSE g.now END, last_offer_at = g.now
  FROM json_to_recordset($1) AS g (account text, agent bigint, now bigint)
  WHERE p.account_id = g.account AND p.agent_id = g.agent`
/** Whoever has room again may take what waits on any of their skills. Two settings within one millisecond must differ. */
const setDirty = (woken: string): string => `INSERT INTO dirty_skills AS d (account_id, skill_id, set_at)
  SELECT account, skill, max(now) FROM (${woken}) AS woken GROUP BY account, skill ORDER BY account, skill
  ON CONFLICT (account_id, skill_id) DO UPDATE SET set_at = greatest(excluded.set_at, d.set_at + 1)`
const WOKEN = `SELECT g.account, g.skill, g.now FROM json_to_recordset($1) AS g (account text, skill bigint, now bigint)`
const SET_DIRTY = setDirty(WOKEN)
const RELEASE = `WITH released AS (DELETE FROM reservations AS r
    USING json_to_recordset($2) AS g (account text, agent bigint, key bigint, now bigint)
    WHERE r.account_id = g.account AND r.agent_id = g.agent AND r.conversation_key = g.key
    RETURNING g.account, g.agent, g.now)
  ${setDirty(`${WOKEN} UNION ALL SELECT r.account, p.skill_id, r.now FROM released AS r
    JOIN party_skills AS p ON p.account_id = r.account AND p.party_id = r.agent`)}`

async function changeSeats(database: Database, nets: Nets): Promise<void> {
  const changes = nets.flatMap(({ item, key, net }) =>
    [...net.seats].map(([agent, seat]) => ({ account: item.accountId, agent, key, now: item.now, seat })),
  )
  const reserved = changes.flatMap(({ seat, ...rest }) =>
    seat === 'released' ? [] : [{ ...rest, weight: seat.weight, exceeds: seat.mayExceed ? 1 : 0 }],
  )
  const released = changes.filter(({ seat }) => seat === 'released')
  const woken = nets.flatMap(({ item, net }) =>
    net.woken.map((skill) => ({ account: item.accountId, skill, now: item.now })),
  )
  const writing: Promise<unknown>[] = []
  if (reserved.length > 0) {
    const given = JSON.stringify(reserved)
    writing.push(run(database, RESERVE, given), run(database, NOTE_OFFERS, given))
  }
  if (released.length > 0) writing.push(run(database, RELEASE, JSON.stringify(woken), JSON.stringify(released)))
  else if (woken.length > 0) writing.push(run(database, SET_DIRTY, JSON.stringify(woken)))
  await Promise.all(writing)
}
