import type { AccountId, AgentId, BotId, SkillId } from '@baton/base'
import type { Actor, Assignee, Conversation, Recorded } from '@baton/conversation'
import type { Names } from '@baton/protocol'
import type { Settings } from '@baton/storage'

/** Names of one account that were needed before; frames are made without waiting. */
interface Known {
  readonly bots: Map<number, string>
  readonly agents: Map<number, string>
  readonly skills: Map<number, string>
  readonly names: Names
}

const REMEMBERED_ACCOUNTS = 1_000
const REMEMBERED_NAMES = 20_000

/** Looks up how bots, agents and skills are called, once. */
export class NameBook {
  readonly #accounts = new Map<AccountId, Known>()

  constructor(private readonly settings: Settings) {}

  /** Names that were learnt; a number stands for what has none. */
  of(accountId: AccountId): Names {
    return this.#known(accountId).names
  }

  /** @returns undefined when all names are known already, else when they are */
  learn(accountId: AccountId, log: readonly Recorded[], state?: Conversation): Promise<void> | undefined {
    const known = this.#known(accountId)
    const missing: Promise<void>[] = []
    const want = (kind: 'bots' | 'agents' | 'skills', id: number | undefined) => {
      if (id !== undefined && !known[kind].has(id)) missing.push(this.#fetch(accountId, known, kind, id))
    }
    for (const { event } of log) {
      if ('by' in event) wantActor(event.by, want)
      if ('to' in event) wantAssignee(event.to, want)
      if ('assignee' in event) wantAssignee(event.assignee, want)
      if ('botId' in event) want('bots', event.botId)
      if ('agentId' in event) want('agents', event.agentId)
    }
    if (state !== undefined) wantState(state, want)
    return missing.length === 0 ? undefined : Promise.all(missing).then(() => undefined)
  }

  /** @returns when these names are known */
  async learnMany(
    accountId: AccountId,
    wanted: Readonly<Record<'bots' | 'agents' | 'skills', readonly (number | undefined)[]>>,
  ): Promise<void> {
    const known = this.#known(accountId)
    const kinds = ['bots', 'agents', 'skills'] as const
    const missing = kinds.flatMap((kind) =>
      [...new Set(wanted[kind])].flatMap((id) => (id === undefined || known[kind].has(id) ? [] : [{ kind, id }])),
    )
    await Promise.all(missing.map(({ kind, id }) => this.#fetch(accountId, known, kind, id)))
  }

  learnAgent(accountId: AccountId, agentId: AgentId): Promise<void> | undefined {
    const known = this.#known(accountId)
    return known.agents.has(agentId) ? undefined : this.#fetch(accountId, known, 'agents', agentId)
  }

  /** Somebody was renamed. */
  forget(accountId: AccountId): void {
    this.#accounts.delete(accountId)
  }

  #known(accountId: AccountId): Known {
    const found = this.#accounts.get(accountId)
    if (found !== undefined && found.bots.size + found.agents.size + found.skills.size < REMEMBERED_NAMES) return found
    if (this.#accounts.size >= REMEMBERED_ACCOUNTS) this.#accounts.clear()
    const known = emptyBook()
    this.#accounts.set(accountId, known)
    return known
  }

  async #fetch(accountId: AccountId, known: Known, kind: 'bots' | 'agents' | 'skills', id: number): Promise<void> {
    known[kind].set(id, (await this.#lookUp(accountId, kind, id)) ?? numbered(id))
  }

  async #lookUp(accountId: AccountId, kind: 'bots' | 'agents' | 'skills', id: number): Promise<string | undefined> {
    switch (kind) {
      case 'bots':
        return (await this.settings.findBot(accountId, id as BotId))?.nickname
      case 'agents':
        return (await this.settings.findPerson(accountId, id as AgentId))?.nickname
      case 'skills':
        return (await this.settings.findSkill(accountId, id as SkillId))?.name
    }
  }
}

type Want = (kind: 'bots' | 'agents' | 'skills', id: number | undefined) => void

function wantActor(actor: Actor, want: Want): void {
  if (actor.kind === 'bot') want('bots', actor.botId)
  if (actor.kind === 'agent') want('agents', actor.agentId)
}

function wantAssignee(assignee: Assignee, want: Want): void {
  if (assignee.kind !== 'queue') return wantActor(assignee, want)
  want('skills', assignee.skillId)
  want('agents', assignee.suggestedAgentId)
}

function wantState(state: Conversation, want: Want): void {
  if (state.phase === 'absent') return
  if (state.phase === 'closed') return wantActor(state.closedBy, want)
  wantAssignee(state.assignee, want)
  want('bots', state.turn?.botId)
  for (const { agentId } of state.joined) want('agents', agentId)
}

function emptyBook(): Known {
  const bots = new Map<number, string>()
  const agents = new Map<number, string>()
  const skills = new Map<number, string>()
  const names: Names = {
    bot: (id) => bots.get(id) ?? numbered(id),
    agent: (id) => agents.get(id) ?? numbered(id),
    skill: (id) => skills.get(id) ?? numbered(id),
  }
  return { bots, agents, skills, names }
}

const numbered = (id: number): string => `#${id}`
