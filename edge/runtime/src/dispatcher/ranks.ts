import type { AccountId, EpochMs, SkillId } from '@baton/base'
import { Lru } from '@baton/base'
import type { Recorded } from '@baton/conversation'
import {
  drawApproach,
  type Prioritisation,
  RANK_CYCLE_MS,
  type RankedFacts,
  type RankedWaiting,
  rank,
  velocityOf,
} from '@baton/routing'
import type { QueuedConversation } from '@baton/storage'
import { isOpen } from '../commands.ts'
import type { Conversations } from '../conversations.ts'
import type { Surroundings } from '../ports.ts'

/** What lies behind so many is served when these are gone; read narrowly. */
const MOST_RANKED = 20_000
/** States and logs that one cycle reads for the rules. */
const MOST_ASKED = 500
const REMEMBERED = 100_000
/** Events of one conversation that the rules look at, the newest. */
const LOOK_BACK = 1_000
/** Small queues are ranked at every look. */
const SMALL = 200

interface Ranked extends RankedWaiting, QueuedConversation {}
interface Order {
  readonly at: EpochMs
  readonly rules: string
  readonly order: readonly Ranked[]
  /** The rules were asked about all of them. */
  readonly isWhole: boolean
}

/**
 * The order of queues with priorities (messaging R4.18), made anew once a cycle. What the rules say of a conversation follows from
 * its log and is kept with its place: another node, or this one after a restart, says the same.
 */
export class Ranks {
  private readonly velocities = new Lru<string, number>(REMEMBERED)
  private readonly orders = new Lru<string, Order>(1_000)

  constructor(
    private readonly around: Surroundings,
    private readonly conversations: Pick<Conversations, 'load'>,
  ) {}

  async of(accountId: AccountId, skillId: SkillId, how: Prioritisation): Promise<Order> {
    const key = `${accountId}/${skillId}`
    const rules = JSON.stringify(how)
    const now = this.around.clock.now()
    const known = this.orders.get(key)
    const isFresh = known !== undefined && known.rules === rules && now - known.at < RANK_CYCLE_MS
    if (isFresh && known.order.length > SMALL) return known
    const queue = await this.around.storage.desk.listQueued(accountId, skillId, MOST_RANKED)
    const { waiting, isWhole } = await this.weigh(accountId, queue, how, rules)
    const order = rank(waiting, drawApproach(how.mix, accountId, now), now)
    const made = { at: now, rules, order, isWhole }
    this.orders.set(key, made)
    return made
  }

  private async weigh(
    accountId: AccountId,
    queue: readonly QueuedConversation[],
    how: Prioritisation,
    rules: string,
  ): Promise<{ waiting: Ranked[]; isWhole: boolean }> {
    let left = MOST_ASKED
    const waiting: Ranked[] = []
    for (const one of queue) {
      const key = `${one.conversationId}/${one.seq}/${rules}`
      let velocity = how.rules.length === 0 ? 1 : this.velocities.get(key)
      if (velocity === undefined && left > 0) {
        left -= 1
        velocity = await this.velocity(accountId, one, how)
        this.velocities.set(key, velocity)
      }
      waiting.push({ ...one, velocity: velocity ?? 1 })
    }
    return { waiting, isWhole: left > 0 }
  }

  private async velocity(
    accountId: AccountId,
    { conversationId }: QueuedConversation,
    { rules }: Prioritisation,
  ): Promise<number> {
    const known = await this.conversations.load(accountId, conversationId)
    if (known === undefined || !isOpen(known.state)) return 1
    const { attributes, entryPointId, skillId } = known.state
    const asksLog = rules.some(({ when }) => when !== 'attribute' && when !== 'entryPoint')
    const log = asksLog
      ? await this.around.storage.conversations.readLogBackwards(
          accountId,
          conversationId,
          Number.MAX_SAFE_INTEGER,
          LOOK_BACK,
        )
      : []
    return velocityOf(rules, { ...movesIn(log, skillId), attributes, entryPointId })
  }
}

type Moves = Omit<RankedFacts, 'attributes' | 'entryPointId'>

/** Where a conversation went, by its log. @param skillId where it is now */
export function movesIn(log: readonly Recorded[], skillId: SkillId): Moves {
  const skills: SkillId[] = []
  let transfers = 0
  let toAgent = false
  const intents = new Set<string>()
  for (const { event } of log) {
    if (event.type === 'opened') skills.push(event.skillId)
    if (event.type === 'transferred' && event.reason !== 'suggestedTimedOut') {
      transfers += 1
      skills.push(event.skillId)
      toAgent ||= event.to.kind === 'queue' && event.to.suggestedAgentId !== undefined
    }
    if (event.type === 'turnAnswered') {
      for (const { id, name } of event.intents ?? []) for (const word of [id, name]) if (word) intents.add(word)
    }
  }
  return {
    transfers,
    from: skills.slice(0, -1),
    to: transfers === 0 ? [] : [...skills.slice(1), skillId],
    toAgent,
    intents: [...intents],
  }
}
