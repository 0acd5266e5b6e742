import type { AccountId, AgentId, BotId, EntryPointId, EpochMs, SkillId } from '@baton/base'
import type { ResponseTimes } from '@baton/conversation'
import type { Prioritisation } from '@baton/routing'
import type { Note } from './auditEntry.ts'

/**
 * What people set up, small and seldom written. One code for both dialects (Kysely). Every call is within one account.
 * A `note` is written into the record of changes in the same commit as the change.
 */
export interface Settings {
  createAccount(account: NewAccount, note?: Note<Account>): Promise<Account>
  findAccount(id: AccountId): Promise<Account | undefined>
  /** In the order of their ids. @param after the id of the last one of the page before */
  listAccounts(limit: number, after?: AccountId): Promise<Account[]>
  /** A setting that is given as `undefined` is taken away. */
  updateAccount(id: AccountId, change: AccountChange, note?: Note<Account>): Promise<Account | undefined>

  createSkill(accountId: AccountId, skill: Omit<Skill, 'id' | 'accountId'>, note?: Note<Skill>): Promise<Skill>
  findSkill(accountId: AccountId, id: SkillId): Promise<Skill | undefined>
  /** Compared case-sensitively. */
  findSkillByName(accountId: AccountId, name: string): Promise<Skill | undefined>
  listSkills(accountId: AccountId, page: PageRequest): Promise<Skill[]>
  updateSkill(
    accountId: AccountId,
    id: SkillId,
    change: Partial<Omit<Skill, 'id' | 'accountId'>>,
    note?: Note<Skill>,
  ): Promise<Skill | undefined>
  /**
   * Its number is never given again, so that what was once here still says where it was.
   * @returns false when it is not there
   * @throws SettingsConflict `in-use` while people, bots, entry points or other skills refer to it
   */
  deleteSkill(accountId: AccountId, id: SkillId, note?: Note<Skill>): Promise<boolean>

  createPerson(accountId: AccountId, person: Omit<Person, 'id' | 'accountId'>, note?: Note<Person>): Promise<Person>
  findPerson(accountId: AccountId, id: AgentId): Promise<Person | undefined>
  listPeople(accountId: AccountId, page: PageRequest): Promise<Person[]>
  updatePerson(
    accountId: AccountId,
    id: AgentId,
    change: Partial<Omit<Person, 'id' | 'accountId'>>,
    how?: PersonWrite,
  ): Promise<Person | undefined>

  createBot(accountId: AccountId, bot: Omit<Bot, 'id' | 'accountId'>, note?: Note<Bot>): Promise<Bot>
  findBot(accountId: AccountId, id: BotId): Promise<Bot | undefined>
  listBots(accountId: AccountId, page: PageRequest): Promise<Bot[]>
  /** Those of one group beside each other, in the order of the groups; at last those that are in none (dialogs R1.6). */
  listBotsByGroup(accountId: AccountId, page: PageRequest): Promise<Bot[]>
  /** Bots that sit on a skill and are enabled, in the order of their numbers. */
  listBotsOnSkill(accountId: AccountId, skillId: SkillId): Promise<Bot[]>
  updateBot(accountId: AccountId, id: BotId, change: BotChange, note?: Note<Bot>): Promise<Bot | undefined>

  createBotGroup(accountId: AccountId, group: NewBotGroup, note?: Note<BotGroup>): Promise<BotGroup>
  findBotGroup(accountId: AccountId, id: number): Promise<BotGroup | undefined>
  listBotGroups(accountId: AccountId, page: PageRequest): Promise<BotGroup[]>
  updateBotGroup(
    accountId: AccountId,
    id: number,
    change: Partial<NewBotGroup>,
    note?: Note<BotGroup>,
  ): Promise<BotGroup | undefined>
  /** Its bots are in no group afterwards. */
  deleteBotGroup(accountId: AccountId, id: number, note?: Note<BotGroup>): Promise<boolean>
  /** Those that are switched on and ask nobody afterwards, in the order of their numbers (dialogs R1.7). */
  listBotsInGroup(accountId: AccountId, groupId: number): Promise<Bot[]>

  createEntryPoint(
    accountId: AccountId,
    entryPoint: Omit<EntryPoint, 'accountId'>,
    note?: Note<EntryPoint>,
  ): Promise<EntryPoint>
  findEntryPoint(accountId: AccountId, id: EntryPointId): Promise<EntryPoint | undefined>
  listEntryPoints(accountId: AccountId, page: PageRequest): Promise<EntryPoint[]>
  /** Those that lead to a skill, at most 200. */
  listEntryPointsTo(accountId: AccountId, skillId: SkillId): Promise<EntryPoint[]>
  updateEntryPoint(
    accountId: AccountId,
    id: EntryPointId,
    change: Partial<Omit<EntryPoint, 'accountId' | 'id'>>,
    note?: Note<EntryPoint>,
  ): Promise<EntryPoint | undefined>

  createToken(token: AccessToken, note?: Note<AccessToken>): Promise<void>
  findToken(hash: string): Promise<AccessToken | undefined>
  hasToken(accountId: AccountId, id: string): Promise<boolean>
  listTokens(accountId: AccountId, page: PageRequest): Promise<AccessToken[]>
  deleteToken(accountId: AccountId, id: string, note?: Note<AccessToken>): Promise<boolean>

  /** Keys and other values of the installation itself, such as signing keys. First writer wins. @returns what is stored */
  putSecretOnce(name: string, value: string): Promise<string>
  readSecret(name: string): Promise<string | undefined>
}

export interface PageRequest {
  /** At most 200. */
  readonly limit: number
  /** Id of the last item of the page before. */
  readonly after?: number | string
  /** Only what has these words in one of its names, whatever the case. */
  readonly search?: string
}

export interface PersonWrite {
  readonly note?: Note<Person>
  /** Refuses what would leave the account without anybody who can sign in and administer it, if there is somebody now. */
  readonly keepAdministrator?: boolean
}

/** Thrown when a name is taken or a reference leads nowhere. */
export class SettingsConflict extends Error {
  readonly code = 'settings-conflict'
  constructor(
    /** JSON pointer to the field at fault. */
    readonly path: string,
    readonly rule:
      | 'name-taken'
      | 'unknown-reference'
      | 'id-taken'
      | 'email-taken'
      | 'last-administrator'
      | 'shortcut-taken'
      | 'too-many'
      | 'in-use',
    message: string,
  ) {
    super(message)
  }
}

export interface NewAccount {
  readonly id: AccountId
  readonly name: string
}

export interface Account extends NewAccount {
  readonly createdAt: EpochMs
  /** Exact https hosts that structured content may show images from (connector R4.39). */
  readonly imageHosts: readonly string[]
  /** Cards that are not the newest message cannot be used, unless they say otherwise (content, section 14). */
  readonly blockOlderCards?: boolean
  /** While a card is the newest message, only what it offers answers, unless it says otherwise (content, section 14). */
  readonly cardsBlockText?: boolean
  /** BCP 47 */
  readonly defaultLanguage: string
  /** Those that texts may be written in, the default among them. */
  readonly languages: readonly string[]
  /** How agents are asked. */
  readonly ring: Ring
  /** How long an offer rings. */
  readonly ringSeconds: number
  /** Among the equally busy, who talked with the consumer before is asked first; absent: yes (messaging R4.11). */
  readonly preferFormerAgent?: boolean
  /** Whoever comes online begins slowly (messaging R4.13). */
  readonly warmUp?: boolean
  /** How some conversations overtake others; absent: whose answer is due first comes first (messaging R4.18). */
  readonly prioritisation?: Prioritisation
  /** After so long without their agent, conversations go back to the queue; absent: they wait. */
  readonly agentGoneMinutes?: number
  /** How long a conversation waits for whom it is meant for before everybody of the skill may take it; absent: two hours. */
  readonly suggestedMinutes?: number
  /** To whom people may pass a conversation by name; absent: `MAY_PASS_TO` (messaging R1.5). */
  readonly mayPassTo?: MayPassTo
  /** Closed conversations are erased after so many days; absent: they stay. */
  readonly retentionDays?: number
  readonly maskingPatterns: readonly MaskingPattern[]
  /** Numbers of payment cards are masked, too. */
  readonly maskCardNumbers?: boolean
  /** Who waits is told their place again after so long; absent: once. */
  readonly queueUpdateMinutes?: number
  /** Absent: nobody is asked twice within a week, and about every conversation. */
  readonly surveys?: SurveySettings
  /** Absent: no files are taken in this account. */
  readonly files?: FileSettings
  readonly consumerSignIn?: ConsumerSignIn
  readonly oidc?: OidcSettings
}

/** By role, how far away somebody may be: `away` is everybody who is online too, `offline` is everybody. */
export interface MayPassTo {
  readonly agents: Farthest
  readonly managers: Farthest
}
export type Farthest = 'online' | 'away' | 'offline'

/** The field's published defaults (messaging R1.5). */
export const MAY_PASS_TO: MayPassTo = { agents: 'online', managers: 'away' }

/** One after the other, all at once, or nobody: whoever is chosen has it at once (messaging R4.14). */
export type Ring = 'one' | 'all' | 'auto'

export type AccountChange = { readonly [K in keyof Omit<Account, 'id' | 'createdAt'>]?: Account[K] | undefined }

/** Whether people send each other files, and which. */
export interface FileSettings {
  readonly enabled: boolean
  /** Kinds of files, such as `pdf`; absent: all that are known. */
  readonly fromConsumers?: readonly string[]
  readonly fromAgents?: readonly string[]
  /** Office documents that carry macros are let through. */
  readonly macros?: boolean
}

/** What is replaced in consumers' words before they are stored. */
export interface MaskingPattern {
  readonly name: string
  /** A regular expression of RE2's kind. */
  readonly pattern: string
  /** Of `i`, `m` and `s`. */
  readonly flags?: string
}

/** How tokens are checked with which the brand's own page says who a consumer is. */
export interface ConsumerSignIn {
  readonly issuer: string
  readonly audience: string
  /** Where the keys are; or else one key. */
  readonly jwksUrl?: string
  readonly publicKeyPem?: string
}

/** The identity provider with which the brand's people sign in. */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  /** Kept as it is, since it must be sent; never shown. */
  readonly clientSecret: string
  /** What the button says. */
  readonly name: string
  /** Of the e-mail addresses that may come in; absent: all that the provider lets through. */
  readonly allowedDomains?: readonly string[]
  /** Strangers become people of this role; absent: only who is known may come in. */
  readonly autoCreateRole?: Person['role']
}

/** Whom of those who could be asked afterwards the account asks (dialogs R9.4). */
export interface SurveySettings {
  /** Nobody is asked again within so many days; 0: always. */
  readonly intervalDays: number
  /** Of a hundred conversations so many are asked about; absent: all. */
  readonly samplePercent?: number
}

export interface SkillSurvey {
  readonly botId: BotId
  readonly timeoutMs: number
  /** Words with which the consumer ends it, whatever it asked; compared without case (messaging R2.9). */
  readonly endPhrases?: readonly string[]
}

export interface Skill {
  readonly id: SkillId
  readonly accountId: AccountId
  /** Unique in the account; case-sensitive. */
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly responseTimes: ResponseTimes
  readonly autoCloseMs: number
  /** Takes new conversations while nobody of this skill is online and somebody of that one is (messaging R4.4). */
  readonly fallbackSkillId?: SkillId
  /** Instead of the account's. */
  readonly agentGoneMinutes?: number
  /** Instead of the account's. */
  readonly suggestedMinutes?: number
  /** To which other skills its conversations may be passed; absent: to all (messaging R1.6, R5.12). */
  readonly transfersTo?: readonly SkillId[]
  /** A bot's transfer here fails while nobody is online, so that the bot can say so (messaging R5.8). */
  readonly failIfNobodyOnline?: boolean
  /** One that waits here goes back to its bot when nobody was online for so long; with the setting above. Absent: a minute. */
  readonly nobodyOnlineSeconds?: number
  /** A bot's transfer here fails outside of the opening hours. */
  readonly failOutOfHours?: boolean
  /** One that nobody takes goes back to its bot after so long; absent: it waits (dialogs R7.25). */
  readonly failAfterMinutes?: number
  /** The bot that asks the consumer afterwards, if this skill had the conversation last. */
  readonly survey?: SkillSurvey
}

export interface Person {
  readonly id: AgentId
  readonly accountId: AccountId
  readonly fullName: string
  /** What consumers see. */
  readonly nickname: string
  readonly role: 'admin' | 'manager' | 'agent' | 'builder'
  readonly skillIds: readonly SkillId[]
  /** Conversations at the same time. */
  readonly capacity: number
  readonly enabled: boolean
  /** In lower case, unique in the account; who has none cannot sign in. */
  readonly email?: string
  /** Their own taste; absent: as the house has it. */
  readonly preferences?: Preferences
}

export interface Preferences {
  /** BCP 47 */
  readonly language?: string
  readonly density?: 'comfortable' | 'compact'
  readonly theme?: 'light' | 'dark' | 'system'
  /** Write to me when somebody waits while I am away. */
  readonly mailWhenWaiting?: boolean
}

export interface Bot {
  readonly id: BotId
  readonly accountId: AccountId
  readonly name: string
  readonly nickname: string
  readonly skillIds: readonly SkillId[]
  readonly enabled: boolean
  readonly capacity: number
  /** Behind HTTP, or written here. */
  readonly kind: 'endpoint' | 'authored'
  /** Settings of its kind, parsed by who performs it. */
  readonly config: unknown
  /** Bots of one group may take over from each other by themselves. */
  readonly groupId?: number
}

/** A group that is given as `undefined` is left. */
export type BotChange = { readonly [K in keyof Omit<Bot, 'id' | 'accountId'>]?: Bot[K] | undefined }

export interface NewBotGroup {
  /** Unique in the account. */
  readonly name: string
  /** Its bots look for one among themselves who knows, before they say that they do not (dialogs R7.35). */
  readonly collaborates: boolean
  /** Said when one takes over from another; empty: nothing is. */
  readonly transferMessage: string
}
export interface BotGroup extends NewBotGroup {
  readonly id: number
  readonly accountId: AccountId
}
/** All of a group are asked at once, so they are few. */
export const MAX_BOTS_IN_GROUP = 30
/** More than these overlap more often than they help (dialogs R1.7). */
export const ADVISED_BOTS_IN_GROUP = 15

export interface EntryPoint {
  readonly id: EntryPointId
  readonly accountId: AccountId
  readonly name: string
  readonly skillId: SkillId
  /** Exact origins that may embed it; empty: any origin on this machine only. */
  readonly origins: readonly string[]
  readonly language: string
  readonly enabled: boolean
  /** Shown in the window's header. */
  readonly title: string
}

export interface AccessToken {
  readonly id: string
  readonly accountId: AccountId
  /** SHA-256 of the token, hex; the token itself is shown once and kept nowhere. */
  readonly hash: string
  readonly kind: 'admin' | 'agent'
  /** Whose token it is, when `kind` is `agent`. */
  readonly personId?: AgentId
  readonly name: string
  readonly createdAt: EpochMs
}
