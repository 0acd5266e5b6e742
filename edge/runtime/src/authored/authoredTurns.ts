import { createHash } from 'node:crypto'
import type { AbortSignalLike, Problem } from '@baton/base'
import {
  type BotAction,
  MAIN_PHASE_ACTIONS,
  type Reply,
  type ReplyItem,
  SURVEY_PHASE_ACTIONS,
  type Turn,
  validateReply,
} from '@baton/bot'
import { channelName } from '@baton/connector'
import type { Content } from '@baton/content'
import type { BotFailureCode, Copy, OpenConversation, TurnWork } from '@baton/conversation'
import { type Facts, type Input, type Need, type NeedAnswer, newRun, type Output, type Run } from '@baton/dialog'
import type { Bot, JournalEntry, Run as StoredRun } from '@baton/storage'
import { channelOf } from '../channelOf.ts'
import type { Known } from '../conversations.ts'
import type { Brought, Decider } from '../decider.ts'
import type { Directory } from '../directory.ts'
import type { Surroundings } from '../ports.ts'
import type { Resolver } from '../resolver.ts'
import type { NotThere } from '../transferTargets.ts'
import type { Work } from '../workPool.ts'
import { answerNeed, isOutside, isQuick } from './answerNeed.ts'
import { authoredConfigOf } from './authoredConfig.ts'
import type { AuthoredParts } from './authoredParts.ts'
import { hashOf, journalOf, toJournal } from './journal.ts'
import { keepsOf } from './keeps.ts'
import type { Library } from './library.ts'
import type { Asking, Means } from './needs/asking.ts'
import { BEGINNING, between, type Position, resumed, savedState } from './progress.ts'
import { patienceOf, type StuckStep, stuckStep } from './stuck.ts'
import { toInputs } from './toInputs.ts'
import { type Said, toReply } from './toReply.ts'
import { type Answered, Walk } from './walk.ts'

/** Needs of one turn; a dialog that wants more goes in circles. */
const MOST_NEEDS = 200

/** What an authored turn, or one segment of it, came to. */
export type AuthoredOutcome =
  | {
      readonly ok: true
      readonly reply: Reply
      readonly warnings: readonly Problem[]
      readonly brings: Brought
      /** This was a segment: the dialog waits for somebody outside, who is asked when these words are told. */
      readonly goesOn: boolean
      /** Files on their way to the brand. */
      readonly copies: readonly Copy[]
    }
  | { readonly ok: false; readonly code: BotFailureCode; readonly cause: string; readonly problems: readonly Problem[] }

/** A turn that a bot is asked for. */
export interface Attempt {
  readonly work: Work & { readonly effect: TurnWork }
  readonly state: OpenConversation
  readonly bot: Bot
  readonly turnOf: () => Promise<Turn>
  /** What this node has in memory of the conversation. */
  readonly known: Pick<Known, 'run'>
  readonly signal: AbortSignalLike
  /** Transfers that the commit of an earlier try found to lead nowhere; the dialog goes on with its failure rule. */
  readonly refused?: ReadonlyMap<string, NotThere>
}

/** What every walk of a turn is given. */
type Parts = ConstructorParameters<typeof Walk>[0]

/** Performs the turns of bots that are written here: load the run, advance, answer what it needs, and hand back what it says. */
export class AuthoredTurns {
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly decider: Decider
  private readonly library: Library
  private readonly means: Means
  /** Turns that were begun in the commit that opened them, by their row, and wait for somebody. Go with the row where that commit fails. */
  private readonly begun = new WeakMap<TurnWork, Walk>()

  constructor(
    around: Surroundings,
    parts: { directory: Directory; decider: Decider; resolver: Resolver; library: Library },
    authored: AuthoredParts,
  ) {
    this.around = around
    this.directory = parts.directory
    this.decider = parts.decider
    const { directory, resolver, library } = parts
    this.library = library
    this.means = { around, directory, resolver, library, parts: authored }
  }

  /**
   * One attempt at one segment. Repeated after a crash, it gives what was answered before to the dialog again, and asks nobody
   * twice; what former segments said is saved, with the dialog's progress, and is not gone through again. The first one goes on
   * where the dialog stood when its turn was opened here, if it still is what it was.
   */
  async attempt(attempt: Attempt): Promise<AuthoredOutcome> {
    const { accountId, conversationId, effect } = attempt.work
    const begun = this.begun.get(effect)
    this.begun.delete(effect)
    if (begun !== undefined && begun.state.seq === attempt.state.seq && begun.work.attempt === attempt.work.attempt) {
      begun.isAtOnce = false
      begun.signal = attempt.signal
      return (await this.follow(begun)) ?? failed('The turn came to no end.')
    }
    const before = await this.around.storage.conversations.readJournal(accountId, conversationId, effect.turnId)
    const outcome = await this.perform(attempt, before, false)
    return outcome ?? failed('The turn came to no end.')
  }

  /** How long one try may take, in milliseconds; undefined: as long as the turn. */
  patience(bot: Bot, attempt: number): number | undefined {
    const config = authoredConfigOf(bot)
    return config && patienceOf(config, attempt)
  }

  /**
   * The whole turn where the dialog needs nothing that takes time: no script, no search, nobody outside.
   * @returns undefined where it does; nothing has happened then, and an attempt at the same row goes on from there
   */
  atOnce(attempt: Attempt): Promise<AuthoredOutcome | undefined> {
    return this.perform(attempt, [], true)
  }

  private async perform(
    { work, state, bot, turnOf, known, signal, refused = new Map() }: Attempt,
    before: readonly JournalEntry[],
    isAtOnce: boolean,
  ): Promise<AuthoredOutcome | undefined> {
    const config = authoredConfigOf(bot)
    if (config === undefined) return failed("The bot's settings are incomplete.")
    const { accountId, conversationId, effect } = work
    const { turnId, segment = 0 } = effect
    const stored = known.run ?? (await this.around.storage.conversations.readRun(accountId, conversationId))
    const own = stored !== undefined && (stored.state as Run).botId === String(bot.id) ? stored : undefined
    const shelved = await this.library.running(bot, config, own?.definitionHash)
    if (shelved === undefined) return failed('No version of the bot is published.')
    const account = await this.directory.account(accountId)
    const parts: Parts = { work, state, bot, account, config, shelved, signal, before, refused, isAtOnce }
    // A definition that is gone takes its run with it; the consumer begins anew.
    const fitting = own?.definitionHash === shelved.hash ? own : undefined
    const stuck = stuckStep(config, work.attempt, (fitting?.state as Run | undefined) ?? {})
    if (stuck !== undefined) return this.unstick(parts, fitting, stuck)
    if (segment === 0) {
      const begun = fitting === undefined ? await this.begin(parts) : between(fitting)
      const run = await this.withFacts(begun, parts)
      return this.follow(new Walk(parts, { run, from: BEGINNING }, await this.inputsOf(parts, await turnOf())))
    }
    const start = resumed(fitting, before, { turnId, segment })
    if (start === undefined) return failed('The progress of the turn is gone.')
    return this.follow(new Walk(parts, start, await this.inputsOf(parts, await turnOf())))
  }

  /** The bot did not answer, however often it was asked (dialogs R3.45). What it was about to do is left; what it was told before stays told. */
  private async unstick(parts: Parts, fitting: StoredRun | undefined, step: StuckStep): Promise<AuthoredOutcome> {
    const { work, state, config, before } = parts
    if (step === 'give-up') return silent('The bot did not answer, however often it was asked.')
    const { retryMessageInterval, messageResendMaxRetries } = config.connector
    const run = await this.withFacts(fitting === undefined ? await this.begin(parts) : between(fitting), parts)
    // Behind the places of what was answered in the turn, which is not gone through again.
    const needs = Math.max(-1, ...before.map(({ needIndex }) => needIndex)) + 1
    const { segment = 0 } = work.effect
    const at = openedAt(state) + retryMessageInterval * messageResendMaxRetries
    const from = { segment, input: 0, needs, needsBefore: needs }
    const outcome = await this.follow(new Walk(parts, { run, from }, [{ kind: 'stuck', at, step }]))
    if (outcome === undefined) return failed('The turn came to no end.')
    if (step === 'escalate' && outcome.ok && outcome.reply.action === undefined) {
      return silent('The bot did not answer, and nobody was there to hand the conversation over to.')
    }
    return outcome
  }

  private async inputsOf(parts: Parts, turn: Turn): Promise<readonly Input[]> {
    return toInputs(turn, parts.config, openedAt(parts.state), await this.shownTo(parts, turn))
  }

  private async begin({ work, state, bot }: Pick<Walk, 'work' | 'state' | 'bot'>): Promise<Run> {
    const { accountId } = work
    const now = this.around.clock.now()
    const lasting = await this.around.storage.authored.readLasting(accountId, bot.id, state.consumerId, now)
    const seed = createHash('sha256').update(work.effect.id).digest().readInt32LE()
    return newRun(String(bot.id), this.factsOf(state, bot), seed, lasting)
  }

  /** What is known of the conversation may have changed since; the environment too. */
  private async withFacts(
    run: Omit<Run, 'facts'>,
    { state, bot, account, config }: Pick<Walk, 'state' | 'bot' | 'account' | 'config'>,
  ): Promise<Run> {
    const { environmentId } = config
    const { groupId } = bot
    const group = groupId === undefined ? undefined : await this.directory.botGroup(state.accountId, groupId)
    const environment =
      environmentId === undefined ? undefined : await this.directory.environment(state.accountId, environmentId)
    return {
      ...run,
      facts: {
        ...this.factsOf(state, bot),
        takesFiles: account?.files?.enabled === true,
        ...(environment && { environment: environment.variables }),
        // Who asks afterwards has been given the conversation to ask, not to pass it on (dialogs R1.7).
        ...(group?.collaborates && state.phase !== 'survey' && { collaborates: true }),
      },
    }
  }

  private factsOf(state: OpenConversation, bot: Bot): Facts {
    const { accountId, id: conversationId, consumerId, attributes, skillId } = state
    return {
      ...{ accountId, conversationId, consumerId, channel: channelName(channelOf(state)) },
      botUser: { id: String(bot.id), firstName: bot.nickname },
      engagementAttributes: { ...attributes, currentSkillId: String(skillId), brandId: accountId },
    }
  }

  /** @returns undefined where the turn is not over at once, and was to be */
  private async follow(walk: Walk): Promise<AuthoredOutcome | undefined> {
    for (let need = walk.need; need !== undefined; need = walk.need) {
      if (walk.isAtOnce && !isQuick(need)) {
        this.begun.set(walk.work.effect, walk)
        return undefined
      }
      if (walk.signal.aborted) return failed('The turn was taken back.')
      if (walk.needs >= MOST_NEEDS) return failed(`The dialog asked for more than ${MOST_NEEDS} things in one turn.`)
      // "One moment…" is with the consumer before the slow call begins.
      if (isOutside(need) && walk.hasWords) return this.toOutcome(walk, walk.position)
      const known = this.answeredBefore(walk, need)
      if (known === 'changed') return failed('The bot was changed while it was calling a service.')
      const { answer, at } = known ?? (await this.answerNow(walk, need))
      walk.answer(answer as NeedAnswer, Math.max(openedAt(walk.state), at), need)
    }
    return this.toOutcome(walk, undefined)
  }

  private async shownTo({ work }: Parts, { messages }: Turn): Promise<ReadonlyMap<number, Content>> {
    const places = messages.flatMap(({ clickOn }) => clickOn ?? [])
    if (places.length === 0) return new Map()
    const { accountId, conversationId } = work
    const read = await this.around.storage.conversations.readEvents(accountId, conversationId, places)
    return new Map(
      read.flatMap(({ seq, event }) =>
        event.type === 'messageSent' && event.body ? [[seq, event.body.content] as const] : [],
      ),
    )
  }

  private answeredBefore({ before, needs }: Walk, need: Need): JournalEntry | 'changed' | undefined {
    const entry = before.find(({ needIndex }) => needIndex === needs)
    if (entry === undefined) return undefined
    if (entry.needHash === hashOf(need)) return entry
    // What this house answers by itself can be answered again; what was asked outside must not be.
    return isOutside(need) ? 'changed' : undefined
  }

  private async answerNow(walk: Walk, need: Need): Promise<Answered> {
    const { work, state, bot, config, shelved, signal, namespaces, contextWrites, refused, needs: needIndex } = walk
    // What came before must not be done again if this process ends while somebody is being asked.
    if (isOutside(need) || walk.owesJournal) await this.save(walk)
    const asking: Asking = {
      ...{ state, bot, config, shelved, namespaces, contextWrites, refused, signal },
      idempotencyKey: `${work.effect.id}/${needIndex}`,
    }
    const answer = await answerNeed(need, asking, this.means).catch((fault: unknown): NeedAnswer => {
      const { turnId } = work.effect
      this.around.log.warn({ turnId, botId: bot.id, need: need.kind, err: fault }, 'a need of a dialog failed')
      return { kind: 'failed', message: fault instanceof Error ? fault.message : String(fault) }
    })
    const answered: Answered = { needIndex, need, answer, at: this.around.clock.now() }
    walk.unsaved.push(answered)
    if (isOutside(need) && !signal.aborted) walk.owesJournal = true
    return answered
  }

  /** Saves what was answered so far, where the dialog is not over with it; where it is, the turn's own commit does. */
  private async save(walk: Walk): Promise<void> {
    const journal = toJournal(walk.work, walk.unsaved.splice(0))
    if (journal.length === 0) return
    const { owesJournal } = walk
    walk.owesJournal = false
    const { accountId, conversationId } = walk.work
    await this.decider.undertake({
      accountId,
      conversationId,
      boundary: 'command-committed',
      make: () => ({ nothing: true, brings: { journal } }),
    })
    if (owesJournal) this.around.observe('answers-journaled')
  }

  /** @param next where the turn goes on; undefined when it is over */
  private async toOutcome(walk: Walk, next: Position | undefined): Promise<AuthoredOutcome> {
    const { state, bot, account, work, shelved, namespaces, outputs, start: before, run: after } = walk
    const said = toReply(outputs)
    // Only its commit shows whether it leads anywhere; if not, the turn is gone through again.
    if (walk.owesJournal && said.chosen !== undefined) await this.save(walk)
    const at = this.around.clock.now()
    const whose = { botId: bot.id, consumerId: state.consumerId, conversationId: state.id, at }
    const brings: Brought = {
      run: { turnId: work.effect.turnId, definitionHash: shelved.hash, ...savedState(after, next) },
      journal: journalOf(walk, { at, goesOn: next !== undefined }),
      keeps: keepsOf(outputs, { before: before.permanent, after: after.permanent }, namespaces, whose),
    }
    const goesOn = next !== undefined
    const beside = besideOf(walk, said)
    const copies = copiesOf(outputs)
    if (said.isSilent) {
      return { ok: true, reply: { items: [], intents: [], ...beside }, warnings: [], brings, goesOn, copies }
    }
    const verdict = validateReply(said.untrusted, {
      imageHosts: account?.imageHosts ?? [],
      encodedMetadata: true,
      requireIntents: false,
      offers: state.phase === 'survey' ? SURVEY_PHASE_ACTIONS : MAIN_PHASE_ACTIONS,
    })
    if (!verdict.ok) {
      if (walk.owesJournal) await this.save(walk)
      const { code, problems } = verdict
      const [first] = problems
      return { ok: false, code, cause: first ? `${first.path}: ${first.message}` : '', problems }
    }
    const { action, ...words } = verdict.reply
    const reply = {
      ...words,
      ...beside,
      items: withExactDelays(words.items, said.delaysMs),
      ...(action && { action: withChoice(action, said) }),
    }
    return { ok: true, reply, warnings: verdict.problems, brings, goesOn, copies }
  }
}

/** What goes with the words without being said. */
function besideOf(
  { failedTransfers }: Walk,
  { surveyAnswers }: Said,
): Pick<Reply, 'surveyAnswers' | 'failedTransfers'> {
  return {
    ...(surveyAnswers.length > 0 && { surveyAnswers }),
    ...(failedTransfers.length > 0 && { failedTransfers }),
  }
}

/** The gate knows skills by name only; what was chosen by number goes beside it. */
function withChoice(action: BotAction, { chosen }: Said): BotAction {
  if (action.kind !== 'transfer' || chosen === undefined) return action
  const { kind, agentId } = action
  return { kind, chosen, ...(agentId !== undefined && { agentId }) }
}

/** Files go on their way with the commit of what is said beside them. */
const copiesOf = (outputs: readonly Output[]): Copy[] =>
  outputs.flatMap((output) => {
    if (output.kind !== 'upload') return []
    const { uploadId, fileId, integration, request } = output
    const { type: _type, ...call } = request
    return [{ uploadId, fileId, integration, request: call }]
  })

const failed = (cause: string): AuthoredOutcome => ({ ok: false, code: 'internal', cause, problems: [] })
const silent = (cause: string): AuthoredOutcome => ({ ok: false, code: 'silent', cause, problems: [] })

const openedAt = ({ turn, lastAt }: OpenConversation): number => turn?.openedAt ?? lastAt

function withExactDelays(items: readonly ReplyItem[], exact: readonly number[]): ReplyItem[] {
  let next = 0
  return items.map((item) => {
    if (item.kind !== 'delay') return item
    const ms = exact[next++] ?? item.durationMs
    return { ...item, durationMs: Math.min(ms, item.durationMs) }
  })
}
