import type { AccountId, AgentId, SkillId } from '@baton/base'
import type { AgentActor } from '@baton/conversation'
import { type Farthest, MAY_PASS_TO, type MayPassTo, type Person, type Presence } from '@baton/storage'
import type { Directory } from './directory.ts'
import type { Surroundings } from './ports.ts'

type Status = Presence['status']

/** Says where a conversation may be passed on to, and to which people by name (messaging R1.5, R5.12). */
export class WhomToPassTo {
  private readonly around: Surroundings
  private readonly directory: Directory

  constructor(around: Surroundings, directory: Directory) {
    this.around = around
    this.directory = directory
  }

  /** Whether conversations of one skill may be passed to another; to itself always. Binds people, programs and bots. */
  async mayPassOn(accountId: AccountId, from: SkillId, to: SkillId): Promise<boolean> {
    if (from === to) return true
    const list = (await this.directory.skill(accountId, from))?.transfersTo
    return list === undefined || list.includes(to)
  }

  /** Whether this person may be named by whoever passes a conversation on; programs may name everybody. */
  async mayName(
    accountId: AccountId,
    by: Pick<AgentActor, 'kind' | 'agentId'> | { readonly kind: 'system' },
    named: AgentId,
  ): Promise<boolean> {
    if (by.kind === 'system') return true
    const role = (await this.directory.person(accountId, by.agentId))?.role
    const rules = (await this.directory.account(accountId))?.mayPassTo
    return role !== undefined && isNear(await this.statusOf(accountId, named), farthestFor(role, rules))
  }

  /** Whoever renews no lease any more is offline, whatever they said last. */
  async statusOf(accountId: AccountId, agentId: AgentId): Promise<Status> {
    const { clock, storage } = this.around
    const presence = await storage.desk.findPresence(accountId, agentId)
    return presence === undefined || (presence.leaseUntil ?? 0) <= clock.now() ? 'offline' : presence.status
  }
}

/** How far away the one may be whom somebody of this role names. */
export function farthestFor(role: Person['role'], { agents, managers }: MayPassTo = MAY_PASS_TO): Farthest {
  if (role === 'admin') return 'offline'
  return role === 'manager' ? managers : agents
}

const FAR: { readonly [status in Status]: number } = { online: 0, busy: 0, away: 1, offline: 2 }

/** Who is busy is there (messaging R4.10). */
export const isNear = (status: Status, farthest: Farthest): boolean => FAR[status] <= FAR[farthest]
