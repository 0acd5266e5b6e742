import { isJsonObject } from '@baton/base'
import { environmentsUrl, stateUrl } from './addresses.ts'
import type { ConnectionStep, ConnectionTest } from './connector.ts'
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
  const failedAt = (step: StepName, path: string | undefined, found: Omit<Found, 'ok'>) =>
    finish({ ok: false, ...found }, stepsUpTo(step, found.message, path))

  const result = await calls.send('GET', stateUrl(config))
  if (!result.ok) {
    const { step, path } = whereIs(result.failure)
    return failedAt(step, path, { message: result.failure.cause })
  }
  const { status, body } = result.answer
  if (status === 404) {
    const message = 'The bot service does not know this bot or environment (status 404).'
    return failedAt('known', '/config/botId', { status, message })
  }
  if (status !== 200) {
    const message = `The bot service answered with status ${status} instead of 200.`
    return failedAt('known', '/config/baseUrl', { status, message })
  }
  const { state, version } = readState(body)
  if (state === undefined) {
    const message = 'The body is not JSON with a text "state" (status 200).'
    return failedAt('readable', '/config/baseUrl', { status, message })
  }
  const found = { status, state, ...(version === undefined ? {} : { version }) }
  if (state !== 'online') {
    return failedAt('online', undefined, { ...found, message: `The bot is not online; its state is "${state}".` })
  }
  const warnings = await environmentWarnings(config, calls)
  return finish({ ok: true, ...found, message: 'The bot is online.' }, allSteps(warnings), warnings)
}

/** Everything before a failed step went well, what comes after it was not looked at. */
function stepsUpTo(failed: StepName, message: string, path: string | undefined): ConnectionStep[] {
  const at = CONNECTION_STEPS.indexOf(failed)
  return CONNECTION_STEPS.map((step, index) => {
    if (index === at) return { step, outcome: 'failed', message, ...(path !== undefined && { path }) }
    return { step, outcome: index < at ? 'fine' : 'not-reached' }
  })
}

const allSteps = ([warning]: readonly string[]): ConnectionStep[] =>
  CONNECTION_STEPS.map((step) =>
    step === 'environment' && warning !== undefined
      ? { step, outcome: 'warning', message: warning, path: '/config/environment' }
      : { step, outcome: 'fine' },
  )

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
