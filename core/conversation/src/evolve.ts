import type { AgentId, EpochMs } from '@baton/base'
import { type AutomaticKind, announcedBy, isSilence } from './automatic.ts'
import type { Assignee, ClosedConversation, Conversation, CopyResult, OpenConversation } from './conversation.ts'
import { absent } from './conversation.ts'
import type {
  Assigned,
  Closed,
  ConversationEvent,
  CopyEnded,
  MessageSent,
  OfferEnded,
  Opened,
  Recorded,
  SurveyOpened,
  TagsChanged,
  TransferFailed,
  Transferred,
  TurnContinued,
  TurnEnded,
  TurnOpened,
} from './events.ts'
import { MAX_ASKED } from './limits.ts'
import { isPublic } from './visibility.ts'

/**
 * Raised whenever `evolve` folds differently, and whenever a release writes a new type or version of an event: state rows of
 * another version are folded again from the log, and a node of an older release then meets what it cannot read.
 */
export const STATE_VERSION = 9

/** What one event makes of the state. Total: an event that does not fit its state changes nothing but the place. */
export function evolve(conversation: Conversation, { seq, at, event }: Recorded): Conversation {
  if (conversation.phase === 'absent') return event.type === 'opened' ? opened(event, seq, at) : conversation
  const lastPublicSeq = isPublic(event) ? seq : conversation.lastPublicSeq
  const placed: Own<OpenConversation | ClosedConversation> = { ...conversation, seq, lastPublicSeq, lastAt: at }
  if (placed.phase === 'closed') return event.type === 'erased' ? withoutAttributes(placed) : placed
  return evolveOpen(placed, event)
}

/** A copy that nobody else has seen yet. What happens with every message changes it in place: copying is what costs. */
type Own<C> = { -readonly [Field in keyof C]: C[Field] }

/** The state after a whole log. */
export function fold(log: readonly Recorded[], from: Conversation = absent): Conversation {
  return log.reduce(evolve, from)
}

function evolveOpen(open: Own<OpenConversation>, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'messageSent':
      return messageSent(open, event)
    case 'attributesChanged':
      return event.body ? { ...open, attributes: event.body.attributes } : withoutAttributes(open)
    case 'turnOpened':
      return turnOpened(open, event)
    case 'turnAnswered':
      open.answeredTurns += 1
      return open
    case 'turnPaused':
      return open.turn ? { ...open, turn: { ...open.turn, stage: 'pausing', typing: event.typing } } : open
    case 'turnContinued':
      return turnContinued(open, event)
    case 'turnEnded':
      return turnEnded(open, event)
    case 'transferred':
      return transferred(open, event)
    case 'transferFailed':
      return transferFailed(open, event)
    case 'escalationFailed':
      return { ...open, failedEscalations: open.failedEscalations + 1 }
    case 'offered':
      return {
        ...open,
        offers: [
          ...open.offers.filter(({ agentId }) => agentId !== event.agentId),
          { agentId: event.agentId, until: event.until, reserved: event.reserved },
        ],
      }
    case 'offerEnded':
      return offerEnded(open, event)
    case 'assigned':
      return assigned(open, event)
    case 'joined':
      return { ...open, joined: [...open.joined, { agentId: event.agentId, role: event.role }] }
    case 'left':
      return { ...open, joined: open.joined.filter(({ agentId }) => agentId !== event.agentId) }
    case 'priorityChanged':
      return { ...open, priority: event.priority }
    case 'tagsChanged':
      return { ...open, tags: tagsAfter(open.tags, event) }
    case 'surveyOpened':
      return surveyOpened(open, event)
    case 'steppedUp':
      return { ...open, consumerId: event.consumerId }
    case 'copyEnded':
      return copyEnded(open, event)
    case 'closed':
      return closed(open, event)
    case 'erased':
      return withoutAttributes(open)
    default:
      return open // opened a second time, clicked, botFailed: facts that no rule asks for
  }
}

function opened(event: Opened, seq: number, at: EpochMs): OpenConversation {
  return {
    phase: 'main',
    id: event.conversationId,
    seq,
    lastPublicSeq: seq,
    accountId: event.accountId,
    consumerId: event.consumerId,
    entryPointId: event.entryPointId,
    language: event.language,
    openedAt: at,
    lastAt: at,
    lastActivityAt: at,
    skillId: event.skillId,
    priority: event.priority,
    responseTimes: event.responseTimes,
    autoCloseMs: event.autoCloseMs,
    assignee: event.assignee,
    offers: [],
    asked: [],
    joined: [],
    waiting: [],
    nextTurnId: 1 as OpenConversation['nextTurnId'],
    lastConsumerSeq: 0,
    consumerSpokeLast: false,
    hops: 0,
    answeredTurns: 0,
    tags: [],
    attributes: event.body?.attributes,
    turn: undefined,
    pendingSince: undefined,
    opensAt: undefined,
    copied: undefined,
    announced: undefined,
    silences: event.silences,
    toldAt: undefined,
    seatedAt: at,
    brandSpokeAt: undefined,
    attempt: undefined,
    transferFailures: 0,
    transfersStopped: false,
    failedEscalations: 0,
    contextAt: undefined,
    lastAgentId: undefined,
    surveys: event.surveys,
  }
}

function messageSent(open: Own<OpenConversation>, event: MessageSent): OpenConversation {
  if (event.by.kind === 'consumer') {
    open.lastActivityAt = open.lastAt
    open.lastConsumerSeq = open.seq
    open.consumerSpokeLast = true
    open.hops = 0
    if (open.pendingSince === undefined) owesAnswer(open, event)
    if (event.fate === 'waits') open.waiting = [...open.waiting, open.seq]
    return open
  }
  // Notes and automatic words are no answer to the consumer (messaging R3.14, R3.16).
  if (event.automatic !== undefined) return toldBy(open, event.automatic)
  if (event.audience !== 'ALL' || event.by.kind === 'system') return open
  open.pendingSince = undefined
  open.opensAt = undefined
  open.lastActivityAt = open.lastAt
  open.brandSpokeAt = open.lastAt
  open.consumerSpokeLast = false
  if (open.turn && open.turn.turnId === event.turnId) open.turn = { ...open.turn, spoke: true }
  return open
}

function toldBy(open: Own<OpenConversation>, kind: AutomaticKind): OpenConversation {
  const announced = announcedBy(kind)
  if (announced !== undefined) open.announced = announced
  if (isSilence(kind)) open.toldAt = { ...open.toldAt, [kind]: open.lastAt }
  else if (announced === 'closed') open.toldAt = { ...open.toldAt, closed: open.lastAt }
  return open
}

function owesAnswer(open: Own<OpenConversation>, { opensAt }: MessageSent): void {
  open.pendingSince = open.lastAt
  open.opensAt = opensAt
}

function turnOpened(open: Own<OpenConversation>, event: TurnOpened): OpenConversation {
  open.turn = {
    turnId: event.turnId,
    botId: event.botId,
    trigger: event.trigger,
    messages: event.messages,
    openedAt: open.lastAt,
    stage: 'asking',
    segment: 0,
    effectId: event.effectId,
    typing: event.typing,
    results: event.results,
    spoke: false,
    tells: event.tells,
    why: event.why,
    contextAt: event.trigger === 'seated' ? open.contextAt : undefined,
  }
  open.contextAt = undefined
  open.waiting = open.waiting.filter((seq) => !event.messages.includes(seq))
  if (event.results) open.copied = untold(open, event.results)
  open.nextTurnId = (event.turnId + 1) as OpenConversation['nextTurnId']
  return open
}

function turnContinued(open: OpenConversation, event: TurnContinued): OpenConversation {
  const { turn } = open
  if (turn?.turnId !== event.turnId) return open
  const { segment, effectId, typing } = event
  return { ...open, turn: { ...turn, stage: 'asking', segment, effectId, typing } }
}

function turnEnded(open: Own<OpenConversation>, event: TurnEnded): OpenConversation {
  open.turn = undefined
  if (event.unanswered.length > 0) open.waiting = [...event.unanswered, ...open.waiting]
  return open
}

/** A withdrawn offer says nothing about the agent. */
function offerEnded(open: OpenConversation, { agentId, why }: OfferEnded): OpenConversation {
  const offers = open.offers.filter((offer) => offer.agentId !== agentId)
  if (offers.length === open.offers.length) return open
  if (why === 'withdrawn') return { ...open, offers }
  const others = open.asked.filter((asked) => asked.agentId !== agentId)
  const asked = [...others, { agentId, at: open.lastAt }].slice(-MAX_ASKED)
  return { ...open, offers, asked, assignee: forEverybody(open.assignee, agentId) }
}

/** Whom it was meant for did not want it. */
function forEverybody(assignee: Assignee, agentId: AgentId): Assignee {
  return assignee.kind === 'queue' && assignee.suggestedAgentId === agentId ? withoutSuggestion(assignee) : assignee
}

/** As it waits for everybody of the skill. */
export function withoutSuggestion(queue: Extract<Assignee, { kind: 'queue' }>): Assignee {
  const { suggestedAgentId: _nobody, suggestedUntil: _never, ...waits } = queue
  return waits
}

function transferred(open: OpenConversation, event: Transferred): OpenConversation {
  // It keeps its place, its due time and all that hangs on them (messaging T10).
  if (event.reason === 'suggestedTimedOut') return { ...open, assignee: event.to }
  return {
    ...seated(open, event.to, event.handedOver),
    skillId: event.skillId,
    priority: event.priority,
    responseTimes: event.responseTimes,
    autoCloseMs: event.autoCloseMs,
    silences: event.silences,
    asked: gaveItBack(open, event),
    hops: open.hops + 1,
    lastActivityAt: open.lastAt, // auto close counts anew from here (messaging T6)
    attempt: attemptIn(open, event),
    contextAt: event.covers && event.to.kind === 'bot' ? open.seq : undefined,
    ...(asksAnew(open, event) && { transferFailures: 0, transfersStopped: false }),
    ...(!keepsCountdown(open, event) && { pendingSince: open.lastAt, opensAt: event.opensAt }),
  }
}

/**
 * The countdown starts again with the new skill; going back to the queue, or to a colleague of the same skill, changes
 * nothing in what the consumer waits for (messaging T6, T7, R4.7).
 */
function keepsCountdown({ skillId }: OpenConversation, { to, reason, ...event }: Transferred): boolean {
  const toColleague = reason === 'byAgent' && to.kind === 'queue' && to.suggestedAgentId !== undefined
  return reason === 'backToQueue' || (toColleague && event.skillId === skillId)
}

/** What waits goes on waiting, but not for the bot's time any more. */
function transferFailed(open: OpenConversation, event: TransferFailed): OpenConversation {
  const counted = { ...open, transferFailures: event.failures, transfersStopped: event.stopped === true }
  if (event.attempt === undefined || event.attempt !== open.attempt?.seq) return counted
  const { assignee } = open
  if (assignee.kind !== 'queue') return { ...counted, attempt: undefined }
  const { failsAt: _over, ...waiting } = assignee
  return { ...counted, attempt: undefined, assignee: waiting }
}

/** What a bot passes to people may come back to it, as long as nobody has taken it. */
function attemptIn(open: OpenConversation, { by, to }: Transferred): OpenConversation['attempt'] {
  if (by.kind !== 'bot' || to.kind !== 'queue') return undefined
  const { seq, skillId, priority, responseTimes, autoCloseMs, silences } = open
  const from = { skillId, priority, responseTimes, autoCloseMs, ...(silences && { silences }) }
  return { seq, botId: by.botId, from }
}

/** After the end of all tries, what the consumer asks for is a new beginning (dialogs R7.23). */
const asksAnew = ({ transfersStopped, turn }: OpenConversation, { by }: Transferred): boolean =>
  transfersStopped && by.kind === 'bot' && turn?.trigger === 'message'

/** Who gives a conversation back is not the next one to be asked (messaging R4.11). */
function gaveItBack({ assignee, lastAt }: OpenConversation, { reason }: Transferred): OpenConversation['asked'] {
  return reason === 'backToQueue' && assignee.kind === 'agent' ? [{ agentId: assignee.agentId, at: lastAt }] : []
}

function assigned(open: OpenConversation, { agentId, handedOver }: Assigned): OpenConversation {
  return {
    ...seated(open, { kind: 'agent', agentId }, handedOver),
    joined: open.joined.filter((joined) => joined.agentId !== agentId),
    lastAgentId: agentId,
    transferFailures: 0,
    transfersStopped: false,
    failedEscalations: 0,
  }
}

function surveyOpened(open: OpenConversation, event: SurveyOpened): OpenConversation {
  const over = seated(open, { kind: 'bot', botId: event.botId }, event.unanswered)
  return { ...over, pendingSince: undefined, opensAt: undefined, phase: 'survey' }
}

function seated(open: OpenConversation, assignee: Assignee, settled: readonly number[]): OpenConversation {
  return {
    ...open,
    assignee,
    offers: [],
    asked: [],
    answeredTurns: 0,
    copied: undefined,
    announced: undefined,
    seatedAt: open.lastAt,
    attempt: undefined,
    contextAt: undefined,
    waiting: open.waiting.filter((seq) => !settled.includes(seq)),
  }
}

/** A bot that has gone is not told. */
function copyEnded(open: OpenConversation, { botId, uploadId, succeeded }: CopyEnded): OpenConversation {
  const { assignee, copied = [] } = open
  if (assignee.kind !== 'bot' || assignee.botId !== botId) return open
  return { ...open, copied: [...copied, { uploadId, succeeded }] }
}

function untold({ copied = [] }: OpenConversation, told: readonly CopyResult[]): OpenConversation['copied'] {
  const left = copied.filter(({ uploadId }) => !told.some((result) => result.uploadId === uploadId))
  return left.length === 0 ? undefined : left
}

function closed(open: OpenConversation, event: Closed): ClosedConversation {
  return {
    phase: 'closed',
    id: open.id,
    seq: open.seq,
    lastPublicSeq: open.lastPublicSeq,
    accountId: open.accountId,
    consumerId: open.consumerId,
    entryPointId: open.entryPointId,
    language: open.language,
    openedAt: open.openedAt,
    lastAt: open.lastAt,
    lastActivityAt: open.lastActivityAt,
    skillId: open.skillId,
    priority: open.priority,
    responseTimes: open.responseTimes,
    autoCloseMs: open.autoCloseMs,
    closedAt: open.lastAt,
    closedBy: event.by,
    reason: event.reason,
    tags: open.tags,
    attributes: open.attributes,
  }
}

function tagsAfter(tags: OpenConversation['tags'], { added, removed }: TagsChanged): OpenConversation['tags'] {
  return [...tags.filter((tag) => !removed.includes(tag) && !added.includes(tag)), ...added]
}

function withoutAttributes<C extends OpenConversation | ClosedConversation>(conversation: C): C {
  return { ...conversation, attributes: undefined }
}
