import { type AccountId, after, type EntryPointId, type EpochMs, minutes, type SkillId } from '@baton/base'
import {
  type Announce,
  type Announcement,
  answerDueAt,
  type Open,
  type OpenConversation,
  type SpeakOfSilence,
  type Welcome,
} from '@baton/conversation'
import { isOpenAt, type OpeningHours } from '@baton/routing'
import type { Directory } from '../directory.ts'
import type { Presences } from '../dispatcher/presences.ts'
import type { Surroundings } from '../ports.ts'
import { filled, localeOf, responseTimeIn, textFor, type Values } from './automaticTexts.ts'
import { hoursOf, opensAtIn } from './hoursOf.ts'
import type { QueueNumbers } from './queueNumbers.ts'
import { wordsOfSilence } from './silences.ts'

/** How often whoever waits is looked at where their place is not told again: nobody may be there any more. */
const LOOK_AGAIN_MS = minutes(5)

/** As `Open` says them. */
type Said = NonNullable<Open['says']>
export interface WordsAtOpening {
  readonly welcome?: Said
  readonly surveyExpired?: Said
}

export interface Opening {
  readonly accountId: AccountId
  readonly entryPointId: EntryPointId
  readonly skillId: SkillId
  readonly language: string
  /** How soon an answer is promised. */
  readonly responseMs: number
  /** The first conversation that this consumer ever has with the brand. */
  readonly isFirst: boolean
  /** People answer there, and not a bot, who is there day and night. */
  readonly byPeople: boolean
}

/** The nearest first: that it is closed is worth more to know than that one is welcome for the first time (messaging R3.16). */
const WELCOMED_AS: { readonly [when in Welcome]: readonly Welcome[] } = {
  welcome: ['welcome'],
  welcomeFirst: ['welcomeFirst', 'welcome'],
  welcomeClosed: ['welcomeClosed', 'welcome'],
  welcomeFirstClosed: ['welcomeFirstClosed', 'welcomeClosed', 'welcomeFirst', 'welcome'],
}

/** What the brand says by itself, and when. */
export class AutomaticWords {
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly presences: () => Pick<Presences, 'isLeased'>
  private readonly numbers: Pick<QueueNumbers, 'estimate'>

  constructor(
    around: Surroundings,
    parts: {
      directory: Directory
      presences: () => Pick<Presences, 'isLeased'>
      numbers: Pick<QueueNumbers, 'estimate'>
    },
  ) {
    this.around = around
    this.directory = parts.directory
    this.presences = parts.presences
    this.numbers = parts.numbers
  }

  /** What may be said behind the first words of a conversation, by the occasion. */
  async atOpening(opening: Opening, at: EpochMs): Promise<WordsAtOpening> {
    const { accountId, language, responseMs } = opening
    const messages = await this.directory.automaticMessages(accountId)
    if (messages.length === 0) return {}
    const hours = opening.byPeople ? await hoursOf(this.directory, opening, opening.skillId) : undefined
    const values: Values = {
      brand: (await this.directory.account(accountId))?.name,
      responseTime: responseTimeIn(language, responseMs),
      opensAt: opensAtIn(language, hours, at),
    }
    const said = (kind: Said['kind']): Said | undefined => {
      const text = textFor(messages, kind, opening)
      const whole = text && filled(text, values)
      return whole === undefined ? undefined : { kind, text: whole }
    }
    const isClosed = hours !== undefined && !isOpenAt(hours, at)
    const when: Welcome = `welcome${opening.isFirst ? 'First' : ''}${isClosed ? 'Closed' : ''}`
    const as = WELCOMED_AS[when].find((kind) => textFor(messages, kind, opening) !== undefined)
    const welcome = as && said(as)
    const surveyExpired = said('surveyExpired')
    return { ...(welcome && { welcome }), ...(surveyExpired && { surveyExpired }) }
  }

  /** What there is to say of whoever says nothing, and when to look again. */
  ofSilence(state: OpenConversation, at: EpochMs): Promise<SpeakOfSilence> {
    return wordsOfSilence(this.directory, state, at, async (text) => {
      const { accountId, assignee, skillId } = state
      const person = assignee.kind === 'agent' ? await this.directory.person(accountId, assignee.agentId) : undefined
      const hours = text.includes('{opensAt}') ? await hoursOf(this.directory, state, skillId) : undefined
      const brand = (await this.directory.account(accountId))?.name
      return filled(text, { brand, agent: person?.nickname, ...(await this.values(text, state, hours, at)) })
    })
  }

  /** What there is to tell whoever waits now, and when to look again. */
  async announcement(state: OpenConversation, at: EpochMs): Promise<Announce> {
    const { accountId } = state
    const account = await this.directory.account(accountId)
    const everyMs = account?.queueUpdateMinutes === undefined ? undefined : minutes(account.queueUpdateMinutes)
    const silent: Announce = { type: 'announce', at, nextAt: after(at, everyMs ?? LOOK_AGAIN_MS) }
    const hours = await hoursOf(this.directory, state, state.skillId)
    const kind = await this.occasion(state, hours, at)
    // Said again is only how far they have come, and that only where the brand wants it.
    if (kind === state.announced && !(kind === 'queued' && everyMs !== undefined)) return silent

    const messages = await this.directory.automaticMessages(accountId)
    const text = textFor(messages, kind, state)
    const said = text && filled(text, { brand: account?.name, ...(await this.values(text, state, hours, at)) })
    return said ? { ...silent, words: { kind, text: said } } : silent
  }

  private async occasion(state: OpenConversation, hours: OpeningHours | undefined, at: EpochMs): Promise<Announcement> {
    if (hours !== undefined && !isOpenAt(hours, at)) return 'closed'
    return (await this.isSomebodyHere(state.accountId, state.skillId)) ? 'queued' : 'nobodyHere'
  }

  private async isSomebodyHere(accountId: AccountId, skillId: SkillId): Promise<boolean> {
    const { desk } = this.around.storage
    const agents = await desk.listAgentsOnSkill(accountId, skillId)
    const presences = await desk.listPresence(
      accountId,
      agents.map(({ agentId }) => agentId),
    )
    return presences.some(
      (presence) => (presence.status === 'online' || presence.status === 'busy') && this.presences().isLeased(presence),
    )
  }

  private async values(
    text: string,
    state: OpenConversation,
    hours: OpeningHours | undefined,
    at: EpochMs,
  ): Promise<Values> {
    const { accountId, id, skillId, language } = state
    const values: { -readonly [K in keyof Values]: Values[K] } = { responseTime: responseTimeOf(state, at) }
    if (/\{(position|minutes)\}/.test(text)) {
      const ahead = await this.around.storage.conversations.countAhead(accountId, id)
      if (ahead !== undefined) {
        values.position = new Intl.NumberFormat(localeOf(language)).format(ahead + 1)
        const waitMs = await this.numbers.estimate(accountId, skillId, ahead + 1)
        if (waitMs !== undefined) values.minutes = String(Math.max(1, Math.ceil(waitMs / minutes(1))))
      }
    }
    if (text.includes('{opensAt}')) values.opensAt = opensAtIn(language, hours, at)
    return values
  }
}

/** @returns undefined when nothing is owed, or it is too late (messaging R3.16) */
function responseTimeOf(state: OpenConversation, at: EpochMs): string | undefined {
  const dueAt = answerDueAt(state)
  return dueAt === undefined ? undefined : responseTimeIn(state.language, dueAt - at)
}
