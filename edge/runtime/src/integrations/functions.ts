import type { AbortSignalLike, AccountId, Clock, JsonObject, JsonValue } from '@baton/base'
import { type ApiCall, callApi, type Outbound } from '@baton/outbound'
import {
  type Sandbox,
  SandboxBusy,
  type ScriptLog,
  type ServiceAnswer,
  type ServiceCall,
  type ServiceResult,
  type ServiceTask,
} from '@baton/sandbox'
import type { IntegrationsStore } from '@baton/storage'
import type { Keyring } from './keyring.ts'
import { pause } from './pause.ts'

export interface FunctionRun {
  readonly accountId: AccountId
  /** Name or id of a deployed function; or code that is not deployed, to try it. */
  readonly of: string | { readonly name: string; readonly code: string }
  readonly payload: JsonValue
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
  /** Where it was asked for. */
  readonly context?: JsonObject
  /** The same over repetitions and crashes; each call of the function gets one of its own from it. */
  readonly idempotencyKey: string
  /** For all of it. Absent: 20 s (scripting A-24). */
  readonly timeoutMs?: number
  readonly signal?: AbortSignalLike
}

export type FunctionEnd = { readonly logs: readonly ScriptLog[]; readonly ms: number } & (
  | { readonly ok: true; readonly value: JsonValue }
  /** Statuses as function platforms have them: 404 unknown, 429 too many, 901 failed inside; 0 when its time was over. */
  | { readonly ok: false; readonly status: 0 | 404 | 429 | 901; readonly cause: string }
)

/** scripting A-24. */
export const FUNCTION_TIMEOUT_MS = 20_000
/** In the engine: of one run between two answers, and of all of them together. */
const ROUND_MS = 5_000
const THINKING_MS = 10_000
const MAX_ANSWER_BYTES = 262_144
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Runs the account's own functions: code in the sandbox, calls through the guarded client, credentials outside of both. */
export class Functions {
  private readonly parts: {
    store: Pick<IntegrationsStore, 'findFunction' | 'findFunctionByName'>
    sandbox: Pick<Sandbox, 'runService'>
    outbound: Pick<Outbound, 'request'>
    keyring: Keyring
    clock: Clock
  }

  constructor(parts: Functions['parts']) {
    this.parts = parts
  }

  /** Never throws for what the code or the services do. */
  async run(wanted: FunctionRun): Promise<FunctionEnd> {
    const began = performance.now()
    const logs: ScriptLog[] = []
    const since = () => Math.round(performance.now() - began)
    const failed = (status: 0 | 404 | 429 | 901, cause: string): FunctionEnd => ({
      ok: false,
      status,
      cause,
      logs,
      ms: since(),
    })
    const found = typeof wanted.of === 'string' ? await this.find(wanted.accountId, wanted.of) : wanted.of
    if (found === undefined) return failed(404, `No function "${String(wanted.of).slice(0, 100)}" is deployed.`)
    const { timeoutMs = FUNCTION_TIMEOUT_MS } = wanted
    const answers: ServiceAnswer[] = []
    let thinking = 0
    const task = this.taskOf(wanted, found)
    for (;;) {
      const left = timeoutMs - since()
      if (wanted.signal?.aborted) return failed(0, 'The function was given up.')
      if (left <= 0 || thinking >= THINKING_MS) return failed(0, `The function took more than ${timeoutMs} ms.`)
      const result = await this.runOnce({ ...task, answers }, Math.min(ROUND_MS, left, THINKING_MS - thinking))
      if (result === 'busy') return failed(429, 'Too many functions wait already.')
      thinking += result.ms
      logs.splice(0, logs.length, ...result.logs) // it says again what it said before
      if (result.state === 'done') return { ok: true, value: result.value, logs, ms: since() }
      if (result.state === 'failed') return failed(result.fault.kind === 'timeout' ? 0 : 901, result.fault.message)
      const first = answers.length
      const asked = result.calls.map((call, index) => this.call(call, wanted, first + index, timeoutMs - since()))
      answers.push(...(await Promise.all(asked)))
    }
  }

  private async find(accountId: AccountId, called: string): Promise<{ name: string; code: string } | undefined> {
    const { store } = this.parts
    const kept = (await store.findFunction(accountId, called)) ?? (await store.findFunctionByName(accountId, called))
    return kept?.deployed === undefined ? undefined : { name: kept.name, code: kept.deployed }
  }

  private taskOf(
    { accountId, payload, headers = [], context, idempotencyKey }: FunctionRun,
    { name, code }: { name: string; code: string },
  ): Omit<ServiceTask, 'answers'> {
    const given = Object.fromEntries(headers.map((header) => [header.name, header.value]))
    const now = this.parts.clock.now()
    return {
      accountId,
      name,
      code,
      input: { payload, headers: given, ...(context && { context }) },
      now,
      seed: seedOf(idempotencyKey),
    }
  }

  private async runOnce(task: ServiceTask, timeMs: number): Promise<ServiceResult | 'busy'> {
    try {
      return await this.parts.sandbox.runService(task, { timeMs: Math.max(1, Math.round(timeMs)) })
    } catch (fault) {
      if (fault instanceof SandboxBusy) return 'busy'
      throw fault
    }
  }

  private async call(asked: ServiceCall, wanted: FunctionRun, index: number, leftMs: number): Promise<ServiceAnswer> {
    const { accountId, idempotencyKey, signal } = wanted
    if (!METHODS.includes(asked.method)) return { asked, failed: `${asked.method.slice(0, 20)} cannot be called with.` }
    const show =
      asked.credential === undefined ? undefined : await this.parts.keyring.find(accountId, asked.credential, asked.url)
    if (typeof show === 'string') return { asked, failed: show }
    const { status, body, cause, contentType } = await callApi(
      {
        method: asked.method as ApiCall['method'],
        url: asked.url,
        headers: Object.entries(asked.headers).map(([name, value]) => ({ name, value })),
        ...(asked.body !== undefined && { body: asked.body }),
        ...(show && { show }),
        idempotencyKey: `${idempotencyKey}/${index}`,
        timeoutMs: Math.max(1, leftMs),
        retries: 0,
        readAs: 'text',
        maxResponseBytes: MAX_ANSWER_BYTES,
        ...(signal && { signal }),
      },
      { outbound: this.parts.outbound, now: () => performance.now(), pause },
    )
    if (cause !== undefined) return { asked, failed: cause.message }
    const headers = contentType === undefined ? {} : { 'content-type': contentType }
    return { asked, status, headers, body: typeof body === 'string' ? body : '' }
  }
}

/** Chance of its own for every run, and the same one when the run is repeated. */
function seedOf(key: string): number {
  let seed = 7
  for (const unit of key) seed = (Math.imul(seed, 31) + (unit.codePointAt(0) ?? 0)) | 0
  return seed
}
