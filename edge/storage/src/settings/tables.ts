import type { Generated, Kysely, Transaction } from 'kysely'

/** The settings' tables as both dialects have them: truth as 0 or 1, lists and objects as JSON text, instants as numbers. */
export interface SettingsTables {
  accounts: {
    id: string
    name: string
    image_hosts: string
    default_language: string
    created_at: number
    settings: string
  }
  sequences: { name: 'parties' | 'skills' | 'words' | 'authored'; last: number }
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
    settings: string
  }
  people: {
    account_id: string
    id: number
    full_name: string
    nickname: string
    role: string
    capacity: number
    enabled: number
    email: string | null
    preferences: string
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
    group_id: number | null
  }
  bot_groups: { account_id: string; id: number; name: string; collaborates: number; transfer_message: string }
  survey_answers: {
    account_id: string
    conversation_id: string
    seq: number
    at: number
    bot_id: number
    skill_id: number
    agent_id: number | null
    measures: string
    number: number | null
    question: string | null
    answer: string | null
    skipped: number
  }
  survey_requests: { account_id: string; consumer_id: string; at: number }
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
  passwords: { account_id: string; person_id: number; hash: string; changed_at: number }
  subjects: { account_id: string; issuer: string; subject: string; person_id: number }
  sessions: {
    id: string
    hash: string
    account_id: string
    person_id: number
    created_at: number
    seen_at: number
    ends_at: number
    device: string
  }
  links: {
    hash: string
    kind: string
    account_id: string | null
    person_id: number | null
    created_at: number
    expires_at: number | null
  }
  api_keys: {
    account_id: string
    id: string
    hash: string
    name: string
    scopes: string
    created_at: number
    expires_at: number | null
  }
  audit: {
    key: Generated<number>
    account_id: string
    at: number
    who: string
    action: string
    target: string
    changes: string
    kind: string
    person_id: number | null
  }
  presence: {
    account_id: string
    agent_id: number
    status: string
    reason: string | null
    since: number
    lease_until: number | null
    last_offer_at: number | null
    fresh_since: number | null
    set_by: number | null
    untidied: Generated<number>
  }
  status_changes: {
    key: Generated<number>
    account_id: string
    agent_id: number
    at: number
    status: string
    reason: string | null
    set_by: number | null
  }
  dispatchers: { account_id: string; held_by: string; held_until: number }
  dirty_skills: { account_id: string; skill_id: number; set_at: number }
  attempts: { name: string; failures: number; last_at: number }
  saved_replies: {
    account_id: string
    id: number
    title: string
    text: string
    shortcut: string | null
    language: string | null
    skill_ids: string
  }
  saved_cards: { account_id: string; id: number; name: string; content: string }
  tags: { account_id: string; id: number; name: string; colour: string; retired: number }
  automatic_messages: {
    account_id: string
    kind: string
    /** '' for all; 0 as the skill, too. */
    entry_point_id: string
    skill_id: number
    language: string
    text: string
  }
  automatic_timers: {
    account_id: string
    kind: string
    /** 0 for all. */
    skill_id: number
    enabled: number
    after_seconds: number
  }
  opening_hours: { account_id: string; scope: string; scope_id: string; hours: string }
  leases: { name: string; held_by: string; held_until: number }
  bot_versions: {
    key: Generated<number>
    account_id: string
    bot_id: number
    version: number
    hash: string
    definition: string
    problems: string
    comment: string
    saved_at: number
    saved_by: string
  }
  kept_values: {
    account_id: string
    space: string
    kind: string
    owner: string
    name: string
    value: string
    expires_at: number | null
  }
  environments: { account_id: string; id: number; name: string; variables: string }
  articles: {
    key: Generated<number>
    account_id: string
    id: number
    knowledge_base: string
    title: string
    summary: string
    detail: string
    content_url: string | null
    image_url: string | null
    enabled: number
    updated_at: number
  }
  files: {
    account_id: string
    id: string
    sender: string
    conversation_id: string | null
    seq: number | null
    state: string
    name: string
    declared_type: string
    media_type: string
    size: number
    image: string | null
    created_at: number
    expires_at: number | null
    received_by: Generated<string | null>
    reception: Generated<number>
  }
  used_links: { nonce: string; expires_at: number }
  credentials: {
    account_id: string
    id: string
    name: string
    kind: string
    facts: string
    key_id: string
    sealed: string
    changed_at: number
  }
  functions: {
    account_id: string
    id: string
    name: string
    description: string
    code: string
    deployed: string | null
    version: number
    deployed_at: number | null
    changed_at: number
  }
  assignments: { key: Generated<number>; account_id: string; skill_id: number; at: number; waited_ms: number }
  letters: {
    key: Generated<number>
    id: string
    account_id: string
    person_id: number
    kind: string
    sealed: string
    created_at: number
    expires_at: number
    due_at: number
    attempts: Generated<number>
  }
  notices: { account_id: string; person_id: number; kind: string; at: number }
}

export type SettingsDatabase = Kysely<SettingsTables>
/** Reads come before writes: a transaction need not see what it wrote itself. */
export type SettingsTransaction = Transaction<SettingsTables>

export const MAX_SETTINGS_PAGE = 200
