import { after, type BotId, type ConsumerId, type ConversationId, type EpochMs, jsonEquals } from '@baton/base'
import type { ContextEffect, Output, Run } from '@baton/dialog'
import { type KeptChange, type KeptNamespace, lastingSpace } from '@baton/storage'

/** How long a consumer's lasting variables live (scripting 4.2). */
const LASTING_MS = 180 * 86_400_000

interface Whose {
  readonly botId: BotId
  readonly consumerId: ConsumerId
  readonly conversationId: ConversationId
  readonly at: EpochMs
}

/** What the turn leaves behind outside of its run; saved in the turn's own commit. */
export function keepsOf(
  outputs: readonly Output[],
  permanent: { readonly before: Run['permanent']; readonly after: Run['permanent'] },
  namespaces: ReadonlyMap<string, KeptNamespace>,
  whose: Whose,
): KeptChange[] {
  const lives = new Map([...namespaces].map(([name, { ttlSeconds }]) => [name, ttlSeconds]))
  const context = outputs.flatMap((output) =>
    output.kind === 'context' ? contextKeeps(output.write, lives, whose) : [],
  )
  return [...context, ...lastingKeeps(permanent, whose)]
}

function lastingKeeps(permanent: { before: Run['permanent']; after: Run['permanent'] }, whose: Whose): KeptChange[] {
  const place = { kind: 'lasting', space: lastingSpace(whose.botId), owner: whose.consumerId } as const
  const expiresAt = after(whose.at, LASTING_MS)
  return Object.entries(permanent.after)
    .filter(([name, value]) => !Object.hasOwn(permanent.before, name) || !jsonEquals(permanent.before[name], value))
    .map(([name, value]) => ({ do: 'keep', ...place, name, value, expiresAt }))
}

/** @param lives of each namespace, in seconds; a changed life is for what is written after it (scripting 4.7) */
function contextKeeps(write: ContextEffect, lives: Map<string, number | undefined>, whose: Whose): KeptChange[] {
  const { namespace: space } = write
  const setting = { kind: 'namespace', space, owner: '' } as const
  switch (write.do) {
    case 'registerNamespace': {
      const { ttlSeconds } = write
      if (ttlSeconds !== undefined) lives.set(space, ttlSeconds)
      const registered: KeptChange = { do: 'keep', ...setting, name: 'registered', value: true }
      return ttlSeconds === undefined
        ? [registered]
        : [registered, { do: 'keep', ...setting, name: 'ttlSeconds', value: ttlSeconds }]
    }
    case 'deleteNamespace':
      lives.delete(space)
      return [{ do: 'forgetSpace', space }]
    case 'setContext': {
      const seconds = lives.get(space)
      const ends = seconds === undefined ? {} : { expiresAt: after(whose.at, seconds * 1_000) }
      const owner = ownerOf(write.scope, whose)
      return [{ do: 'keep', kind: write.scope, space, owner, name: write.name, value: write.value, ...ends }]
    }
    case 'deleteContext': {
      const { scope, name } = write
      const owner = ownerOf(scope, whose)
      return [{ do: 'forget', kind: scope, space, owner, ...(name !== undefined && { name }) }]
    }
  }
}

function ownerOf(scope: 'global' | 'user' | 'conversation', { consumerId, conversationId }: Whose): string {
  if (scope === 'global') return ''
  return scope === 'user' ? consumerId : conversationId
}
