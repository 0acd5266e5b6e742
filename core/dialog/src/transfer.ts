import type { Acting, Asking, Performed } from './kind.ts'
import { BLANK_MESSAGE, DEFAULT_TEXTS } from './texts.ts'

export interface TransferWish {
  readonly skillId: string
  readonly agentId?: string | undefined
  readonly message?: string | undefined
  readonly passContext?: boolean | undefined
}

/** The one way of handing a conversation over, for the interaction and for the integration (dialogs R2.43). */
export function* transfer(wish: TransferWish, acting: Acting): Asking<Performed> {
  const skillId = acting.words.text(wish.skillId).trim()
  if (!/^\d+$/.test(skillId)) {
    acting.log(
      'error',
      'transfer-skill',
      `The skill "${skillId}" of a transfer is not a number; nothing was transferred.`,
    )
    return { end: 'notUnderstood' }
  }
  const agentId = acting.words.text(wish.agentId ?? '').trim()
  const message = toMessage(wish.message, acting)
  const shared = {
    skillId,
    ...(agentId !== '' && { agentId }),
    ...(message !== undefined && { message }),
    unintended: acting.isUnintended,
  }
  const wanted = { ...shared, ...(wish.passContext && { context: acting.transferContext() }) }
  const answer = yield { kind: 'transfer', ...wanted }
  const accepted = answer.kind === 'transfer' && answer.accepted
  acting.ended(accepted, accepted ? 200 : 0)
  if (accepted) return { end: 'gone', by: { kind: 'transfer', ...wanted } }
  const reason = answer.kind === 'transfer' ? (answer.reason ?? 'no reason was given') : 'it could not be tried'
  acting.log('error', 'transfer-failed', `The transfer to skill ${skillId} failed: ${reason}.`)
  return { end: 'failure', text: acting.words.settings.friendlyResponse ?? DEFAULT_TEXTS.escalationStopped }
}

/** New lines as they are written where one line has to hold them (dialogs R1.4, R7.3). */
export const withLineBreaks = (text: string): string => text.replace(/\\{1,2}n/g, '\n')

/** Travels inside the transfer, so that nothing can come after it (dialogs R7.2, R7.3). */
function toMessage(template: string | undefined, acting: Acting): string | undefined {
  const text = withLineBreaks(acting.words.text(template ?? DEFAULT_TEXTS.transferring))
  if (text.trim() === '') acting.words.warn('The message of a transfer is empty; nothing is said.')
  return text.trim() === '' || text.trim() === BLANK_MESSAGE ? undefined : text
}
