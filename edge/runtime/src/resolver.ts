import { type AccountId, type AgentId, type BotId, type EpochMs, minutes, type SkillId } from '@baton/base'
import type { BotAction, ChosenTransfer } from '@baton/bot'
import { type EndpointConfig, endpointConfig } from '@baton/connector'
import {
  type BackToQueue,
  type BotSeat,
  type Conversation,
  type Destination,
  type Escalation,
  isAnnouncement,
  type OpenConversation,
  type Resolution,
  type ResolvedTransfer,
  type SendMessage,
  type SurveyPlan,
  type TransferFails,
} from '@baton/conversation'
import { BLANK_MESSAGE, DEFAULT_ESCALATION_RETRIES, type Run } from '@baton/dialog'
import { chooseBot } from '@baton/routing'
import type { Bot, Skill } from '@baton/storage'
import { type AuthoredConfig, authoredConfigOf } from './authored/authoredConfig.ts'
import type { Library } from './authored/library.ts'
import type { BotLoads } from './botLoads.ts'
import type { Directory } from './directory.ts'
import type { Surroundings } from './ports.ts'
import type { SeatConfig } from './seatConfig.ts'
import { mayBeAsked } from './surveyLimits.ts'
import { textsFor } from './texts.ts'
import { TransferTargets } from './transferTargets.ts'
import { WhomToPassTo } from './whomToPassTo.ts'
import { type OpenPlace, opensAgain } from './words/hoursOf.ts'
import { Occasions } from './words/occasions.ts'
import { silencesOn } from './words/silences.ts'

/** The time a turn gets when nothing else is said, in milliseconds. */
const DEFAULT_TURN_BUDGET_MS = 180_000

/** What a bot may want beside its words and keep the floor. */
const SPEAKS_ON: ReadonlySet<BotAction['kind']> = new Set(['changePriority', 'invokeFunction'])

/** Says what people's and bots' wishes mean in an account at this moment; the rules are given only its answers. */
export class Resolver {
  private readonly configs = new WeakMap<Bot, { readonly config?: EndpointConfig }>()
  private readonly ofWritten = new WeakMap<Bot, SeatConfig>()
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly loads: BotLoads
  private readonly library: Library
  private readonly transfers: TransferTargets
  readonly people: WhomToPassTo
  readonly occasions: Occasions

  constructor(around: Surroundings, directory: Directory, { loads, library }: { loads: BotLoads; library: Library }) {
    this.around = around
    this.directory = directory
    this.loads = loads
    this.library = library
    this.people = new WhomToPassTo(around, directory)
    this.occasions = new Occasions(directory)
    this.transfers = new TransferTargets(around, directory, this.people, {
      configOf: (bot) => this.seatConfigOf(bot),
      destinationOf: (skill, place, mayTake) => this.destinationOf(skill, place, mayTake),
      seatOf: (bot) => this.seatOf(bot),
    })
  }

  /** The settings of a bot, parsed once; undefined when they cannot be used. */
  configOf(bot: Bot): EndpointConfig | undefined {
    const known = this.configs.get(bot)
    if (known !== undefined) return known.config
    if (bot.kind !== 'endpoint') return undefined
    const parsed = endpointConfig.safeParse(bot.config)
    this.configs.set(bot, parsed.success ? { config: parsed.data } : {})
    return parsed.success ? parsed.data : undefined
  }

  /** What a seat needs to know of its bot, of whichever kind. */
  private seatConfigOf(bot: Bot): SeatConfig | undefined {
    if (bot.kind === 'endpoint') return this.configOf(bot)
    const known = this.ofWritten.get(bot)
    if (known !== undefined) return known
    const config = authoredConfigOf(bot)
    if (config === undefined) return undefined
    // It is in this house and sees for itself what happens; nobody has to tell it.
    const seat = { ...config, welcomeMessage: !config.connector.disableGreetings, conversationEvents: false }
    this.ofWritten.set(bot, seat)
    return seat
  }

  /** @returns undefined when the skill does not exist or is switched off */
  async destination(place: OpenPlace, skillId: SkillId): Promise<Destination | undefined> {
    const skill = await this.directory.skill(place.accountId, skillId)
    return skill?.enabled ? this.destinationOf(skill, place) : undefined
  }

  /** The seat of the bot that answers in this conversation; undefined when none does. */
  async seatIn(conversation: OpenConversation): Promise<BotSeat | undefined> {
    const { assignee } = conversation
    return assignee.kind === 'bot' ? this.seat(conversation.accountId, assignee.botId) : undefined
  }

  /** Who asks afterwards, where the skill has somebody who does, and this consumer may be asked now. */
  async surveyOf(conversation: OpenConversation): Promise<SurveyPlan | undefined> {
    const { accountId, skillId, phase, surveys } = conversation
    if (surveys === false) return undefined
    const survey = (await this.directory.skill(accountId, skillId))?.survey
    if (survey === undefined || phase === 'survey') return undefined
    const bot = await this.directory.bot(accountId, survey.botId)
    if (!bot?.enabled || !(await mayBeAsked(this.around, this.directory, conversation))) return undefined
    return { bot: this.seatOf(bot), timeoutMs: survey.timeoutMs }
  }

  /** Whether these words of the consumer end the survey that runs (messaging R2.9). */
  async endsSurvey({ accountId, skillId, phase }: OpenConversation, texts: readonly string[]): Promise<boolean> {
    if (phase !== 'survey') return false
    const { endPhrases = [] } = (await this.directory.skill(accountId, skillId))?.survey ?? {}
    const plain = (words: string) => words.trim().toLowerCase()
    return texts.some((text) => endPhrases.some((phrase) => plain(phrase) === plain(text)))
  }

  /** The agent as a suggestion: undefined, and a line in the log, when they cannot be asked (connector R5.T16). */
  async suggestion(accountId: AccountId, agentId: AgentId, skillId: SkillId): Promise<AgentId | undefined> {
    const person = await this.directory.person(accountId, agentId)
    if (person?.enabled && person.skillIds.includes(skillId)) return agentId
    const why = person === undefined ? 'unknown' : person.enabled ? 'without-the-skill' : 'disabled'
    this.around.log.warn({ accountId, agentId, skillId, why }, 'suggested agent is not asked')
    return undefined
  }

  /**
   * @param action what the bot wants, if it wants something
   * @param version see `ifFails`
   */
  async resolution(
    conversation: OpenConversation,
    botId: BotId,
    action?: BotAction,
    version?: string,
  ): Promise<Resolution> {
    const bot = await this.directory.bot(conversation.accountId, botId)
    const transfer = action?.kind === 'transfer' ? await this.passingOn(conversation, bot, action) : undefined
    const mayFail = conversation.phase === 'main' && action?.kind !== 'close'
    const ifFails = mayFail ? await this.ifFails(conversation, botId, version) : undefined
    const survey = await this.surveyOf(conversation)
    return {
      ...(transfer && { transfer }),
      ...(survey && { survey }),
      ...(ifFails && { ifFails }),
      escalation: await this.escalationOf(conversation, bot),
      seat: bot === undefined ? seatOfMissing(botId) : this.seatOf(bot),
    }
  }

  /** Where it leads, and what the brand says of it. Between bots of a group nobody is told that anything happened (dialogs R7.41). */
  private async passingOn(
    conversation: OpenConversation,
    bot: Bot | undefined,
    action: Extract<BotAction, { kind: 'transfer' }>,
  ): Promise<ResolvedTransfer> {
    const resolved = await this.transfers.resolve(conversation, bot, action)
    if (!resolved.ok || action.chosen?.botId !== undefined) return resolved
    const { destination, suggestedAgentId } = resolved
    const at = this.around.clock.now()
    return { ...resolved, destination: await this.occasions.passingOn(conversation, destination, at, suggestedAgentId) }
  }

  /** For what a bot said. Where it only speaks, as it mostly does, nobody asks where else the conversation could go. */
  async resolutionOfReply(
    conversation: OpenConversation,
    botId: BotId,
    action: BotAction | undefined,
    version?: string,
  ): Promise<Resolution> {
    const onlySpeaks = conversation.phase === 'main' && (action === undefined || SPEAKS_ON.has(action.kind))
    if (!onlySpeaks) return this.resolution(conversation, botId, action, version)
    const bot = await this.directory.bot(conversation.accountId, botId)
    return {
      escalation: this.wordsOfEscalation(conversation, bot),
      seat: bot === undefined ? seatOfMissing(botId) : this.seatOf(bot),
    }
  }

  /**
   * What becomes of this bot's transfers that come to nobody; undefined when it cannot have the conversation any more.
   * @param version what a written bot is running now, by its hash; absent: as it was saved
   */
  async ifFails(conversation: OpenConversation, botId: BotId, version?: string): Promise<TransferFails | undefined> {
    const { accountId, language } = conversation
    const bot = await this.directory.bot(accountId, botId)
    if (!bot?.enabled) return undefined
    const seat = this.seatOf(bot)
    const { transferStopped } = textsFor(language)
    if (bot.kind === 'endpoint') {
      const config = this.configOf(bot)
      return config && { seat, retries: config.transferRetries, stopped: transferStopped }
    }
    const config = authoredConfigOf(bot)
    if (config === undefined) return undefined
    const { fallbackSkill } = config.connector
    const settings = await this.settingsIn(conversation, bot, config, version)
    const fallback =
      typeof fallbackSkill === 'number'
        ? await this.directory.skill(accountId, fallbackSkill as SkillId)
        : fallbackSkill === undefined
          ? undefined
          : await this.directory.skillNamed(accountId, fallbackSkill)
    return {
      seat,
      retries: settings?.escalationRetries ?? DEFAULT_ESCALATION_RETRIES,
      stopped: wordsOf(settings?.friendlyResponse) ?? transferStopped,
      // Where no skill is named for silence, it is a transfer that failed (dialogs R7.6).
      ifSilent: fallback?.enabled ? await this.destinationOf(fallback, conversation) : 'none',
    }
  }

  /** Of the version that the dialog of this conversation runs: a newer one that was published meanwhile says nothing here. */
  private async settingsIn({ accountId, id }: OpenConversation, bot: Bot, config: AuthoredConfig, version?: string) {
    const run = version === undefined ? await this.around.storage.conversations.readRun(accountId, id) : undefined
    const own = run !== undefined && (run.state as Run).botId === String(bot.id) ? run.definitionHash : undefined
    return (await this.library.running(bot, config, version ?? own))?.definition.settings
  }

  /** What a transfer to this skill would come to now, for a dialog that asks before it goes on. */
  transferOf(conversation: OpenConversation, botId: BotId, chosen: ChosenTransfer): Promise<ResolvedTransfer> {
    return this.directory
      .bot(conversation.accountId, botId)
      .then((bot) => this.transfers.resolve(conversation, bot, { kind: 'transfer', chosen }))
  }

  private async escalationOf(conversation: OpenConversation, bot: Bot | undefined): Promise<Escalation> {
    const name = bot && this.seatConfigOf(bot)?.defaultSkill
    const skill = name === undefined ? undefined : await this.directory.skillNamed(conversation.accountId, name)
    return {
      ...this.wordsOfEscalation(conversation, bot),
      ...(skill && { destination: await this.destinationOf(skill, conversation) }),
    }
  }

  private wordsOfEscalation({ language }: OpenConversation, bot: Bot | undefined): Escalation {
    const words = bot && this.seatConfigOf(bot)?.escalation
    const texts = textsFor(language)
    return {
      toConsumer: words?.toConsumer ?? texts.escalated,
      ...(words?.toAgent !== undefined && { toAgent: words.toAgent }),
      failed: words?.failed ?? texts.escalationFailed,
      surveyFailed: texts.surveyFailed,
    }
  }

  private async destinationOf(
    skill: Skill,
    place: OpenPlace,
    mayTake: (bot: Bot) => boolean = () => true,
  ): Promise<Destination> {
    const bots = (await this.directory.botsOnSkill(skill.accountId, skill.id)).filter(mayTake)
    const chosen = chooseBot(
      bots.map(({ id, enabled, capacity }) => ({
        botId: id,
        enabled,
        capacity,
        load: this.loads.of(skill.accountId, id),
      })),
    )
    const bot = bots.find(({ id }) => id === chosen)
    const messages = await this.directory.automaticMessages(skill.accountId)
    const suggested = skill.suggestedMinutes ?? (await this.directory.account(skill.accountId))?.suggestedMinutes
    return {
      skillId: skill.id,
      responseTimes: skill.responseTimes,
      autoCloseMs: skill.autoCloseMs,
      ...(bot && { bot: this.seatOf(bot) }),
      ...(skill.failAfterMinutes !== undefined && { failAfterMs: minutes(skill.failAfterMinutes) }),
      ...(suggested !== undefined && { suggestedMs: minutes(suggested) }),
      ...(messages.some(({ kind }) => isAnnouncement(kind)) && { announces: true }),
      ...(await silencesOn(this.directory, skill.accountId, skill.id, messages)),
      ...(await opensAgain(this.directory, place, skill.id, this.around.clock.now())),
    }
  }

  /** Whether whoever waits in this account is told anything; as part of a command. */
  async announces(accountId: AccountId): Promise<{ readonly announces?: true }> {
    const messages = await this.directory.automaticMessages(accountId)
    return messages.some(({ kind }) => isAnnouncement(kind)) ? { announces: true } : {}
  }

  /** When people read what the consumer says now; as part of a command. Where an answer is owed already, its time counts. */
  async opensAgain(state: Conversation, at: EpochMs): Promise<Pick<SendMessage, 'opensAt' | 'closed'>> {
    if (state.phase !== 'main' || state.assignee.kind === 'bot' || state.pendingSince !== undefined) return {}
    const opens = await opensAgain(this.directory, state, state.skillId, at)
    // Whoever waits in a queue is told so by what is announced there.
    if (opens.opensAt === undefined || state.assignee.kind === 'queue') return opens
    return { ...opens, ...(await this.occasions.closedTo(state, at, opens.opensAt)) }
  }

  /** What is told of going back to the queue, and there; as part of a command (messaging T6). */
  async backInQueue(state: Conversation, at: EpochMs): Promise<Pick<BackToQueue, 'announces' | 'says'>> {
    if (state.phase !== 'main') return {}
    return { ...(await this.announces(state.accountId)), ...(await this.occasions.on('backToQueue', state, at)) }
  }

  async seat(accountId: AccountId, botId: BotId): Promise<BotSeat> {
    const bot = await this.directory.bot(accountId, botId)
    return bot === undefined ? seatOfMissing(botId) : this.seatOf(bot)
  }

  private seatOf(bot: Bot): BotSeat {
    const config = this.seatConfigOf(bot)
    if (config === undefined) return seatOfMissing(bot.id)
    return {
      botId: bot.id,
      welcome: config.welcomeMessage,
      turnBudgetMs: config.turnBudgetMs,
      typingWhileWaiting: config.typingWhileWaiting,
      hears: config.conversationEvents,
    }
  }
}

/** An author may want nothing to be said (dialogs R7.3). */
const wordsOf = (text: string | undefined): string | undefined => (text?.trim() === BLANK_MESSAGE ? '' : text)

/** What is gone still gets its turn, which then fails and leads to people. */
const seatOfMissing = (botId: BotId): BotSeat => ({
  botId,
  welcome: false,
  turnBudgetMs: DEFAULT_TURN_BUDGET_MS,
  typingWhileWaiting: false,
  hears: false,
})
