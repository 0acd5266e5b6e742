import type { Kysely, Transaction } from 'kysely'

/** The settings' tables as both dialects have them: truth as 0 or 1, lists and objects as JSON text, instants as numbers. */
export interface SettingsTables {
  accounts: { id: string; name: string; image_hosts: string; default_language: string; created_at: number }
  sequences: { name: 'parties' | 'skills'; last: number }
  skills: {
    account_id: string
    id: number
    name: string
    description: string
    enabled: number
    response_times: string
    auto_close_ms: number
    survey_bot_id: number | null
    survey_timeout_ms: number | null
  }
  people: {
    account_id: string
    id: number
    full_name: string
    nickname: string
    role: string
    capacity: number
    enabled: number
  }
  bots: {
    account_id: string
    id: number
    name: string
    nickname: string
    enabled: number
    capacity: number
    kind: string
    config: string
  }
  party_skills: { account_id: string; party_id: number; place: number; skill_id: number }
  entry_points: {
    account_id: string
    id: string
    name: string
    skill_id: number
    origins: string
    language: string
    enabled: number
    title: string
  }
  tokens: {
    account_id: string
    id: string
    hash: string
    kind: string
    person_id: number | null
    name: string
    created_at: number
  }
  secrets: { name: string; value: string }
}

export type SettingsDatabase = Kysely<SettingsTables>
/** Reads come before writes: a transaction need not see what it wrote itself. */
export type SettingsTransaction = Transaction<SettingsTables>

export const MAX_SETTINGS_PAGE = 200
