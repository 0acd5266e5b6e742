import { type BotId, isJsonObject, type SkillId } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import type {
  CallNeed,
  ContextEffect,
  KnowledgeNeed,
  Need,
  NeedAnswer,
  PolicyAction,
  PolicyNeed,
  ScriptNeed,
} from '@baton/dialog'
import { callApi } from '@baton/outbound'
import type { Panel } from '@baton/sandbox'
import type { KeptNamespace } from '@baton/storage'
import type { Directory } from '../directory.ts'
import type { Surroundings } from '../ports.ts'
import type { AuthoredConfig } from './authoredConfig.ts'
import type { AuthoredParts } from './authoredParts.ts'
import type { ShelvedBot } from './library.ts'

/** One turn, as its needs see it. */
export interface Asking {
  readonly state: OpenConversation
  readonly botId: BotId
  readonly config: AuthoredConfig
  readonly shelved: ShelvedBot
  /** Namespaces of the context service that were read in this turn, with what the turn itself wrote. */
  readonly namespaces: Map<string, KeptNamespace>
  readonly idempotencyKey: string
  readonly signal: AbortSignal
}

/** Leave the house: what was answered before is saved first, and their answer at once. */
export const isOutside = ({ kind }: Need): boolean => kind === 'call' || kind === 'policy'

/** More often than that a script does not get a namespace that it asks for. */
const MOST_ROUNDS = 8
/** With all that JSON adds, an answer still fits into the journal. */
const RESPONSE_BYTES = 917_504
const POLICY_TIMEOUT_MS = 10_000
const POLICY_BYTES = 65_536

/** Answers what a dialog needs. Never throws for what scripts, services or consumers do. */
export class NeedAnswerer {
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly parts: AuthoredParts

  constructor(around: Surroundings, directory: Directory, parts: AuthoredParts) {
    this.around = around
    this.directory = directory
    this.parts = parts
  }

  async answer(need: Need, asking: Asking): Promise<NeedAnswer> {
    switch (need.kind) {
      case 'script':
        return this.script(need, asking)
      case 'regex': {
        const { source, flags } = readExpression(need.expression)
        const { accountId } = asking.state
        const found = await this.parts.sandbox.match({ accountId, source, flags, text: need.text })
        if (found.ok) return { kind: 'regex', matched: found.match !== undefined }
        return { kind: 'regex', matched: false, fault: found.message }
      }
      case 'intents': {
        const { definition } = asking.shelved
        const { text, language, domainIds } = need
        const scores = await this.parts.intents.score({ definition, text, language, domainIds })
        return { kind: 'intents', engine: 'default', scores }
      }
      case 'call':
        return this.call(need, asking)
      case 'knowledge':
        return this.knowledge(need, asking)
      case 'policy':
        return this.policy(need, asking)
      case 'transfer': {
        const skill = await this.directory.skill(asking.state.accountId, Number(need.skillId) as SkillId)
        if (skill?.enabled) return { kind: 'transfer', accepted: true }
        return { kind: 'transfer', accepted: false, reason: `There is no skill ${need.skillId.slice(0, 40)}.` }
      }
      case 'group':
        return { kind: 'group' }
    }
  }

  private async script(need: ScriptNeed, asking: Asking): Promise<NeedAnswer> {
    const { state, config, namespaces } = asking
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const panel: Panel = {
        accountId: state.accountId,
        name: need.interaction === undefined ? need.panel : `${need.interaction.name}.${need.panel}`,
        ...(need.code !== undefined && { code: need.code }),
        ...(need.globalFunctions !== undefined && { functions: need.globalFunctions }),
        callsStart: need.panel === 'conversationStart',
        snapshot: {
          ...need.snapshot,
          ...(config.contextService && { contextService: Object.fromEntries(namespaces) }),
        },
      }
      const { effects, logs, fault, missingNamespaces, ms } = await this.parts.sandbox.run(panel)
      if (missingNamespaces === undefined) {
        applyContext(namespaces, effects)
        return { kind: 'script', effects, logs, ...(fault && { fault }), ms: Math.round(ms) }
      }
      const { accountId, consumerId, id: conversationId } = state
      const view = { namespaces: missingNamespaces, consumerId, conversationId, now: this.around.clock.now() }
      const read = await this.around.storage.authored.readContext(accountId, view)
      for (const [name, namespace] of Object.entries(read)) namespaces.set(name, namespace)
    }
    return { kind: 'failed', message: `A script may use at most ${MOST_ROUNDS} namespaces.` }
  }

  private async call({ request }: CallNeed, { idempotencyKey, signal, config }: Asking): Promise<NeedAnswer> {
    if (request.type !== 'api') {
      return { kind: 'failed', message: `Integrations of the kind ${request.type} are not set up on this server.` }
    }
    if (request.credential !== undefined) {
      return { kind: 'failed', message: `The credential ${request.credential} is not set up on this server.` }
    }
    const { type: _type, credential: _credential, timeoutMs, ...call } = request
    const within = Math.min(timeoutMs ?? 20_000, config.turnBudgetMs)
    const { outcome, status, body, ms, cause } = await callApi(
      { ...call, timeoutMs: within, maxResponseBytes: RESPONSE_BYTES, idempotencyKey, signal },
      { outbound: this.parts.outbound, now: () => performance.now(), pause },
    )
    return { kind: 'call', outcome, status, body, ms, ...(cause && { cause: `${cause.code}: ${cause.message}` }) }
  }

  private async knowledge(need: KnowledgeNeed, { state }: Asking): Promise<NeedAnswer> {
    const { knowledgeBase, query, count, leastScore } = need
    const search = { knowledgeBase, query, limit: Math.max(count, 1) }
    const found = await this.around.storage.authored.searchArticles(state.accountId, search)
    const results = found.filter(({ score }) => score >= leastScore)
    return {
      kind: 'knowledge',
      results: results.map(({ title, summary, detail, contentUrl, imageUrl, score }) => ({
        title,
        summary,
        ...(detail !== '' && { detail }),
        ...(contentUrl !== undefined && { contentUrl }),
        ...(imageUrl !== undefined && { imageUrl }),
        score,
      })),
    }
  }

  /** dialogs R2.51: told what is known, the service says what to do. */
  private async policy(need: PolicyNeed, { config, state, idempotencyKey, signal }: Asking): Promise<NeedAnswer> {
    if (config.policyUrl === undefined) return { kind: 'failed', message: 'The bot names no policy service.' }
    const { channel, userMessage, intent } = need
    const { id: conversationId, consumerId } = state
    const { outcome, status, body } = await callApi(
      {
        method: 'POST',
        url: config.policyUrl,
        headers: [{ name: 'content-type', value: 'application/json' }],
        body: JSON.stringify({ conversationId, consumerId, channel, userMessage, intent: intent ?? null }),
        idempotencyKey,
        timeoutMs: POLICY_TIMEOUT_MS,
        repeatsAreSafe: true,
        maxResponseBytes: POLICY_BYTES,
        signal,
      },
      { outbound: this.parts.outbound, now: () => performance.now(), pause },
    )
    if (outcome === 'failure') return { kind: 'failed', message: `The policy service answered ${status}.` }
    return { kind: 'policy', actions: readPolicy(body) }
  }
}

/** `{"actions": [{"say": "…"} | {"transfer": {"skillId": …, "agentId": …}}]}`; what cannot be read is left out. */
function readPolicy(body: unknown): PolicyAction[] {
  const actions = isJsonObject(body) && Array.isArray(body.actions) ? body.actions : []
  return actions.slice(0, 20).flatMap((action): PolicyAction[] => {
    if (!isJsonObject(action)) return []
    if (typeof action.say === 'string') return [{ do: 'say', text: action.say }]
    if (!isJsonObject(action.transfer)) return []
    const { skillId, agentId } = action.transfer
    if (typeof skillId !== 'string' && typeof skillId !== 'number') return []
    return [{ do: 'transfer', skillId: String(skillId), ...(agentId !== undefined && { agentId: String(agentId) }) }]
  })
}

/** Flags at the start of an expression, as other engines write them. */
function readExpression(expression: string): { source: string; flags: string } {
  const inline = /^\(\?([ims]+)\)/.exec(expression)
  return inline === null
    ? { source: expression, flags: '' }
    : { source: expression.slice(inline[0].length), flags: [...new Set(inline[1])].join('') }
}

/** Later panels of the turn see what earlier ones wrote. */
function applyContext(namespaces: Map<string, KeptNamespace>, effects: readonly { readonly do: string }[]): void {
  for (const effect of effects as readonly ContextEffect[]) {
    const known = namespaces.get(effect.namespace)
    if (known === undefined) continue
    if (effect.do === 'registerNamespace') {
      const life = effect.ttlSeconds === undefined ? {} : { ttlSeconds: effect.ttlSeconds }
      namespaces.set(effect.namespace, { ...known, ...life, registered: true })
    } else if (effect.do === 'deleteNamespace') {
      namespaces.set(effect.namespace, { registered: false, global: {}, user: {}, conversation: {} })
    } else if (effect.do === 'setContext') {
      const values = { ...known[effect.scope], [effect.name]: effect.value }
      namespaces.set(effect.namespace, { ...known, [effect.scope]: values })
    } else if (effect.do === 'deleteContext') {
      const { [effect.name ?? '']: _gone, ...rest } = known[effect.scope]
      namespaces.set(effect.namespace, { ...known, [effect.scope]: effect.name === undefined ? {} : rest })
    }
  }
}
const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
