import { type AccountId, after, type EpochMs, type SkillId, seconds } from '@baton/base'
import type { FailTransfer, OpenConversation } from '@baton/conversation'
import type { ListedConversation, Presence, QueuePlace, Skill } from '@baton/storage'
import { isQueued } from '../commands.ts'
import { NOBODY_ONLINE_MS } from '../transferTargets.ts'
import { type Dispatching, undertakeQuietly } from './dispatching.ts'

const BATCH = 50

/** Why nobody of a skill will take what waits, and from when on that counts. */
interface Hopeless {
  readonly why: FailTransfer['why']
  readonly cause: string
  /** One that waits since this or later is failed then; absent: at once. */
  readonly since?: EpochMs
  readonly patienceMs: number
}

/**
 * What bots have passed to a skill that is gone, or where nobody has been online for too long, goes back to them (messaging R5.8 b, c).
 * Whoever has no bot to go back to waits on, as they do while nobody is there.
 * @returns when somebody's patience is over next
 */
export async function failAttempts(
  parts: Dispatching,
  accountId: AccountId,
  skillId: SkillId,
  isAttended: boolean,
): Promise<EpochMs | undefined> {
  const skill = await parts.directory.skill(accountId, skillId)
  const hopeless = await whyHopeless(parts, accountId, skillId, skill, isAttended)
  if (hopeless === undefined) return undefined
  let next: EpochMs | undefined
  let place: QueuePlace | undefined
  for (;;) {
    const heads = await parts.around.storage.desk.listHeads(accountId, skillId, BATCH, place)
    for (const { conversationId } of heads) {
      const known = await parts.conversations.loadAs(accountId, conversationId, isQueued)
      if (known === undefined || !isQueued(known.state)) continue
      const failsAt = whenFails(known.state, hopeless)
      if (failsAt === undefined) continue
      if (failsAt > parts.around.clock.now()) next = next === undefined || failsAt < next ? failsAt : next
      else await fail(parts, known.state, hopeless, skill)
    }
    const last = heads.at(-1)
    if (last === undefined || heads.length < BATCH) return next
    place = placeOf(last)
  }
}

async function whyHopeless(
  parts: Dispatching,
  accountId: AccountId,
  skillId: SkillId,
  skill: Skill | undefined,
  isAttended: boolean,
): Promise<Hopeless | undefined> {
  if (skill === undefined) {
    return { why: 'unknownSkill', cause: `There is no skill ${skillId} any more.`, patienceMs: 0 }
  }
  if (!skill.enabled) {
    return { why: 'disabledSkill', cause: `The skill "${skill.name}" was switched off.`, patienceMs: 0 }
  }
  if (skill.failIfNobodyOnline !== true || isAttended) return undefined
  const { nobodyOnlineSeconds } = skill
  return {
    why: 'nobodyOnline',
    cause: `Nobody of the skill "${skill.name}" is online any more.`,
    since: await nobodySince(parts, accountId, skillId),
    patienceMs: nobodyOnlineSeconds === undefined ? NOBODY_ONLINE_MS : seconds(nobodyOnlineSeconds),
  }
}

/** When the last of them was online; at the beginning of all time when nobody ever was. */
async function nobodySince({ around }: Dispatching, accountId: AccountId, skillId: SkillId): Promise<EpochMs> {
  const { desk } = around.storage
  const people = (await desk.listAgentsOnSkill(accountId, skillId)).map(({ agentId }) => agentId)
  const ends = (await desk.listPresence(accountId, people)).map(lastOnline)
  return Math.max(0, ...ends) as EpochMs
}

const lastOnline = ({ status, since, leaseUntil }: Presence): number =>
  status === 'online' ? (leaseUntil ?? since) : since

function whenFails({ assignee, attempt }: OpenConversation, { since, patienceMs }: Hopeless): EpochMs | undefined {
  if (attempt === undefined || assignee.kind !== 'queue') return undefined
  return after(Math.max(assignee.since, since ?? 0) as EpochMs, patienceMs)
}

async function fail(
  parts: Dispatching,
  state: OpenConversation,
  { why, cause }: Hopeless,
  skill: Skill | undefined,
): Promise<void> {
  const { accountId, id, attempt } = state
  if (attempt === undefined) return
  const ifFails = await parts.resolver.ifFails(state, attempt.botId)
  const { fallbackSkillId } = skill ?? {}
  const elsewhere =
    ifFails !== undefined || fallbackSkillId === undefined
      ? undefined
      : await parts.resolver.destination(state, fallbackSkillId)
  await undertakeQuietly(parts, accountId, id, (at) => ({
    type: 'failTransfer',
    attempt: attempt.seq,
    why,
    cause,
    at,
    ...(ifFails && { ifFails }),
    ...(elsewhere && { elsewhere }),
  }))
}

/** To go on from there. */
export function placeOf({
  conversationId,
  dueAt,
  queuedSince = 0 as EpochMs,
  responseMs,
}: ListedConversation): QueuePlace {
  return { conversationId, queuedSince, sortsAt: dueAt ?? queuedSince + responseMs }
}
