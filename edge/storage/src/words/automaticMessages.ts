import type { EntryPointId, SkillId } from '@baton/base'
import type { AutomaticKind, Silence } from '@baton/conversation'
import { writeNote } from '../settings/notes.ts'
import { requireAccount, unknownReference } from '../settings/rules.ts'
import type { SettingsDatabase, SettingsTransaction } from '../settings/tables.ts'
import type { AutomaticMessage, AutomaticTimer, HoursScope, ScopedHours, WordsStore } from '../wordsStore.ts'

type AutomaticMessages = Pick<
  WordsStore,
  | 'listAutomaticMessages'
  | 'setAutomaticMessage'
  | 'listAutomaticTimers'
  | 'setAutomaticTimer'
  | 'listOpeningHours'
  | 'setOpeningHours'
>

/** More than any account has entry points and languages for. */
const MOST = 10_000

export function automaticMessages(db: SettingsDatabase): AutomaticMessages {
  return {
    async listAutomaticMessages(accountId) {
      const rows = await db
        .selectFrom('automatic_messages')
        .selectAll()
        .where('account_id', '=', accountId)
        .limit(MOST)
        .execute()
      return rows.map(
        ({ kind, entry_point_id, skill_id, language, text }): AutomaticMessage => ({
          kind: kind as AutomaticKind,
          ...(entry_point_id !== '' && { entryPointId: entry_point_id as EntryPointId }),
          ...(skill_id !== 0 && { skillId: skill_id as SkillId }),
          ...(language !== '' && { language }),
          text,
        }),
      )
    },

    setAutomaticMessage: (accountId, message, note) =>
      db.transaction().execute(async (trx) => {
        const { kind, entryPointId = '', skillId = 0, language = '', text } = message
        await requireAccount(trx, accountId)
        await writeNote(trx, note?.(text === undefined ? undefined : { ...message, text }, undefined))
        if (entryPointId !== '') await requireEntryPoint(trx, accountId, entryPointId)
        if (skillId !== 0) await requireSkill(trx, accountId, skillId)
        const place = { account_id: accountId, kind, entry_point_id: entryPointId, skill_id: skillId, language }
        if (text === undefined) {
          await trx
            .deleteFrom('automatic_messages')
            .where('account_id', '=', accountId)
            .where('kind', '=', kind)
            .where('entry_point_id', '=', entryPointId)
            .where('skill_id', '=', skillId)
            .where('language', '=', language)
            .execute()
          return
        }
        await trx
          .insertInto('automatic_messages')
          .values({ ...place, text })
          .onConflict((clash) =>
            clash.columns(['account_id', 'kind', 'entry_point_id', 'skill_id', 'language']).doUpdateSet({ text }),
          )
          .execute()
      }),

    async listAutomaticTimers(accountId) {
      const rows = await db
        .selectFrom('automatic_timers')
        .selectAll()
        .where('account_id', '=', accountId)
        .limit(MOST)
        .execute()
      return rows.map(
        ({ kind, skill_id, enabled, after_seconds }): AutomaticTimer => ({
          kind: kind as Silence,
          ...(Number(skill_id) !== 0 && { skillId: Number(skill_id) as SkillId }),
          enabled: enabled === 1,
          afterSeconds: Number(after_seconds),
        }),
      )
    },

    setAutomaticTimer: (accountId, { kind, skillId = 0 as SkillId }, time, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        if (skillId !== 0) await requireSkill(trx, accountId, skillId)
        const known = { kind, ...(skillId !== 0 && { skillId }) }
        await writeNote(trx, note?.(time && { ...known, ...time }, undefined))
        if (time === undefined) {
          await trx
            .deleteFrom('automatic_timers')
            .where('account_id', '=', accountId)
            .where('kind', '=', kind)
            .where('skill_id', '=', skillId)
            .execute()
          return
        }
        const row = { enabled: time.enabled ? 1 : 0, after_seconds: time.afterSeconds }
        await trx
          .insertInto('automatic_timers')
          .values({ account_id: accountId, kind, skill_id: skillId, ...row })
          .onConflict((clash) => clash.columns(['account_id', 'kind', 'skill_id']).doUpdateSet(row))
          .execute()
      }),

    async listOpeningHours(accountId) {
      const rows = await db
        .selectFrom('opening_hours')
        .selectAll()
        .where('account_id', '=', accountId)
        .limit(MOST)
        .execute()
      return rows.map(({ scope, scope_id, hours }): ScopedHours => {
        const known = { hours: JSON.parse(hours) as ScopedHours['hours'] }
        if (scope === 'skill') return { scope, skillId: Number(scope_id) as SkillId, ...known }
        if (scope === 'entryPoint') return { scope, entryPointId: scope_id as EntryPointId, ...known }
        return { scope: 'account', ...known }
      })
    },

    setOpeningHours: (accountId, scope, hours, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireScope(trx, accountId, scope)
        const scopeId = idOf(scope)
        await writeNote(trx, note?.(hours && { ...scope, hours }, undefined))
        if (hours === undefined) {
          await trx
            .deleteFrom('opening_hours')
            .where('account_id', '=', accountId)
            .where('scope', '=', scope.scope)
            .where('scope_id', '=', scopeId)
            .execute()
          return
        }
        const text = JSON.stringify(hours)
        await trx
          .insertInto('opening_hours')
          .values({ account_id: accountId, scope: scope.scope, scope_id: scopeId, hours: text })
          .onConflict((clash) => clash.columns(['account_id', 'scope', 'scope_id']).doUpdateSet({ hours: text }))
          .execute()
      }),
  }
}

function idOf(scope: HoursScope): string {
  if (scope.scope === 'skill') return String(scope.skillId)
  return scope.scope === 'entryPoint' ? scope.entryPointId : ''
}

async function requireScope(trx: SettingsTransaction, accountId: string, scope: HoursScope): Promise<void> {
  if (scope.scope === 'entryPoint') return requireEntryPoint(trx, accountId, scope.entryPointId)
  if (scope.scope === 'skill') await requireSkill(trx, accountId, scope.skillId)
}

async function requireSkill(trx: SettingsTransaction, accountId: string, id: number): Promise<void> {
  const found = await trx
    .selectFrom('skills')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw unknownReference('/skillId', 'skill', id)
}

async function requireEntryPoint(trx: SettingsTransaction, accountId: string, id: string): Promise<void> {
  const found = await trx
    .selectFrom('entry_points')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw unknownReference('/entryPointId', 'entry point', id)
}
