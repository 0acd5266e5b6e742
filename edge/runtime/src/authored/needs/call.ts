import type { CallNeed, NeedAnswer } from '@baton/dialog'
import { runCall } from '../../integrations/runCall.ts'
import type { Asking, Means } from './asking.ts'

/** Runs an integration: calls a service, runs a function, sends a mail. */
export const answerCall = (
  { request }: CallNeed,
  { state, idempotencyKey, signal, config }: Asking,
  { parts }: Means,
): Promise<NeedAnswer> =>
  runCall(
    request,
    { accountId: state.accountId, consumerId: state.consumerId, idempotencyKey, withinMs: config.turnBudgetMs, signal },
    { ...parts.integrations, outbound: parts.outbound },
  )
