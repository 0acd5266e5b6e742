import type { AccountId, BotId, ConsumerId, ConversationId, EpochMs, JsonObject, JsonValue, Problem } from '@baton/base'
import type { Note } from './auditEntry.ts'
import type { PageRequest } from './settings.ts'

/** What bots are made of that people write here. One code for both dialects. Every call is within one account. */
export interface AuthoredStore {
  /** Replaces the draft. @param expectedHash when given, only if the draft is still that one; '' for none yet */
  saveDraft(
    accountId: AccountId,
    botId: BotId,
    draft: NewDraft,
    expectedHash?: string,
    note?: Note<BotVersion>,
  ): Promise<BotVersion>
  /** The draft, as version 0. */
  findDraft(accountId: AccountId, botId: BotId): Promise<BotVersion | undefined>
  /**
   * Makes the draft, if it is the one with this hash, the newest version; from then on new conversations get it.
   * @throws SettingsConflict when the draft is another one by now
   */
  publish(
    accountId: AccountId,
    botId: BotId,
    published: { readonly hash: string; readonly comment: string; readonly by: string },
    note?: Note<BotVersion>,
  ): Promise<BotVersion>
  /** Newest first, without the draft. @param page `after`: the version of the last one of the page before */
  listVersions(accountId: AccountId, botId: BotId, page: PageRequest): Promise<Omit<BotVersion, 'definition'>[]>
  findVersion(accountId: AccountId, botId: BotId, version: number): Promise<BotVersion | undefined>
  /** A published one with this content. */
  findVersionByHash(accountId: AccountId, botId: BotId, hash: string): Promise<BotVersion | undefined>
  /** The newest published one. */
  findLive(accountId: AccountId, botId: BotId): Promise<BotVersion | undefined>

  createEnvironment(accountId: AccountId, environment: NewEnvironment, note?: Note<Environment>): Promise<Environment>
  findEnvironment(accountId: AccountId, id: number): Promise<Environment | undefined>
  listEnvironments(accountId: AccountId, page: PageRequest): Promise<Environment[]>
  updateEnvironment(
    accountId: AccountId,
    id: number,
    change: Partial<NewEnvironment>,
    note?: Note<Environment>,
  ): Promise<Environment | undefined>
  deleteEnvironment(accountId: AccountId, id: number, note?: Note<Environment>): Promise<boolean>

  createArticle(accountId: AccountId, article: NewArticle, note?: Note<Article>): Promise<Article>
  findArticle(accountId: AccountId, id: number): Promise<Article | undefined>
  listArticles(accountId: AccountId, page: PageRequest & { readonly knowledgeBase?: string }): Promise<Article[]>
  updateArticle(
    accountId: AccountId,
    id: number,
    change: Partial<NewArticle>,
    note?: Note<Article>,
  ): Promise<Article | undefined>
  deleteArticle(accountId: AccountId, id: number, note?: Note<Article>): Promise<boolean>
  /** Best first; `score` is 0 … 1: how much of what was asked for the article speaks of. */
  searchArticles(accountId: AccountId, search: ArticleSearch): Promise<(Article & { readonly score: number })[]>

  /** What the conversation context service holds of these namespaces, as these two may see it. */
  readContext(accountId: AccountId, seen: ContextView): Promise<Readonly<Record<string, KeptNamespace>>>
  /** A consumer's lasting variables with one bot. */
  readLasting(
    accountId: AccountId,
    botId: BotId,
    consumerId: ConsumerId,
    now: EpochMs,
  ): Promise<Readonly<Record<string, JsonValue>>>
}

export interface NewDraft {
  readonly hash: string
  readonly definition: JsonObject
  /** What was found wrong with it; a draft may have errors. */
  readonly problems: readonly Problem[]
  readonly comment: string
  readonly by: string
}

export interface BotVersion {
  readonly accountId: AccountId
  readonly botId: BotId
  /** 1, 2, 3 …; 0 is the draft. */
  readonly version: number
  readonly hash: string
  readonly definition: JsonObject
  readonly problems: readonly Problem[]
  readonly comment: string
  readonly savedAt: EpochMs
  readonly savedBy: string
}

export interface NewEnvironment {
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
}
export interface Environment extends NewEnvironment {
  readonly id: number
  readonly accountId: AccountId
}

export interface NewArticle {
  readonly knowledgeBase: string
  readonly title: string
  readonly summary: string
  readonly detail: string
  readonly contentUrl?: string | undefined
  readonly imageUrl?: string | undefined
  readonly enabled: boolean
}
export interface Article extends NewArticle {
  readonly id: number
  readonly accountId: AccountId
  readonly updatedAt: EpochMs
}
export interface ArticleSearch {
  readonly knowledgeBase: string
  readonly query: string
  readonly limit: number
}

export interface ContextView {
  readonly namespaces: readonly string[]
  readonly consumerId: ConsumerId
  readonly conversationId: ConversationId
  readonly now: EpochMs
}
export interface KeptNamespace {
  readonly registered: boolean
  /** Life of what is written from now on; absent: for ever. */
  readonly ttlSeconds?: number
  readonly global: Readonly<Record<string, JsonValue>>
  readonly user: Readonly<Record<string, JsonValue>>
  readonly conversation: Readonly<Record<string, JsonValue>>
}

/** `lasting` and `namespace` are the house's own; the others are the scopes of the context service. */
export type KeptKind = 'global' | 'user' | 'conversation' | 'lasting' | 'namespace'

/** A change of a kept value, saved with the commit that it came of. */
export type KeptChange =
  | {
      readonly do: 'keep'
      readonly kind: KeptKind
      /** Namespace; the bot for `lasting`. */
      readonly space: string
      /** Consumer or conversation; '' for what belongs to all. */
      readonly owner: string
      readonly name: string
      readonly value: JsonValue
      readonly expiresAt?: EpochMs
    }
  /** Without a name: all of this owner. */
  | {
      readonly do: 'forget'
      readonly kind: KeptKind
      readonly space: string
      readonly owner: string
      readonly name?: string
    }
  /** All that anybody has there. */
  | { readonly do: 'forgetSpace'; readonly space: string }

export const lastingSpace = (botId: BotId): string => `bot:${botId}`
export const MAX_ENVIRONMENTS = 200
export const MAX_ARTICLES = 10_000
