import { isJsonObject } from '@baton/base'
import { environmentsUrl, stateUrl } from './addresses.ts'
import type { ConnectionTest } from './connector.ts'
import type { EndpointConfig } from './endpointConfig.ts'
import type { ServiceCalls } from './serviceCall.ts'

const MAX_SHOWN = 60

/**
 * Obtains a token and asks for the bot's state; only `online` will do (connector R1.8). Then, for a warning at most, asks
 * whether the chosen environment is one that the service lists.
 */
export async function testConnection(
  config: EndpointConfig,
  calls: ServiceCalls,
  now: () => number,
): Promise<ConnectionTest> {
  const startedAt = now()
  const finish = (found: Omit<ConnectionTest, 'durationMs' | 'warnings'>, warnings: readonly string[] = []) => {
    return { ...found, durationMs: now() - startedAt, warnings }
  }
  const result = await calls.send('GET', stateUrl(config))
  if (!result.ok) return finish({ ok: false, message: result.failure.cause })
  const { status, body } = result.answer
  if (status === 404)
    return finish({ ok: false, status, message: 'The bot service does not know this bot or environment (status 404).' })
  if (status !== 200)
    return finish({ ok: false, status, message: `The bot service answered with status ${status} instead of 200.` })
  const { state, version } = readState(body)
  if (state === undefined) {
    return finish({ ok: false, status, message: 'The body is not JSON with a text "state" (status 200).' })
  }
  const found = { status, state, ...(version === undefined ? {} : { version }) }
  if (state !== 'online')
    return finish({ ok: false, ...found, message: `The bot is not online; its state is "${state}".` })
  return finish({ ok: true, ...found, message: 'The bot is online.' }, await environmentWarnings(config, calls))
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
