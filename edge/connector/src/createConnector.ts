import { type AccountId, after, type Clock } from '@baton/base'
import type { Outbound } from '@baton/outbound'
import { conversationUrl } from './addresses.ts'
import { announce, askEndpoint, type PlainBots } from './askEndpoint.ts'
import type { AskOutcome, AskRequest, Connector } from './connector.ts'
import type { EndpointConfig } from './endpointConfig.ts'
import { lifeEvent } from './eventBody.ts'
import { type Failure, outcomeOf, statusFailure } from './failures.ts'
import { type HookRunner, tellErrorHook } from './hooks.ts'
import { redact } from './redact.ts'
import { type CallContext, ServiceCalls } from './serviceCall.ts'
import { type SecretStore, SigningKeys } from './signingKeys.ts'
import { testConnection } from './testConnection.ts'
import { Tokens } from './tokens.ts'

export interface ConnectorOptions {
  readonly outbound: Outbound
  readonly clock: Clock
  /** Keeps the signing keys over restarts. */
  readonly settings: SecretStore
  /** `iss` of the tokens; absent: the word that services of this contract expect (connector R2.10). */
  readonly issuer?: string
  /** Runs the functions that bots have as hooks; absent: a bot with hooks fails. */
  readonly hooks?: HookRunner
}

/** A connector whose signing key can be replaced; the retired one stays published while its tokens may live. */
export interface EndpointConnector extends Connector {
  rotateSigningKey(): Promise<void>
}

/** For each call of a connection test, in milliseconds. */
const TEST_TIMEOUT_MS = 10_000
const MAX_PLAIN_BOTS = 10_000

/** Speaks the Custom Endpoint contract. Keeps nothing of a conversation: what must survive comes with each request. */
export function createConnector({
  outbound,
  clock,
  settings,
  issuer = 'Sentinel',
  hooks,
}: ConnectorOptions): EndpointConnector {
  const keys = new SigningKeys(settings, clock)
  const tokens = new Tokens(keys, clock, issuer)
  const plainBots = new Set<string>()
  const now = () => clock.now()
  const callsFor = (context: CallContext) => new ServiceCalls(outbound, tokens, clock, context)

  return {
    async ask(request) {
      const result = await askEndpoint(request, {
        calls: callsFor(request),
        plain: plainBot(plainBots, request),
        now,
        hooks,
      })
      if (result.ok) return result
      const outcome = conclude(result.failure, request, now())
      if (!outcome.ok && outcome.retryAfterMs === undefined)
        void tellErrorHook(hooks, request.config.hooks.error, outcome, request)
      return outcome
    },

    async tell(request) {
      const calls = callsFor(request)
      const failure =
        (request.announce ? await announce(request, calls, now) : undefined) ?? (await tellLife(request, calls))
      if (failure) return { ok: false, code: failure.code, cause: failure.cause, problems: [] }
      return { ok: true, reply: { items: [], actions: [], intents: [] } }
    },

    test(accountId: AccountId, config: EndpointConfig) {
      const timeoutMs = Math.min(config.http.timeoutMs, TEST_TIMEOUT_MS)
      const calls = callsFor({
        accountId,
        config: { ...config, http: { ...config.http, timeoutMs } },
        idempotencyKey: `connection-test ${accountId} ${config.botId} ${now()}`,
        attempt: 1,
        deadline: after(clock.now(), 2 * TEST_TIMEOUT_MS),
      })
      return testConnection(config, calls, now)
    },

    async publicKeys() {
      const published = await keys.published()
      return { keys: published.map(({ publicJwk }) => publicJwk), pem: published[0]?.publicPem ?? '' }
    },

    rotateSigningKey: () => keys.rotate(),
  }

  /** The answer is ignored (connector R3.14). */
  async function tellLife(
    request: Parameters<Connector['tell']>[0],
    calls: ServiceCalls,
  ): Promise<Failure | undefined> {
    const url = `${conversationUrl(request.config, request.conversationId)}/events`
    const event = lifeEvent(request.conversationId, request.what, now())
    const body = JSON.stringify(redact(event, request.config.contextRedaction))
    const result = await calls.send('POST', url, body)
    if (!result.ok) return result.failure
    const { status } = result.answer
    return status >= 200 && status < 300 ? undefined : statusFailure(status, undefined, now())
  }
}

function conclude(failure: Failure, { attempt, config, deadline }: AskRequest, now: number): AskOutcome {
  const { maxAttempts, retryPausesMs } = config.http
  return outcomeOf(failure, { attempt, maxAttempts, pausesMs: retryPausesMs, leftMs: deadline - now })
}

function plainBot(known: Set<string>, { accountId, botId }: AskRequest): PlainBots {
  const name = JSON.stringify([accountId, botId])
  return {
    has: () => known.has(name),
    add: () => {
      if (known.size < MAX_PLAIN_BOTS) known.add(name)
    },
  }
}
