import type { AccountId } from '@baton/base'
import { Lru } from '@baton/base'
import { type BotDefinition, type CompiledBot, compile, parseDefinition } from '@baton/dialog'
import type { Bot, BotVersion } from '@baton/storage'
import type { Directory } from '../directory.ts'
import type { Surroundings } from '../ports.ts'
import { type AuthoredConfig, withConnector } from './authoredConfig.ts'

/** Compiled versions in memory; a large bot takes some megabytes. */
const KEPT_VERSIONS = 100

/** A version that is ready to run. */
export interface ShelvedBot {
  readonly hash: string
  readonly version: number
  readonly definition: BotDefinition
  readonly compiled: CompiledBot
}

/** Published versions, read and compiled once. Which one is live is asked of the settings, which are a minute old at the most. */
export class Library {
  private readonly shelf = new Lru<string, Promise<ShelvedBot | undefined>>(KEPT_VERSIONS)
  private readonly around: Surroundings
  private readonly directory: Directory

  constructor(around: Surroundings, directory: Directory) {
    this.around = around
    this.directory = directory
  }

  /**
   * What a conversation goes by: the version that it began with, as long as that is there; else what new conversations get.
   * @param hash of the version that it began with; undefined before that
   * @returns undefined while nothing is published
   */
  async running(bot: Bot, config: AuthoredConfig, hash: string | undefined): Promise<ShelvedBot | undefined> {
    const pinned = hash === undefined ? undefined : await this.withHash(bot, config, hash)
    return pinned ?? this.live(bot, config)
  }

  /** What new conversations get; undefined while nothing is published. */
  async live(bot: Bot, config: AuthoredConfig): Promise<ShelvedBot | undefined> {
    const version = await this.directory.liveVersion(bot.accountId, bot.id)
    return version && this.ready(bot, config, version.hash, () => Promise.resolve(version))
  }

  /** What a running conversation began with. */
  withHash(bot: Bot, config: AuthoredConfig, hash: string): Promise<ShelvedBot | undefined> {
    const find = () => this.around.storage.authored.findVersionByHash(bot.accountId, bot.id, hash)
    return this.ready(bot, config, hash, find)
  }

  private ready(
    { accountId, id }: { accountId: AccountId; id: Bot['id'] },
    config: AuthoredConfig,
    hash: string,
    find: () => Promise<BotVersion | undefined>,
  ): Promise<ShelvedBot | undefined> {
    const key = `${accountId}/${id}/${hash}/${JSON.stringify(config.connector)}`
    const known = this.shelf.get(key)
    if (known !== undefined) return known
    const making = find().then((version) => version && this.make(version, config))
    this.shelf.set(key, making)
    making.catch(() => this.shelf.delete(key))
    return making
  }

  private make(version: BotVersion, config: AuthoredConfig): ShelvedBot | undefined {
    const { definition } = parseDefinition(version.definition)
    if (definition === undefined) return undefined
    const own = withConnector(definition, config)
    return { hash: version.hash, version: version.version, definition: own, compiled: compile(own) }
  }
}
