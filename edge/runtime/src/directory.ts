import type { AccountId, AgentId, BotId, EntryPointId, EpochMs, SkillId } from '@baton/base'
import { Lru } from '@baton/base'
import type {
  Account,
  AuthoredStore,
  AutomaticMessage,
  AutomaticTimer,
  Bot,
  BotGroup,
  BotVersion,
  EntryPoint,
  Environment,
  Person,
  ScopedHours,
  Settings,
  Skill,
} from '@baton/storage'
import type { Surroundings } from './ports.ts'

/** Settings are at most this old, in milliseconds (connector R4.20). */
const FRESH_MS = 60_000
const PAGE = 200
const CACHED_ACCOUNTS = 1_000
const CACHED_PER_ACCOUNT = 5_000

interface Remembered {
  readonly readAt: EpochMs
  readonly reading: Promise<unknown>
}

/** The settings as the runtime reads them: cached per account, bounded, forgotten when they change here. */
export class Directory {
  private readonly accounts = new Lru<AccountId, Lru<string, Remembered>>(CACHED_ACCOUNTS)
  private readonly around: Surroundings
  private readonly settings: Settings
  private readonly authored: AuthoredStore

  constructor(around: Surroundings) {
    this.around = around
    this.settings = around.storage.settings
    this.authored = around.storage.authored
  }

  account = (accountId: AccountId): Promise<Account | undefined> =>
    this.read(accountId, 'account', () => this.settings.findAccount(accountId))
  entryPoint = (accountId: AccountId, id: EntryPointId): Promise<EntryPoint | undefined> =>
    this.read(accountId, `entryPoint/${id}`, () => this.settings.findEntryPoint(accountId, id))
  skill = (accountId: AccountId, id: SkillId): Promise<Skill | undefined> =>
    this.read(accountId, `skill/${id}`, () => this.settings.findSkill(accountId, id))
  bot = (accountId: AccountId, id: BotId): Promise<Bot | undefined> =>
    this.read(accountId, `bot/${id}`, () => this.settings.findBot(accountId, id))
  person = (accountId: AccountId, id: AgentId): Promise<Person | undefined> =>
    this.read(accountId, `agent/${id}`, () => this.settings.findPerson(accountId, id))
  /** Skills that name another one for when nobody of theirs is online. */
  skillsWithFallback = (accountId: AccountId): Promise<Skill[]> =>
    this.read(accountId, 'skillsWithFallback', async () => {
      const found: Skill[] = []
      for (let after: SkillId | undefined; ; ) {
        const page = await this.settings.listSkills(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
        found.push(...page.filter(({ fallbackSkillId }) => fallbackSkillId !== undefined))
        after = page.at(-1)?.id
        if (page.length < PAGE) return found
      }
    })
  /** The version that new conversations get. */
  liveVersion = (accountId: AccountId, id: BotId): Promise<BotVersion | undefined> =>
    this.read(accountId, `live/${id}`, () => this.authored.findLive(accountId, id))
  botGroup = (accountId: AccountId, id: number): Promise<BotGroup | undefined> =>
    this.read(accountId, `botGroup/${id}`, () => this.settings.findBotGroup(accountId, id))
  botsInGroup = (accountId: AccountId, id: number): Promise<Bot[]> =>
    this.read(accountId, `botsInGroup/${id}`, () => this.settings.listBotsInGroup(accountId, id))
  environment = (accountId: AccountId, id: number): Promise<Environment | undefined> =>
    this.read(accountId, `environment/${id}`, () => this.authored.findEnvironment(accountId, id))
  botsOnSkill = (accountId: AccountId, id: SkillId): Promise<Bot[]> =>
    this.read(accountId, `botsOnSkill/${id}`, () => this.settings.listBotsOnSkill(accountId, id))

  automaticMessages = (accountId: AccountId): Promise<AutomaticMessage[]> =>
    this.read(accountId, 'automaticMessages', () => this.around.storage.words.listAutomaticMessages(accountId))
  automaticTimers = (accountId: AccountId): Promise<AutomaticTimer[]> =>
    this.read(accountId, 'automaticTimers', () => this.around.storage.words.listAutomaticTimers(accountId))
  openingHours = (accountId: AccountId): Promise<ScopedHours[]> =>
    this.read(accountId, 'openingHours', () => this.around.storage.words.listOpeningHours(accountId))

  /** Compared case-sensitively; an unknown name is looked up once more before it is called unknown (connector R4.20). */
  async skillNamed(accountId: AccountId, name: string): Promise<Skill | undefined> {
    const key = `skillNamed/${name}`
    const read = () => this.settings.findSkillByName(accountId, name)
    const found = await this.read(accountId, key, read)
    if (found?.enabled) return found
    this.accounts.get(accountId)?.delete(key)
    const again = await this.read(accountId, key, read)
    return again?.enabled ? again : undefined
  }

  /** Also one that is switched off. */
  skillCalled = (accountId: AccountId, name: string): Promise<Skill | undefined> =>
    this.settings.findSkillByName(accountId, name)

  forget(accountId: AccountId): void {
    this.accounts.delete(accountId)
  }

  private read<T>(accountId: AccountId, key: string, readNow: () => Promise<T>): Promise<T> {
    const known = this.cacheOf(accountId)
    const remembered = known.get(key)
    const now = this.around.clock.now()
    if (remembered !== undefined && now - remembered.readAt < FRESH_MS) return remembered.reading as Promise<T>

    const reading = readNow()
    known.set(key, { readAt: now, reading })
    reading.catch(() => known.delete(key)) // A failed reading is not remembered.
    return reading
  }

  private cacheOf(accountId: AccountId): Lru<string, Remembered> {
    const known = this.accounts.get(accountId)
    if (known !== undefined) return known
    const cache = new Lru<string, Remembered>(CACHED_PER_ACCOUNT)
    this.accounts.set(accountId, cache)
    return cache
  }
}
