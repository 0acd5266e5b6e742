import type { AccountId, AgentId, SkillId } from '@baton/base'
import type { ServerFrame } from '@baton/protocol'
import type { Storage } from '@baton/storage'
import type { OtherNodes, Word } from '../otherNodes.ts'
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

/** As many names as fit into one word to the other servers. */
const SESSIONS_TOLD = 20
/** So often is asked whether everybody may still be here; what the others told was heard long before, unless it was lost. */
const LOOK_AGAIN_MS = 10_000

type Books = Pick<Storage, 'settings' | 'people'>

/**
 * People's sockets of this process: a change of rights reaches them at once, not at their next sign-in. Where several servers
 * share a storage each tells the others, and looks by itself every ten seconds for what was never heard.
 */
export class AgentSockets {
  readonly #sockets = new Set<SignedInAgent>()

  constructor(
    private readonly books: Books,
    private readonly push: PushEvents,
    private readonly desks: Pick<Desks, 'recheck' | 'left'>,
    private readonly others: OtherNodes,
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
    this.others.say({ about: 'person', accountId, agentId })
    await this.#readPerson(accountId, agentId)
  }

  tokenDeleted(tokenId: string): void {
    this.others.say({ about: 'token', id: tokenId })
    this.#endAll(new Set([tokenId]))
  }

  /** Sessions that ended: by their owner, an administrator, another password. */
  sessionsEnded(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return
    for (let from = 0; from < sessionIds.length; from += SESSIONS_TOLD) {
      this.others.say({ about: 'sessions', ids: sessionIds.slice(from, from + SESSIONS_TOLD) })
    }
    this.#endAll(new Set(sessionIds.map(sessionTokenId)))
  }

  /** Another server said so. */
  async hear(word: Word): Promise<void> {
    if (word.about === 'sessions') this.#endAll(new Set(word.ids.map(sessionTokenId)))
    else if (word.about === 'token') this.#endAll(new Set([word.id]))
    else if (word.about === 'person') await this.#readPerson(word.accountId, word.agentId)
  }

  /** @returns how to stop */
  watch(onFault: (fault: unknown) => void): () => void {
    const timer = setInterval(() => this.lookAgain().catch(onFault), LOOK_AGAIN_MS)
    timer.unref()
    return () => clearInterval(timer)
  }

  /** Asks of everybody here whether they may still be: something may have been said while nobody could hear it. */
  async lookAgain(): Promise<void> {
    const people = new Map(
      [...this.#sockets].map(({ identity: { accountId, agentId } }) => [
        `${accountId}/${agentId}`,
        { accountId, agentId },
      ]),
    )
    for (const { accountId, agentId } of people.values()) {
      await this.#readPerson(accountId, agentId)
      await this.#readSignIns(accountId, agentId)
    }
  }

  async #readPerson(accountId: AccountId, agentId: AgentId): Promise<void> {
    const affected = this.#of(accountId, agentId)
    if (affected.length === 0) return
    const person = await this.books.settings.findPerson(accountId, agentId)
    for (const socket of affected) {
      if (!person?.enabled) this.#end(socket)
      else if (isAnother(socket.identity, person)) {
        socket.identity = { ...socket.identity, role: person.role, skillIds: new Set(person.skillIds) }
        await this.push.recheck(socket)
        await this.desks.recheck(socket)
      }
    }
  }

  async #readSignIns(accountId: AccountId, agentId: AgentId): Promise<void> {
    const sessions = await this.books.people.listSessions(accountId, agentId)
    const live = new Set(sessions.map(({ id }) => sessionTokenId(id)))
    for (const socket of this.#of(accountId, agentId)) {
      const { tokenId } = socket
      const isLive = isSession(tokenId) ? live.has(tokenId) : await this.books.settings.hasToken(accountId, tokenId)
      if (!isLive) this.#end(socket)
    }
  }

  #of(accountId: AccountId, agentId: AgentId): SignedInAgent[] {
    return [...this.#sockets].filter(({ identity }) => identity.accountId === accountId && identity.agentId === agentId)
  }

  #endAll(tokenIds: ReadonlySet<string>): void {
    for (const socket of this.#sockets) if (tokenIds.has(socket.tokenId)) this.#end(socket)
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
const isSession = (tokenId: string): boolean => tokenId.startsWith('session ')

const isAnother = (
  known: AgentIdentity,
  { role, skillIds }: Pick<AgentIdentity, 'role'> & { skillIds: readonly SkillId[] },
) => known.role !== role || known.skillIds.size !== skillIds.length || skillIds.some((id) => !known.skillIds.has(id))
