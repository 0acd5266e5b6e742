import { Abort, type AbortSignalLike, type BotId, type Boundary, type EpochMs, type Problem } from '@baton/base'
import { MAIN_PHASE_ACTIONS, SURVEY_PHASE_ACTIONS, validateReply } from '@baton/bot'
import type { AskOutcome, EndpointConfig } from '@baton/connector'
import type { BotFailureCode, Conversation, OpenConversation, TurnWork } from '@baton/conversation'
import { type Bot, StorageUnavailable } from '@baton/storage'
import type { AuthoredTurns } from './authored/authoredTurns.ts'
import { patient, STUCK } from './authored/stuck.ts'
import { isOpen } from './commands.ts'
import type { Conversations, Known } from './conversations.ts'
import type { AnswerAtOnce, Brought, JustOpened, Made, Undertaken } from './decider.ts'
import type { Directory } from './directory.ts'
import type { FileDesk } from './files/fileDesk.ts'
import { NewerRelease } from './newerRelease.ts'
import { describe, type Outcomes } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import { readTurn } from './readTurn.ts'
import type { Resolver } from './resolver.ts'
import { type NotThere, targetKey } from './transferTargets.ts'
import type { AbortReason, Work } from './workPool.ts'

/** Transfers of one turn that may turn out to lead nowhere while they are carried out; after them the last one is told late. */
const MOST_REFUSED = 5

type TurnAsked = Work & { readonly effect: TurnWork }

/** Who was asked, and in which phase. */
interface Asked {
  readonly bot: Bot
  readonly config: EndpointConfig
  readonly phase: OpenConversation['phase']
}

interface Failure {
  readonly code: BotFailureCode
  readonly cause: string
  readonly problems: readonly Problem[]
}

/** Asks bots, and brings home what they answered. */
export class Turns {
  private readonly around: Surroundings
  private readonly parts: {
    conversations: Conversations
    directory: Directory
    resolver: Resolver
    outcomes: Outcomes
    /** Absent where no sandbox is handed in. */
    authored?: AuthoredTurns | undefined
    /** Absent where no files are taken. */
    files?: FileDesk | undefined
    /** A retry is due then. */
    dueAt: (instant: EpochMs) => void
  }

  constructor(around: Surroundings, parts: Turns['parts']) {
    this.around = around
    this.parts = parts
  }

  /** One attempt. Never rejects. @param signal aborted when the turn was taken back, or the process stops */
  async perform(work: TurnAsked, signal: AbortSignalLike): Promise<void> {
    this.around.observe('work-claimed')
    try {
      await this.parts.outcomes.patiently(() => this.attempt(work, signal), signal)
    } catch (fault) {
      if (signal.aborted) return
      if (fault instanceof NewerRelease) return this.parts.outcomes.leave(work, fault)
      this.around.log.error({ ...placeOf(work), code: 'internal', cause: describe(fault) }, 'asking a bot failed')
      await this.fail(work, signal, { code: 'internal', cause: 'Baton met an unforeseen error.', problems: [] })
    }
  }

  /** For the commit that opens a turn: what a written bot says that needs nobody. Rejects only when the storage is unavailable. */
  async answerAtOnce({ accountId, known, effect, at }: JustOpened): ReturnType<AnswerAtOnce> {
    const { authored, directory, resolver } = this.parts
    const { state } = known
    if (authored === undefined || !isAsking(state, effect)) return undefined
    const bot = await directory.bot(accountId, effect.botId)
    if (bot?.kind !== 'authored' || !bot.enabled) return undefined
    try {
      const turnOf = () => readTurn(this.around.storage, known, state, effect)
      const work = { accountId, conversationId: state.id, effect, attempt: 1 }
      const began = performance.now()
      const outcome = await authored.atOnce({ work, state, bot, turnOf, known, signal: NEVER })
      if (!outcome?.ok) return undefined
      this.around.meter.time('bot-call', performance.now() - began)
      this.around.observe('bot-answered')
      const { reply, warnings, brings, copies } = outcome
      const resolution = await resolver.resolutionOfReply(state, bot.id, reply.action, versionIn(brings))
      // Where it cannot go after all, the turn is performed as every other, and goes on with its failure rule.
      if (resolution.transfer?.ok === false) return undefined
      const { turnId } = effect
      return { command: { type: 'acceptReply', turnId, reply, warnings, resolution, copies, at }, brings }
    } catch (fault) {
      if (fault instanceof StorageUnavailable) throw fault
      this.around.log.warn(
        { accountId, conversationId: state.id, cause: describe(fault) },
        'a bot could not answer at once',
      )
      return undefined
    }
  }

  private async attempt(work: TurnAsked, signal: AbortSignalLike): Promise<void> {
    const { accountId, conversationId, effect } = work
    const { conversations } = this.parts
    // The row of this work is there, so the turn was open when it was written: on this node, or on one whose word is still on its way.
    const known = await conversations.loadAs(accountId, conversationId, (state) => isAsking(state, effect))
    if (known?.unreadable !== undefined) throw new NewerRelease(known.unreadable)
    if (known === undefined || !isAsking(known.state, effect)) {
      // Another node went on with it meanwhile; the row goes, if it did not go already.
      return this.fail(work, signal, { code: 'internal', cause: 'The turn was over.', problems: [] })
    }
    const bot = await this.parts.directory.bot(accountId, effect.botId)
    if (!bot?.enabled) {
      return this.fail(work, signal, { code: 'bot-disabled', cause: 'The bot is switched off.', problems: [] })
    }
    if (bot.kind === 'authored') return this.attemptAuthored(work, known, known.state, bot, signal)
    const config = this.parts.resolver.configOf(bot)
    if (config === undefined) {
      return this.fail(work, signal, { code: 'internal', cause: "The bot's settings are incomplete.", problems: [] })
    }
    const outcome = await this.ask(work, known, known.state, config, signal)
    if (signal.aborted) return this.tellAborted(work, signal)
    if (outcome.ok) return this.accept(work, signal, { bot, config, phase: known.state.phase }, outcome)
    if (outcome.retryAfterMs !== undefined && (await this.retry(work, signal, outcome.retryAfterMs, outcome))) return
    return this.fail(work, signal, outcome)
  }

  private async attemptAuthored(
    work: TurnAsked,
    known: Known,
    state: OpenConversation,
    bot: Bot,
    signal: AbortSignalLike,
    refused: ReadonlyMap<string, NotThere> = new Map(),
  ): Promise<void> {
    const { authored } = this.parts
    if (authored === undefined) {
      return this.fail(work, signal, { code: 'internal', cause: 'This server runs no written bots.', problems: [] })
    }
    const turnOf = () => readTurn(this.around.storage, known, state, work.effect)
    const { alarm, clock } = this.around
    const patience = patient(signal, authored.patience(bot, work.attempt), { alarm, now: clock.now() })
    const began = performance.now()
    const outcome = await authored.attempt({ work, state, bot, turnOf, known, signal: patience.signal, refused })
    patience.end()
    this.around.meter.time('bot-call', performance.now() - began)
    if (signal.aborted) return this.tellAborted(work, signal)
    if (patience.isOver()) {
      if (await this.retry(work, signal, 0, STUCK)) return
      return this.fail(work, signal, STUCK)
    }
    if (!outcome.ok) return this.fail(work, signal, outcome)
    this.around.observe('bot-answered')
    const { reply, warnings, brings, copies } = outcome
    const { turnId, deadline } = work.effect
    const goesOn = outcome.goesOn ? { goesOn: { deadline } } : {}
    const { chosen } = reply.action?.kind === 'transfer' ? reply.action : {}
    let lost: NotThere | undefined
    await this.bringHome(
      work,
      signal,
      async (now, at) => {
        if (!isAsking(now, work.effect)) return { nothing: true }
        const { resolver } = this.parts
        const resolution = await resolver.resolutionOfReply(now, bot.id, reply.action, versionIn(brings))
        const { transfer } = resolution
        lost = chosen && transfer?.ok === false && refused.size < MOST_REFUSED ? transfer : undefined
        if (lost) return { refusal: 'not-permitted' }
        return { command: { type: 'acceptReply', turnId, reply, warnings, resolution, ...goesOn, copies, at }, brings }
      },
      outcome.goesOn ? 'segment-committed' : 'outcome-committed',
    )
    // What was promised a moment ago is not true any more: nothing was said yet, so the dialog goes on with its failure rule.
    if (chosen && lost && !signal.aborted) {
      const more = new Map([...refused, [targetKey(chosen), lost] as const])
      return this.attemptAuthored(work, known, state, bot, signal, more)
    }
  }

  private async ask(
    work: TurnAsked,
    known: Known,
    state: OpenConversation,
    config: EndpointConfig,
    signal: AbortSignalLike,
  ): Promise<AskOutcome> {
    const { accountId, conversationId, effect, attempt } = work
    const turn = await readTurn(this.around.storage, known, state, effect)
    this.around.meter.count('bot-calls')
    const began = performance.now()
    const outcome = await this.around.connector.ask({
      accountId,
      conversationId,
      botId: effect.botId,
      config,
      turn,
      announce: state.answeredTurns === 0,
      skillId: state.skillId,
      entryPointId: state.entryPointId,
      consumerId: state.consumerId,
      language: state.language,
      idempotencyKey: `${effect.id}/0`,
      attempt,
      deadline: effect.deadline,
      signal,
      ...(state.attributes && { attributes: state.attributes }),
      fileUrl: this.parts.files && ((fileId) => this.parts.files?.fetchAddress(accountId, fileId) ?? ''),
      onAnnounced: () => this.around.observe('bot-announced'),
    })
    this.around.meter.time('bot-call', performance.now() - began)
    this.around.observe('bot-answered')
    return outcome
  }

  private async accept(
    work: TurnAsked,
    signal: AbortSignalLike,
    { bot, config, phase }: Asked,
    { reply: untrusted }: Extract<AskOutcome, { ok: true }>,
  ): Promise<void> {
    const account = await this.parts.directory.account(work.accountId)
    const verdict = validateReply(untrusted, {
      imageHosts: account?.imageHosts ?? [],
      checkLinkHosts: config.checkLinkHosts,
      encodedMetadata: config.encodedMetadata,
      requireIntents: config.requireIntents,
      offers: phase === 'survey' ? SURVEY_PHASE_ACTIONS : MAIN_PHASE_ACTIONS,
    })
    if (!verdict.ok) {
      const { code, problems } = verdict
      const cause =
        problems[0] === undefined ? 'The bot answered nothing.' : `${problems[0].path}: ${problems[0].message}`
      return this.fail(work, signal, { code, cause, problems })
    }
    const { reply, problems: warnings } = verdict
    const leftOut = warnings.filter(({ severity }) => severity !== 'warning').slice(0, 10)
    if (leftOut.length > 0) {
      this.around.log.warn({ ...placeOf(work), problems: leftOut }, 'parts of a reply were left out')
    }
    await this.bringHome(work, signal, async (state, at) => {
      if (!isOpen(state)) return { nothing: true }
      const resolution = await this.parts.resolver.resolutionOfReply(state, bot.id, reply.action)
      return { command: { type: 'acceptReply', turnId: work.effect.turnId, reply, warnings, resolution, at } }
    })
  }

  /** Pauses are state: the row waits, not this process. @returns false when the attempt would come too late */
  private async retry(
    work: TurnAsked,
    signal: AbortSignalLike,
    pauseMs: number,
    { code, cause }: Failure,
  ): Promise<boolean> {
    const dueAt = (this.around.clock.now() + pauseMs) as EpochMs
    if (dueAt >= work.effect.deadline) return false
    this.around.observe('retry-decided')
    this.around.meter.count('bot-retries')
    this.around.log.warn({ ...placeOf(work), code, cause, attempt: work.attempt, pauseMs }, 'bot will be asked again')
    const { mailbox } = this.around.storage
    const kept = await this.parts.outcomes.patiently(
      () => mailbox.retryLater(work.effect.id, this.around.nodeId, dueAt),
      signal,
    )
    if (kept) this.parts.dueAt(dueAt)
    return true
  }

  private async fail(work: TurnAsked, signal: AbortSignalLike, { code, cause, problems }: Failure): Promise<void> {
    const { turnId, botId } = work.effect
    await this.bringHome(work, signal, async (state, at) => {
      if (!isAsking(state, work.effect)) return { nothing: true }
      const resolution = await this.parts.resolver.resolution(state, botId)
      return { command: { type: 'failTurn', turnId, code, cause, problems, resolution, at } }
    })
  }

  private async bringHome(
    work: TurnAsked,
    signal: AbortSignalLike,
    make: (state: Conversation, at: EpochMs) => Promise<Made>,
    boundary: Boundary = 'outcome-committed',
  ): Promise<void> {
    const { accountId, conversationId, effect } = work
    let wasLate: 'conversation-closed' | 'not-assigned' | undefined
    const undertaken = await this.parts.outcomes.bringHome({
      accountId,
      conversationId,
      settles: { kind: 'effect', effectId: effect.id, claimedBy: this.around.nodeId },
      boundary,
      botId: effect.botId,
      signal,
      make: (state, at) => {
        wasLate = isAsking(state, effect) ? undefined : latenessOf(state)
        return make(state, at)
      },
    })
    if (wasLate !== undefined || undertaken?.how === 'effect-gone') this.tellLate(work, undertaken, wasLate)
  }

  /** Whoever has the conversation now is talking; what the bot said or would have said is nobody's business any more. */
  private async tellAborted(work: TurnAsked, signal: AbortSignalLike): Promise<void> {
    if (signal.reason === ('stopping' satisfies AbortReason)) return
    const known = await this.parts.conversations.load(work.accountId, work.conversationId)
    this.tellLate(work, undefined, known && latenessOf(known.state))
  }

  private tellLate(work: TurnAsked, undertaken: Undertaken | undefined, why = 'not-assigned'): void {
    this.around.meter.count('late-replies')
    this.around.log.info({ ...placeOf(work), code: why, how: undertaken?.how }, 'a reply came too late and was dropped')
  }
}

const versionIn = ({ run }: Brought): string | undefined => (run === 'drop' ? undefined : run?.definitionHash)

/** What is over before it is saved cannot be taken back. */
const NEVER = new Abort()

/** Is this very turn, in this segment, still waiting for its bot? */
function isAsking(state: Conversation, effect: TurnWork): state is OpenConversation {
  return isOpen(state) && state.turn?.stage === 'asking' && state.turn.effectId === effect.id
}

/** connector R5.T25, R5.T26 */
const latenessOf = (state: Conversation) => (state.phase === 'closed' ? 'conversation-closed' : 'not-assigned')

const placeOf = ({
  accountId,
  conversationId,
  effect,
}: TurnAsked): {
  accountId: string
  conversationId: string
  turnId: number
  botId: BotId
} => ({ accountId, conversationId, turnId: effect.turnId, botId: effect.botId })
