import type { AbortSignalLike, AccountId, JsonValue } from '@baton/base'
import type { Failure } from './failures.ts'

/** Runs the account's own functions for this connector (connector §8.2). */
export interface HookRunner {
  run(call: {
    readonly accountId: AccountId
    /** Name or id of a deployed function. */
    readonly function: string
    readonly payload: JsonValue
    readonly idempotencyKey: string
    readonly timeoutMs: number
    readonly signal?: AbortSignalLike
  }): Promise<{ readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly cause: string }>
}

/** They should be over in a second; after this they are. */
const HOOK_MS = 5_000

interface Hooked {
  readonly accountId: AccountId
  readonly idempotencyKey: string
  readonly signal?: AbortSignalLike
}

/**
 * What a hook makes of a body; without a hook it stays as it is. A hook that gives nothing back changes nothing.
 * @returns why it failed, instead; then the bot has failed (connector R5.T30)
 */
export async function throughHook(
  runner: HookRunner | undefined,
  which: 'pre' | 'post',
  called: string | undefined,
  body: JsonValue,
  { accountId, idempotencyKey, signal }: Hooked,
): Promise<{ readonly ok: true; readonly body: JsonValue } | { readonly ok: false; readonly failure: Failure }> {
  if (called === undefined) return { ok: true, body }
  const wanted = { accountId, function: called, payload: body, timeoutMs: HOOK_MS, ...(signal && { signal }) }
  const end = await runner?.run({ ...wanted, idempotencyKey: `${idempotencyKey}/${which}` })
  if (end?.ok) return { ok: true, body: end.value ?? body }
  const cause = `The ${which}-hook "${called}" failed. ${end?.cause ?? 'This server runs no functions.'}`
  return { ok: false, failure: { code: 'hook-failed', cause } }
}

/** The error hook is told, and its answer is ignored. */
export async function tellErrorHook(
  runner: HookRunner | undefined,
  called: string | undefined,
  error: { readonly code: string; readonly cause: string },
  { accountId, idempotencyKey }: Omit<Hooked, 'signal'>,
): Promise<void> {
  if (called === undefined) return
  const payload = { error: { errorId: error.code, name: error.cause }, vendor: 'customEndpoint' }
  const wanted = { accountId, function: called, payload, timeoutMs: HOOK_MS }
  await runner?.run({ ...wanted, idempotencyKey: `${idempotencyKey}/error` }).catch(() => undefined)
}
