import type { AccountId, AgentId } from '@baton/base'
import type { ServerFrame } from '@baton/protocol'
import type { Settings } from '@baton/storage'
import type { DeskSocket, Desks } from '../outbound/desk/desks.ts'
import type { AgentIdentity } from '../outbound/maySee.ts'
import type { PushEvents } from '../outbound/pushEvents.ts'
import type { Onlooker } from '../outbound/subscription.ts'
import type { SignInRefusal } from './serveSocket.ts'

/** A person's socket, as those who change rights see it. */
export interface SignedInAgent extends Onlooker, DeskSocket {
  identity: AgentIdentity
  readonly tokenId: string
  ended: SignInRefusal | undefined
}

/** People's sockets of this process: a change of rights reaches them at once, not at their next sign-in. */
export class AgentSockets {
  readonly #sockets = new Set<SignedInAgent>()

  constructor(
    private readonly settings: Settings,
    private readonly push: PushEvents,
    private readonly desks: Pick<Desks, 'recheck' | 'left'>,
  ) {}

  arrived(socket: SignedInAgent): void {
    this.#sockets.add(socket)
  }

  left(socket: SignedInAgent): void {
    this.#sockets.delete(socket)
  }

  /** Says something to every agent of an account that is connected here. */
  tell(accountId: AccountId, frame: ServerFrame): void {
    for (const { identity, outlet } of this.#sockets) if (identity.accountId === accountId) outlet.answer(frame)
  }

  /** Role, skills or the person as a whole changed. */
  async personChanged(accountId: AccountId, agentId: AgentId): Promise<void> {
    const affected = [...this.#sockets].filter(
      ({ identity }) => identity.accountId === accountId && identity.agentId === agentId,
    )
    if (affected.length === 0) return
    const person = await this.settings.findPerson(accountId, agentId)
    for (const socket of affected) {
      if (person?.enabled) {
        socket.identity = { ...socket.identity, role: person.role, skillIds: new Set(person.skillIds) }
        await this.push.recheck(socket)
        await this.desks.recheck(socket)
      } else {
        this.#end(socket)
      }
    }
  }

  tokenDeleted(tokenId: string): void {
    for (const socket of this.#sockets) if (socket.tokenId === tokenId) this.#end(socket)
  }

  /** Sessions that ended: by their owner, an administrator, another password. */
  sessionsEnded(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return
    const ended = new Set(sessionIds.map(sessionTokenId))
    for (const socket of this.#sockets) if (ended.has(socket.tokenId)) this.#end(socket)
  }

  /** Nothing more is pushed from now on, nothing more is heard, and the socket closes at once. */
  #end(socket: SignedInAgent): void {
    socket.ended = 'token-invalid'
    this.push.left(socket)
    this.desks.left(socket)
    socket.outlet.end('token-invalid')
  }
}

/** By what a socket is known that came in with a session's cookie. */
export const sessionTokenId = (sessionId: string): string => `session ${sessionId}`
