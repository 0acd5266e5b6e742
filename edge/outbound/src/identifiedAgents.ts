import { createHash } from 'node:crypto'
import type { Agent } from 'undici'
import type { ClientIdentity } from './outbound.ts'

/** Certificates whose connections are kept; the one that was used longest ago goes first. */
const MOST = 50

/** Connections that show a certificate are shared by those who show the same one, and by nobody else. */
export class IdentifiedAgents {
  readonly #agents = new Map<string, Agent>()

  constructor(private readonly make: (identity: ClientIdentity) => Agent) {}

  of(identity: ClientIdentity): Agent {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('base64')
    const agent = this.#agents.get(name) ?? this.make(identity)
    this.#agents.delete(name)
    this.#agents.set(name, agent)
    for (const [oldest, one] of this.#agents) {
      if (this.#agents.size <= MOST) break
      this.#agents.delete(oldest)
      void one.close() // what is under way ends first
    }
    return agent
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()))
  }
}
