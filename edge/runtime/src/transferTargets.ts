import { type AccountId, type AgentId, type BotId, type SkillId, seconds } from '@baton/base'
import type { BotAction, ChosenTransfer } from '@baton/bot'
import type { BotSeat, Destination, OpenConversation, ResolvedTransfer } from '@baton/conversation'
import { hasRoom, isOpenAt } from '@baton/routing'
import type { Bot, Person, Skill } from '@baton/storage'
import type { Directory } from './directory.ts'
import type { Surroundings } from './ports.ts'
import type { SeatConfig } from './seatConfig.ts'
import type { WhomToPassTo } from './whomToPassTo.ts'
import { hoursOf, type OpenPlace } from './words/hoursOf.ts'

type Transfer = Extract<BotAction, { kind: 'transfer' }>
export type NotThere = Extract<ResolvedTransfer, { ok: false }>

/** Names what a bot has chosen, to tell one try from another. */
export const targetKey = ({ skillId, botId }: ChosenTransfer): string =>
  botId === undefined ? `skill ${skillId}` : `bot ${botId}`

/** Says where a bot's wish to hand over leads at this moment, or why it leads nowhere (dialogs R7.15, messaging R5.3). */
export class TransferTargets {
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly people: WhomToPassTo
  private readonly parts: {
    configOf: (bot: Bot) => SeatConfig | undefined
    destinationOf: (skill: Skill, place: OpenPlace, mayTake: (bot: Bot) => boolean) => Promise<Destination>
    seatOf: (bot: Bot) => BotSeat
  }

  constructor(around: Surroundings, directory: Directory, people: WhomToPassTo, parts: TransferTargets['parts']) {
    this.around = around
    this.directory = directory
    this.people = people
    this.parts = parts
  }

  /** @param bot who hands over; undefined when it is gone meanwhile */
  async resolve(conversation: OpenConversation, bot: Bot | undefined, action: Transfer): Promise<ResolvedTransfer> {
    const { accountId } = conversation
    const { chosen } = action
    const context = chosen?.context ?? action.context
    if (chosen?.botId !== undefined) return this.toBot(conversation, bot, chosen.botId, chosen)
    const skill =
      chosen?.skillId === undefined
        ? await this.named(accountId, action.skillName ?? (bot && this.parts.configOf(bot)?.defaultSkill))
        : await this.numbered(accountId, chosen.skillId)
    if ('ok' in skill) return skill
    if (!(await this.people.mayPassOn(accountId, conversation.skillId, skill.id))) {
      const cause = `Conversations of this skill are not passed on to the skill "${skill.name}".`
      return { ok: false, why: 'notPermitted', skillId: skill.id, cause }
    }
    // A bot that passes the baton wants somebody else to have it, even where it sits on that skill itself.
    const destination = await this.parts.destinationOf(skill, conversation, ({ id }) => id !== bot?.id)
    const refusal = destination.bot === undefined ? await this.refusalOf(conversation, skill) : undefined
    if (refusal !== undefined) return refusal
    const suggestedAgentId =
      destination.bot === undefined ? await this.agentNamed(conversation, bot, action.agentId, skill.id) : undefined
    return {
      ok: true,
      destination,
      ...(suggestedAgentId !== undefined && { suggestedAgentId }),
      ...(context && { context }),
    }
  }

  private async named(accountId: AccountId, name: string | undefined): Promise<Skill | NotThere> {
    if (name === undefined) {
      return { ok: false, why: 'unknownSkill', cause: 'The bot named no skill, and has no default skill.' }
    }
    const skill = await this.directory.skillNamed(accountId, name)
    if (skill !== undefined) return skill
    const cause = `The skill "${name.slice(0, 100)}" does not exist or is switched off.`
    const off = await this.directory.skillCalled(accountId, name)
    return off === undefined
      ? { ok: false, why: 'unknownSkill', cause }
      : { ok: false, why: 'disabledSkill', cause, skillId: off.id }
  }

  private async numbered(accountId: AccountId, id: SkillId): Promise<Skill | NotThere> {
    const skill = await this.directory.skill(accountId, id)
    if (skill?.enabled) return skill
    if (skill === undefined)
      return { ok: false, why: 'unknownSkill', cause: `There is no skill with the number ${id}.` }
    return { ok: false, why: 'disabledSkill', skillId: id, cause: `The skill "${skill.name}" is switched off.` }
  }

  /** Why people of this skill are not to be given it now. */
  private async refusalOf(conversation: OpenConversation, skill: Skill): Promise<NotThere | undefined> {
    const { id: skillId, name } = skill
    if (skill.failOutOfHours === true) {
      const hours = await hoursOf(this.directory, conversation, skillId)
      if (hours !== undefined && !isOpenAt(hours, this.around.clock.now())) {
        return { ok: false, why: 'outOfHours', skillId, cause: `The skill "${name}" is closed at this time.` }
      }
    }
    if (skill.failIfNobodyOnline !== true || (await this.isAttended(skill))) return undefined
    const cause = `Nobody of the skill "${name}" is online, and it wants to be told then.`
    return { ok: false, why: 'nobodyOnline', skillId, cause }
  }

  /** Whether anybody of this skill is online (messaging R5.8). */
  private async isAttended({ accountId, id }: Skill): Promise<boolean> {
    const { desk } = this.around.storage
    const agents = (await desk.listAgentsOnSkill(accountId, id)).map(({ agentId }) => agentId)
    const now = this.around.clock.now()
    const present = await desk.listPresence(accountId, agents)
    return present.some(({ status, leaseUntil }) => status === 'online' && (leaseUntil ?? 0) > now)
  }

  /** Another bot, on the first of its skills that is in use; nobody of that skill needs to be there. */
  private async toBot(
    conversation: OpenConversation,
    from: Bot | undefined,
    botId: BotId,
    { context }: ChosenTransfer,
  ): Promise<ResolvedTransfer> {
    const { accountId } = conversation
    const target = await this.directory.bot(accountId, botId)
    if (!target?.enabled || target.id === from?.id) {
      return {
        ok: false,
        why: 'unknownSkill',
        cause: `The bot ${botId} does not exist, is switched off or is this one.`,
      }
    }
    for (const skillId of target.skillIds) {
      const skill = await this.directory.skill(accountId, skillId)
      if (!skill?.enabled) continue
      const destination = await this.parts.destinationOf(skill, conversation, ({ id }) => id === target.id)
      return {
        ok: true,
        destination: { ...destination, bot: this.parts.seatOf(target) },
        ...(context && { context }),
      }
    }
    return { ok: false, why: 'disabledSkill', cause: `The bot "${target.name}" sits on no skill that is in use.` }
  }

  private async agentNamed(
    { accountId, joined }: OpenConversation,
    bot: Bot | undefined,
    given: string | undefined,
    skillId: SkillId,
  ) {
    if (given === undefined) return undefined
    const why = !/^[0-9]{1,15}$/.test(given)
      ? 'not-a-number'
      : joined.some(({ agentId }) => agentId === Number(given))
        ? 'takes-part' // messaging R5.12
        : await this.mayNotHave(accountId, bot, Number(given) as AgentId, skillId)
    if (why === undefined) return Number(given) as AgentId
    this.around.log.warn({ accountId, agentId: given, skillId, why }, 'suggested agent is not asked')
    return undefined
  }

  /**
   * An agent is suggested who has the skill and is available, which is to say online and with a free place; those who are away or
   * offline by the bot's right to it (dialogs R7.8, connector R4.16). Everybody else is no error: the skill gets it.
   */
  private async mayNotHave(accountId: AccountId, bot: Bot | undefined, agentId: AgentId, skillId: SkillId) {
    const person: Person | undefined = await this.directory.person(accountId, agentId)
    if (person === undefined) return 'unknown'
    if (!person.enabled) return 'disabled'
    if (!person.skillIds.includes(skillId)) return 'without-the-skill'
    const may = (bot && this.parts.configOf(bot)?.transferToAgents) ?? { online: true, away: false, offline: false }
    const { desk } = this.around.storage
    const now = this.around.clock.now()
    const status = await this.people.statusOf(accountId, agentId)
    if (status === 'offline') return may.offline ? undefined : 'offline'
    if (status === 'away') return may.away ? undefined : 'away'
    if (status === 'busy' || !may.online) return status === 'busy' ? 'busy' : 'not-permitted'
    const [held] = await desk.readLoads(accountId, [agentId], now)
    return hasRoom({ load: held?.load ?? 0, capacity: person.capacity }) ? undefined : 'full'
  }
}

/** How long nobody may be online before those who wait go back to their bots, where a skill says nothing else (messaging R5.8). */
export const NOBODY_ONLINE_MS = seconds(60)
