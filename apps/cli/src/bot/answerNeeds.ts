import { setTimeout as pause } from 'node:timers/promises'
import type { JsonValue } from '@baton/base'
import {
  type CallAnswer,
  type CallNeed,
  type ContextEffect,
  type Domain,
  type Need,
  type NeedAnswer,
  type PolicyNeed,
  readPolicy,
  type ScriptNeed,
} from '@baton/dialog'
import { createLocalIntents, type IntentRecognizer } from '@baton/intents'
import { callApi, createOutbound, type Outbound } from '@baton/outbound'
import { createSandbox, type NamespaceSnapshot, type Sandbox } from '@baton/sandbox'
import { Fixtures, type HttpFixture } from './httpFixtures.ts'
import { type PlayedArticle, searchArticles } from './playedArticles.ts'
import { bringFile, type PlayedUpload } from './playedFiles.ts'

/** A call that was made, as it is printed. */
export interface MadeCall {
  readonly integration: string
  readonly method: string
  readonly url: string
  readonly status: number
  readonly ms: number
}

export interface AnswerOptions {
  /** Absent: calls are real, through the guarded client. */
  readonly fixtures?: readonly HttpFixture[]
  /** `host` or `host:port` that real calls may reach although it is private. */
  readonly allowHosts: readonly string[]
  /** Whose intents are recognised. */
  readonly domains: readonly Domain[]
  /** Where knowledge is searched. */
  readonly articles: readonly PlayedArticle[]
  /** Where dynamic routing asks; absent: nowhere. */
  readonly policyUrl?: string
  called(call: MadeCall): void
}

const ACCOUNT = 'play'
/** A script that reads one namespace after the other is run again for each; nobody has more than a few. */
const MAX_NAMESPACES = 50

/** Answers what a played bot needs: scripts in the sandbox, calls by fixtures or for real, a context service in memory. */
export class Answering {
  readonly #sandbox: Sandbox = createSandbox({ threads: 1 })
  readonly #outbound: Outbound
  readonly #fixtures: Fixtures | undefined
  readonly #intents: IntentRecognizer
  readonly #namespaces = new Map<string, NamespaceSnapshot>()
  #calls = 0

  constructor(private readonly options: AnswerOptions) {
    this.#outbound = createOutbound({ allow: options.allowHosts, userAgent: 'Baton/play' })
    this.#fixtures = options.fixtures && new Fixtures(options.fixtures)
    this.#intents = createLocalIntents(options.domains)
  }

  async answer(need: Need): Promise<NeedAnswer> {
    switch (need.kind) {
      case 'script':
        return this.#runScript(need)
      case 'regex': {
        const result = await this.#sandbox.match({
          accountId: ACCOUNT,
          source: need.expression,
          flags: '',
          text: need.text,
        })
        return result.ok
          ? { kind: 'regex', matched: result.match !== undefined }
          : { kind: 'regex', matched: false, fault: result.message }
      }
      case 'call':
        return this.#call(need)
      case 'transfer':
        return { kind: 'transfer', accepted: true }
      case 'intents':
        return this.#intents.recognize(need)
      case 'knowledge':
        return searchArticles(this.options.articles, need)
      case 'group':
        return { kind: 'group' }
      case 'policy':
        return this.#askPolicy(need)
    }
  }

  async #runScript({ panel, interaction, code, globalFunctions, snapshot }: ScriptNeed): Promise<NeedAnswer> {
    const wanted = new Set(this.#namespaces.keys())
    for (let round = 0; ; round += 1) {
      const contextService = Object.fromEntries([...wanted].map((name) => [name, this.#namespace(name)]))
      const { effects, logs, fault, missingNamespaces, ms } = await this.#sandbox.run({
        accountId: ACCOUNT,
        name: interaction === undefined ? panel : `${panel} of ${interaction.name}`,
        ...(code !== undefined && { code }),
        ...(globalFunctions !== undefined && { functions: globalFunctions }),
        ...(panel === 'conversationStart' && { callsStart: true }),
        snapshot: { ...snapshot, contextService },
      })
      if (missingNamespaces === undefined || missingNamespaces.length === 0 || round > MAX_NAMESPACES) {
        return { kind: 'script', effects, logs, ms, ...(fault && { fault }) }
      }
      for (const name of missingNamespaces) wanted.add(name)
    }
  }

  #namespace(name: string): NamespaceSnapshot {
    return this.#namespaces.get(name) ?? { registered: false, global: {}, user: {}, conversation: {} }
  }

  /** What scripts wrote to the context service; kept for as long as the play goes on. */
  write(effect: ContextEffect): void {
    const before = this.#namespace(effect.namespace)
    switch (effect.do) {
      case 'registerNamespace':
        this.#namespaces.set(effect.namespace, { ...before, registered: true })
        break
      case 'deleteNamespace':
        this.#namespaces.delete(effect.namespace)
        break
      case 'setContext': {
        const values = { ...before[effect.scope], [effect.name]: effect.value }
        this.#namespaces.set(effect.namespace, { ...before, registered: true, [effect.scope]: values })
        break
      }
      case 'deleteContext': {
        const { [effect.name ?? '']: _gone, ...left } = before[effect.scope]
        this.#namespaces.set(effect.namespace, { ...before, [effect.scope]: effect.name === undefined ? {} : left })
      }
    }
  }

  async #askPolicy({ channel, userMessage, intent }: PolicyNeed): Promise<NeedAnswer> {
    const { policyUrl: url } = this.options
    if (url === undefined) return { kind: 'failed', message: 'No policy service is named (--policy).' }
    const told = { conversationId: ACCOUNT, consumerId: 'consumer', channel, userMessage, intent: intent ?? null }
    const answer = await this.callHttp('policy', {
      ...{ type: 'api', method: 'POST', url, body: JSON.stringify(told) },
      headers: [{ name: 'content-type', value: 'application/json' }],
    })
    if (answer.outcome === 'success') return { kind: 'policy', actions: readPolicy(answer.body) }
    return { kind: 'failed', message: `The policy service answered ${answer.status}.` }
  }

  async #call({ integration, request }: CallNeed): Promise<CallAnswer> {
    if (request.type !== 'api') {
      const cause = `${request.type === 'email' ? 'Mail is' : 'Functions are'} not available in a play.`
      return { kind: 'call', outcome: 'failure', status: 0, body: null, cause }
    }
    return this.callHttp(integration.name, request)
  }

  async callHttp(integration: string, request: Extract<CallNeed['request'], { type: 'api' }>): Promise<CallAnswer> {
    const answer =
      this.#fixtures === undefined ? await this.#callForReal(request) : this.#answerFrom(this.#fixtures, request)
    const { method, url } = request
    this.options.called({ integration, method, url, status: answer.status, ms: answer.ms ?? 0 })
    return answer
  }

  /** A file on its way to the brand's own service; any 2xx is a success (scripting A-69). */
  async upload({ integration, ...upload }: PlayedUpload): Promise<{ succeeded: boolean; cause?: string }> {
    const { request } = upload
    const began = performance.now()
    const answered =
      this.#fixtures === undefined
        ? await bringFile(upload, this.#outbound, `play-${this.#next()}`)
        : this.#answerFrom(this.#fixtures, request)
    const { status, cause } = answered
    const ms = this.#fixtures === undefined ? Math.round(performance.now() - began) : 0
    const { method, url } = request
    this.options.called({ integration: integration.name, method, url, status, ms })
    return { succeeded: status >= 200 && status < 300, ...(cause !== undefined && { cause }) }
  }

  #answerFrom(fixtures: Fixtures, { method, url, successStatuses }: Parameters<Answering['callHttp']>[1]): CallAnswer {
    const fixture = fixtures.find(method, url)
    if (fixture === undefined) {
      const cause = `No fixture answers ${method} ${url}.`
      return { kind: 'call', outcome: 'failure', status: 0, body: null, ms: 0, cause }
    }
    const { status = 200, body = null } = fixture
    const isSuccess = (successStatuses ?? [200, 201]).includes(status)
    return { kind: 'call', outcome: isSuccess ? 'success' : 'failure', status, body: readBody(body), ms: 0 }
  }

  async #callForReal(request: Parameters<Answering['callHttp']>[1]): Promise<CallAnswer> {
    const { credential, ...call } = request
    const ports = { outbound: this.#outbound, now: () => performance.now(), pause: (ms: number) => pause(ms) }
    const { outcome, status, body, ms, cause } = await callApi(
      { ...call, idempotencyKey: `play-${this.#next()}` },
      ports,
    )
    const why =
      credential === undefined
        ? cause?.message
        : `${cause?.message ?? ''} The credential "${credential}" is not known in a play.`
    return { kind: 'call', outcome, status, body, ms, ...(why !== undefined && { cause: why }) }
  }

  #next(): number {
    this.#calls += 1
    return this.#calls
  }

  async stop(): Promise<void> {
    await Promise.all([this.#sandbox.stop(), this.#outbound.close()])
  }
}

/** A text that is JSON is the JSON, as a service would send it. */
function readBody(body: JsonValue): JsonValue {
  if (typeof body !== 'string') return body
  try {
    return JSON.parse(body) as JsonValue
  } catch {
    return body
  }
}
