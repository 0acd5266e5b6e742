import type { AccountId, AgentId, EntryPointId, EpochMs, SkillId, TagId } from '@baton/base'
import type { Content } from '@baton/content'
import type { AutomaticKind, Silence } from '@baton/conversation'
import type { OpeningHours } from '@baton/routing'
import type { Note } from './auditEntry.ts'
import type { PageRequest } from './settings.ts'

/** Words that people prepare, and what is kept beside them. One code for both dialects. Every call is within one account. */
export interface WordsStore {
  /** @throws SettingsConflict at `/shortcut`, at `/skillIds/…`, or when there are `MAX_SAVED_REPLIES` already */
  createSavedReply(accountId: AccountId, reply: NewSavedReply, note?: Note<SavedReply>): Promise<SavedReply>
  findSavedReply(accountId: AccountId, id: number): Promise<SavedReply | undefined>
  listSavedReplies(accountId: AccountId, page: PageRequest): Promise<SavedReply[]>
  updateSavedReply(
    accountId: AccountId,
    id: number,
    change: { readonly [K in keyof NewSavedReply]?: NewSavedReply[K] | undefined },
    note?: Note<SavedReply>,
  ): Promise<SavedReply | undefined>
  deleteSavedReply(accountId: AccountId, id: number, note?: Note<SavedReply>): Promise<boolean>

  /** @throws SettingsConflict at `/name`, or when there are `MAX_SAVED_CARDS` already */
  createSavedCard(accountId: AccountId, card: NewSavedCard, note?: Note<SavedCard>): Promise<SavedCard>
  findSavedCard(accountId: AccountId, id: number): Promise<SavedCard | undefined>
  listSavedCards(accountId: AccountId, page: PageRequest): Promise<SavedCard[]>
  updateSavedCard(
    accountId: AccountId,
    id: number,
    change: Partial<NewSavedCard>,
    note?: Note<SavedCard>,
  ): Promise<SavedCard | undefined>
  deleteSavedCard(accountId: AccountId, id: number, note?: Note<SavedCard>): Promise<boolean>

  /** @throws SettingsConflict when the name is taken, or there are `MAX_ACCOUNT_TAGS` already */
  createTag(accountId: AccountId, tag: Omit<Tag, 'id' | 'accountId' | 'retired'>, note?: Note<Tag>): Promise<Tag>
  listTags(accountId: AccountId, page: PageRequest): Promise<Tag[]>
  updateTag(
    accountId: AccountId,
    id: TagId,
    change: Partial<Omit<Tag, 'id' | 'accountId'>>,
    note?: Note<Tag>,
  ): Promise<Tag | undefined>

  /** All of the account: they are few. */
  listAutomaticMessages(accountId: AccountId): Promise<AutomaticMessage[]>
  /** @param text absent: nothing is said there any more */
  setAutomaticMessage(
    accountId: AccountId,
    message: Omit<AutomaticMessage, 'text'> & { text?: string },
    note?: Note<AutomaticMessage>,
  ): Promise<void>
  /** All of the account: at most one of a kind for each skill, and one for all others. */
  listAutomaticTimers(accountId: AccountId): Promise<AutomaticTimer[]>
  /** @param time absent: as it is for all other skills; without a skill: as it is where nothing is set */
  setAutomaticTimer(
    accountId: AccountId,
    where: Pick<AutomaticTimer, 'kind' | 'skillId'>,
    time: Pick<AutomaticTimer, 'enabled' | 'afterSeconds'> | undefined,
    note?: Note<AutomaticTimer>,
  ): Promise<void>
  listOpeningHours(accountId: AccountId): Promise<ScopedHours[]>
  /** @param hours absent: as the next wider scope has it */
  setOpeningHours(
    accountId: AccountId,
    scope: HoursScope,
    hours: OpeningHours | undefined,
    note?: Note<ScopedHours>,
  ): Promise<void>

  /** One node at a time does what has this name. @returns false while another one does */
  holdLease(name: string, by: string, now: EpochMs, until: EpochMs): Promise<boolean>
  /**
   * Takes note that this person is told something now, unless they were told since `notSince`.
   * @returns false when they were: nothing is to be sent
   */
  takeNotice(notice: Notice, at: EpochMs, notSince: EpochMs): Promise<boolean>
}

export const MAX_SAVED_REPLIES = 1_000
export const MAX_SAVED_CARDS = 200
export const MAX_ACCOUNT_TAGS = 200

export interface SavedReply {
  readonly id: number
  readonly accountId: AccountId
  readonly title: string
  /** With variables such as `{{consumer.name}}`, filled in when it is used. */
  readonly text: string
  /** What is typed behind `/`; unique for each language. */
  readonly shortcut?: string
  /** BCP 47; absent: for every language. */
  readonly language?: string
  /** Empty: for every skill. */
  readonly skillIds: readonly SkillId[]
}
export type NewSavedReply = Omit<SavedReply, 'id' | 'accountId'>

/** A card, or words with suggestions, that people prepared for others to send. */
export interface SavedCard {
  readonly id: number
  readonly accountId: AccountId
  /** Unique in the account. */
  readonly name: string
  readonly content: Content
}
export type NewSavedCard = Omit<SavedCard, 'id' | 'accountId'>

/** What conversations are sorted by. */
export interface Tag {
  readonly id: TagId
  readonly accountId: AccountId
  readonly name: string
  readonly colour: TagColour
  /** Nobody puts it on any more; conversations that carry it still show it. */
  readonly retired: boolean
}
export const TAG_COLOURS = ['grey', 'teal', 'green', 'amber', 'red', 'violet', 'blue', 'pink'] as const
export type TagColour = (typeof TAG_COLOURS)[number]

export interface AutomaticMessage {
  readonly kind: AutomaticKind
  /** Absent: at every entry point that has no words of its own. */
  readonly entryPointId?: EntryPointId
  /** Absent: in every skill that has no words of its own. Words are of an entry point or of a skill, not of both. */
  readonly skillId?: SkillId
  /** BCP 47; absent: in every language that has no words of its own. */
  readonly language?: string
  readonly text: string
}

/** When words about somebody's silence are said. */
export interface AutomaticTimer {
  readonly kind: Silence
  /** Absent: on every skill that has none of its own. */
  readonly skillId?: SkillId
  readonly enabled: boolean
  readonly afterSeconds: number
}

export type HoursScope =
  | { readonly scope: 'account' }
  | { readonly scope: 'skill'; readonly skillId: SkillId }
  | { readonly scope: 'entryPoint'; readonly entryPointId: EntryPointId }
export type ScopedHours = HoursScope & { readonly hours: OpeningHours }

export interface Notice {
  readonly accountId: AccountId
  readonly personId: AgentId
  /** Such as `waiting`. */
  readonly kind: string
}
