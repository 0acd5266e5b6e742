import type { AgentId, EpochMs, SkillId } from '@baton/base'
import type { AvailableAgent } from '@baton/routing'
import type { Account, Presence } from '@baton/storage'
import type { Surroundings } from '../ports.ts'
import type { Presences } from './presences.ts'

export interface SeatSource {
  readonly around: Surroundings
  readonly presences: Pick<Presences, 'isLeased'>
}

/** An agent as this look has them: what it gives them counts at once. */
export interface Seat extends AvailableAgent {
  load: number
  lastOfferAt?: EpochMs
  warmingSince?: EpochMs
  readonly shrinksAt?: EpochMs
}

/** Who is there of those who can do a skill, with how much room each has; agents whose lease is over are not. */
export async function seatsOn(
  { around, presences }: SeatSource,
  { id: accountId, warmUp = false }: Pick<Account, 'id' | 'warmUp'>,
  skillId: SkillId,
  ring: 'one' | 'all',
): Promise<Seat[]> {
  const { desk } = around.storage
  const people = await desk.listAgentsOnSkill(accountId, skillId)
  const present = new Map(
    (await desk.listPresence(accountId, people.map(idOf)))
      .filter((presence) => presence.status !== 'offline' && presences.isLeased(presence))
      .map((presence) => [presence.agentId, presence]),
  )
  const there = people.filter(({ agentId }) => present.has(agentId))
  const loads = await desk.readLoads(accountId, there.map(idOf), around.clock.now())
  const seats: Seat[] = []
  for (const [index, { agentId, skillIds, capacity }] of there.entries()) {
    const presence = present.get(agentId)
    if (presence === undefined || presence.status === 'offline') continue
    const held = loads[index]
    // What rings at all holds no seat, but an agent is rung for no more than they could take.
    const rung = ring === 'all' ? (await desk.listOffered(accountId, agentId)).length : 0
    seats.push({
      agentId,
      status: presence.status,
      skillIds,
      capacity,
      load: (held?.load ?? 0) + rung,
      ...(held?.shrinksAt !== undefined && { shrinksAt: held.shrinksAt }),
      ...(presence.lastOfferAt !== undefined && { lastOfferAt: presence.lastOfferAt }),
      ...(warmUp && presence.status === 'online' && { warmingSince: freshSince(presence) }),
    })
  }
  return seats
}

/** They came online, or got the first one after an idle hour: the later of the two (messaging R4.13). */
const freshSince = ({ since, freshSince = since }: Presence): EpochMs => Math.max(since, freshSince) as EpochMs

const idOf = ({ agentId }: { readonly agentId: AgentId }): AgentId => agentId
