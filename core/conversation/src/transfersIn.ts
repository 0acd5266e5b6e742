import type { AgentId, BotId, EpochMs, SkillId } from '@baton/base'
import type { Actor } from './conversation.ts'
import type { Recorded, TransferFailure, Transferred } from './events.ts'

/** Somebody wanted the conversation to change hands, and this became of it. */
export interface TransferTried {
  /** Place of the `transferred`, or of the failure where it never came to that. */
  readonly seq: number
  readonly at: EpochMs
  readonly by: Actor
  /** Absent where no such skill is known. */
  readonly skillId?: SkillId
  /** The person who was asked for. */
  readonly suggestedAgentId?: AgentId
  readonly reason?: Transferred['reason']
  readonly outcome: TransferOutcome
  /** Who has it by this transfer; with `accepted` and `takenOver`. */
  readonly takenBy?:
    | { readonly kind: 'bot'; readonly botId: BotId }
    | { readonly kind: 'agent'; readonly agentId: AgentId }
  /** Absent while it is pending. */
  readonly settledAt?: EpochMs
}

export type TransferOutcome =
  /** Nobody has taken it yet. */
  | 'pending'
  | 'accepted'
  /** A person took it without having been offered it. */
  | 'takenOver'
  /** It was passed on before anybody took it. */
  | 'replaced'
  /** Whom it was meant for did not take it in time; it waits for everybody of the skill. */
  | 'suggestedTimedOut'
  /** The conversation ended first. */
  | 'abandoned'
  | TransferFailure

/**
 * What became of every attempt to transfer, in order. A pure reading of the log: each attempt has one outcome, which is the first
 * event that settles it. Returns after failures are no attempts.
 */
export function transfersIn(log: readonly Recorded[]): readonly TransferTried[] {
  const tried: TransferTried[] = []
  const settle = (at: EpochMs, end: Pick<TransferTried, 'outcome' | 'takenBy'>): void => {
    const last = tried.at(-1)
    if (last?.outcome === 'pending') tried[tried.length - 1] = { ...last, ...end, settledAt: at }
  }
  for (const recorded of log) {
    const { at, event } = recorded
    switch (event.type) {
      case 'transferred':
        settle(at, { outcome: event.reason === 'suggestedTimedOut' ? event.reason : 'replaced' })
        if (event.reason !== 'transferFailed') tried.push(begun(recorded, event))
        break
      case 'assigned': {
        const { agentId, how } = event
        settle(at, { outcome: how === 'accepted' ? 'accepted' : 'takenOver', takenBy: { kind: 'agent', agentId } })
        break
      }
      case 'transferFailed':
        if (event.attempt !== undefined) settle(at, { outcome: event.why })
        else if (event.why !== 'botSilent') tried.push({ ...neverLeft(recorded, event), outcome: event.why })
        break
      case 'botFailed':
        if (event.code === 'skill-not-existing') tried.push({ ...neverLeft(recorded, event), outcome: 'unknownSkill' })
        break
      case 'surveyOpened':
      case 'closed':
        settle(at, { outcome: 'abandoned' })
        break
    }
  }
  return tried
}

function begun({ seq, at }: Recorded, { by, to, skillId, reason }: Transferred): TransferTried {
  const shared = { seq, at, by, skillId, reason }
  if (to.kind !== 'queue')
    return { ...shared, outcome: 'accepted', takenBy: to.kind === 'bot' ? botOf(to) : to, settledAt: at }
  const { suggestedAgentId } = to
  return { ...shared, outcome: 'pending', ...(suggestedAgentId !== undefined && { suggestedAgentId }) }
}

const botOf = ({ botId }: { readonly botId: BotId }) => ({ kind: 'bot', botId }) as const

function neverLeft(
  { seq, at }: Recorded,
  { botId, skillId }: { readonly botId: BotId; readonly skillId?: SkillId },
): Omit<TransferTried, 'outcome'> {
  return { seq, at, by: { kind: 'bot', botId }, settledAt: at, ...(skillId !== undefined && { skillId }) }
}
