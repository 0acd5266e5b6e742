import { assertNever } from '@baton/base'
import type { Database } from 'better-sqlite3'
import { IDLE_MS } from '../deskStore.ts'
import type { Bindable, CommitItem, EffectItem } from './commitItem.ts'

/** Writes the effects of one commit, in their order. */
export function prepareChangeEffects(
  database: Database,
  removeEffect: (effectId: string, conversationKey: number) => boolean,
): (conversationKey: number, item: CommitItem) => void {
  const insertEffect = database.prepare<Bindable[]>(
    `INSERT INTO effects (id, conversation_key, kind, bot_id, payload, due_at, claims, claimed_by, claimed_until, head)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,
       ? <> 'turn' OR NOT EXISTS (SELECT 1 FROM effects WHERE conversation_key = ? AND kind = 'turn'))`,
  )
  const setTimer = database.prepare<Bindable[]>(
    'INSERT OR REPLACE INTO timers (conversation_key, name, payload, due_at) VALUES (?, ?, ?, ?)',
  )
  const clearTimer = database.prepare<Bindable[]>('DELETE FROM timers WHERE conversation_key = ? AND name = ?')
  const reserve = database.prepare<Bindable[]>(
    `INSERT INTO reservations VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET weight = excluded.weight, may_exceed = excluded.may_exceed`,
  )
  const release = database.prepare<Bindable[]>(
    'DELETE FROM reservations WHERE account_id = ? AND agent_id = ? AND conversation_key = ?',
  )
  const noteOffer = database.prepare<Bindable[]>(
    `UPDATE presence SET fresh_since = CASE WHEN last_offer_at > ? THEN fresh_since ELSE ? END, last_offer_at = ?
     WHERE account_id = ? AND agent_id = ?`,
  )
  const skillsOf = database
    .prepare<Bindable[], number>('SELECT skill_id FROM party_skills WHERE account_id = ? AND party_id = ?')
    .pluck()
  const setDirty = database.prepare<Bindable[]>(
    `INSERT INTO dirty_skills VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET set_at = max(excluded.set_at, dirty_skills.set_at + 1)`,
  )
  // Two settings within one millisecond must differ, or clearing the first would clear the second.
  let lastDirtyAt = 0
  function wake(item: CommitItem, skillId: number): void {
    lastDirtyAt = Math.max(item.now, lastDirtyAt + 1)
    setDirty.run(item.accountId, skillId, lastDirtyAt)
  }

  function change(key: number, item: CommitItem, effect: EffectItem): void {
    switch (effect.do) {
      case 'perform': {
        const { claim } = item
        const [by, until] = [claim?.by ?? null, claim?.until ?? null]
        const { id, kind, botId, payload } = effect
        insertEffect.run(id, key, kind, botId, payload, item.now, claim ? 1 : 0, by, until, kind, key)
        return
      }
      case 'cancel':
        removeEffect(effect.effectId, key)
        return
      case 'setTimer':
        setTimer.run(key, effect.name, effect.payload, effect.dueAt)
        return
      case 'clearTimer':
        clearTimer.run(key, effect.name)
        return
      case 'reserve':
        reserve.run(item.accountId, effect.agentId, key, effect.weight, effect.mayExceed ? 1 : 0)
        noteOffer.run(item.now - IDLE_MS, item.now, item.now, item.accountId, effect.agentId)
        return
      case 'release':
        // Whoever has room again may take what waits on any of their skills.
        if (release.run(item.accountId, effect.agentId, key).changes > 0) {
          for (const skillId of skillsOf.all(item.accountId, effect.agentId)) wake(item, skillId)
        }
        return
      case 'wakeDispatcher':
        wake(item, effect.skillId)
        return
      default:
        assertNever(effect)
    }
  }

  return (key, item) => {
    for (const effect of item.effects) change(key, item, effect)
  }
}
