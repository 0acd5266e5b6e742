import type { ContextEffect, NeedAnswer, ScriptNeed } from '@baton/dialog'
import type { Panel } from '@baton/sandbox'
import type { KeptNamespace } from '@baton/storage'
import type { Asking, Means } from './asking.ts'

/** More often than that a script does not get a namespace that it asks for. */
const MOST_ROUNDS = 8

/** Runs a builder's script, and again with each namespace of the context service that it turns out to read. */
export async function answerScript(need: ScriptNeed, asking: Asking, { around, parts }: Means): Promise<NeedAnswer> {
  const { state, config, namespaces, contextWrites } = asking
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
    const { effects, logs, fault, missingNamespaces, ms } = await parts.sandbox.run(panel)
    if (missingNamespaces === undefined) {
      applyContext(namespaces, effects)
      return { kind: 'script', effects, logs, ...(fault && { fault }), ms: Math.round(ms) }
    }
    const { accountId, consumerId, id: conversationId } = state
    const view = { namespaces: missingNamespaces, consumerId, conversationId, now: around.clock.now() }
    const read = await around.storage.authored.readContext(accountId, view)
    for (const [name, namespace] of Object.entries(read)) namespaces.set(name, namespace)
    // What this turn wrote is not stored yet; after a crash it was written by scripts that do not run again.
    applyContext(
      namespaces,
      contextWrites.filter(({ namespace }) => Object.hasOwn(read, namespace)),
    )
  }
  return { kind: 'failed', message: `A script may use at most ${MOST_ROUNDS} namespaces.` }
}

/** Later panels of the turn see what earlier ones wrote. */
export function applyContext(
  namespaces: Map<string, KeptNamespace>,
  effects: readonly { readonly do: string }[],
): void {
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
