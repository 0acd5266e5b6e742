import { isJsonObject } from '@baton/base'
import { environmentsUrl, stateUrl } from './addresses.ts'
import {
  CONNECTION_REASONS,
  type ConnectionReason,
  type ConnectionReasonCode,
  type ConnectionStep,
  type ConnectionTest,
} from './connector.ts'
import type { EndpointConfig } from './endpointConfig.ts'
import type { Failure } from './failures.ts'
import type { ServiceCalls } from './serviceCall.ts'

/** What a connection test looks at, in this order; a step that fails is the last one. */
export const CONNECTION_STEPS = ['reached', 'trusted', 'known', 'readable', 'online', 'environment'] as const
type StepName = (typeof CONNECTION_STEPS)[number]
type Found = Omit<ConnectionTest, 'durationMs' | 'warnings' | 'steps'>

const MAX_SHOWN = 60

/**
 * Obtains a token and asks for the bot's state; only `online` will do (connector R1.8). Then, for a warning at most, asks
 * whether the chosen environment is one that the service lists. Says which step failed, and which setting may be at fault.
 */
export async function testConnection(
  config: EndpointConfig,
  calls: ServiceCalls,
  now: () => number,
): Promise<ConnectionTest> {
  const startedAt = now()
  const finish = (found: Found, steps: readonly ConnectionStep[], warnings: readonly string[] = []) => {
    return { ...found, durationMs: now() - startedAt, warnings, steps }
  }
  const failedAt = (
    step: StepName,
    path: string | undefined,
    found: Omit<Found, 'ok'>,
    code: ConnectionReasonCode,
    values?: Readonly<Record<string, string>>,
  ) => {
    const reason = { code, ...(values && { values }) }
    return finish({ ok: false, ...found }, stepsUpTo(step, found.message, reason, path))
  }

  const result = await calls.send('GET', stateUrl(config))
  if (!result.ok) {
    const { step, path } = whereIs(result.failure)
    const { cause, code, reason } = result.failure
    return failedAt(step, path, { message: cause }, reason ?? reasonOf(code))
  }
  const { status, body } = result.answer
  if (status === 404) {
    const message = 'The bot service does not know this bot or environment (status 404).'
    return failedAt('known', '/config/botId', { status, message }, 'unknown-bot')
  }
  if (status !== 200) {
    const message = `The bot service answered with status ${status} instead of 200.`
    return failedAt('known', '/config/baseUrl', { status, message }, 'wrong-status', { status: String(status) })
  }
  const { state, version } = readState(body)
  if (state === undefined) {
    const message = 'The body is not JSON with a text "state" (status 200).'
    return failedAt('readable', '/config/baseUrl', { status, message }, 'not-readable')
  }
  const found = { status, state, ...(version === undefined ? {} : { version }) }
  if (state !== 'online') {
    const message = `The bot is not online; its state is "${state}".`
    return failedAt('online', undefined, { ...found, message }, 'not-online', { state })
  }
  const warnings = await environmentWarnings(config, calls)
  return finish({ ok: true, ...found, message: 'The bot is online.' }, allSteps(warnings, config), warnings)
}

/** Everything before a failed step went well, what comes after it was not looked at. */
function stepsUpTo(
  failed: StepName,
  message: string,
  reason: ConnectionReason,
  path: string | undefined,
): ConnectionStep[] {
  const at = CONNECTION_STEPS.indexOf(failed)
  return CONNECTION_STEPS.map((step, index) => {
    if (index === at) return { step, outcome: 'failed', message, reason, ...(path !== undefined && { path }) }
    return { step, outcome: index < at ? 'fine' : 'not-reached' }
  })
}

function allSteps([warning]: readonly string[], { environment }: EndpointConfig): ConnectionStep[] {
  const reason = { code: 'environment-not-listed', values: { environment } } as const
  return CONNECTION_STEPS.map((step) =>
    step === 'environment' && warning !== undefined
      ? { step, outcome: 'warning', message: warning, reason, path: '/config/environment' }
      : { step, outcome: 'fine' },
  )
}

/** What a failure of a turn is called here; codes that no connection test meets are told as one of our own. */
const reasonOf = (code: string): ConnectionReasonCode =>
  CONNECTION_REASONS.find((known) => known === code) ?? 'internal'

function whereIs({ code }: Failure): { step: StepName; path?: string } {
  if (code === 'unauthorized') return { step: 'trusted', path: '/config/clientId' }
  if (code === 'token-failed') return { step: 'trusted' }
  return { step: 'reached', path: '/config/baseUrl' }
}

/** State words are case-sensitive, and the version is a text that is shown, never read (connector R1.15). */
function readState(body: Uint8Array): { state?: string; version?: string } {
  const value = parse(body)
  if (!isJsonObject(value) || typeof value.state !== 'string') return {}
  const version = typeof value.version === 'string' ? { version: value.version.slice(0, MAX_SHOWN) } : {}
  return { state: value.state.slice(0, MAX_SHOWN), ...version }
}

async function environmentWarnings(config: EndpointConfig, calls: ServiceCalls): Promise<string[]> {
  const result = await calls.send('GET', environmentsUrl(config))
  if (!result.ok || result.answer.status !== 200) return []
  const names = parse(result.answer.body)
  if (!Array.isArray(names) || names.includes(config.environment)) return []
  return [`The bot service does not list the environment "${config.environment}".`]
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
