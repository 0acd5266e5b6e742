import type { ConversationId, EpochMs } from '@baton/base'
import { hours, minutes } from '@baton/base'
import {
  type AgentFrame,
  type AgentHelloFrame,
  PROTOCOL_VERSION,
  parseAgentFrame,
  type StatusFrame,
  type UnwatchFrame,
  type WatchFrame,
} from '@baton/protocol'
import type { Order } from '@baton/runtime'
import type { Person, Session } from '@baton/storage'
import type { FastifyPluginCallback } from 'fastify'
import type { House } from '../house.ts'
import { type AgentIdentity, actorOf, maySee, takesPart } from '../outbound/maySee.ts'
import type { Outlet } from '../outbound/outlet.ts'
import type { Onlooker } from '../outbound/subscription.ts'
import { sessionTokenId } from './agentSockets.ts'
import { type Answering, answerHandled, answerHistory, markOf } from './answers.ts'
import { socketHelp } from './consumerSocket.ts'
import { type FileAsker, fileRules, hearAboutFiles, isAboutFiles } from './files/fileFrames.ts'
import { readFile, readSaid } from './readSaid.ts'
import { type Door, refusal, type SignedIn, type SignInRefusal, serveSocket } from './serveSocket.ts'
import type { Arrival } from './socketDoors.ts'

type AtDesk = StatusFrame | WatchFrame | UnwatchFrame
type Asked = Exclude<AgentFrame, AgentHelloFrame | AtDesk>

/** Access tokens end when somebody deletes them; a client asks again after this time at the latest. */
const WELCOME_MS = hours(24)
const STAY_AWAKE_MS = minutes(10)

/** A signed-in person's socket. */
export class AgentSocket implements Onlooker {
  readonly viewer = 'agent'
  /** Frames are carried out one after the other: an agent's screen relies on it. */
  busy: Promise<unknown> = Promise.resolve()
  /** Set when the token was deleted or the person disabled. */
  ended: SignInRefusal | undefined

  constructor(
    public identity: AgentIdentity,
    readonly tokenId: string,
    readonly outlet: Outlet,
    /** Absent: it came in with a token. */
    public session?: Session,
  ) {}

  get accountId() {
    return this.identity.accountId
  }

  maySee(conversation: Parameters<Onlooker['maySee']>[0]): boolean {
    return maySee(this.identity, conversation)
  }
}

/** The agents' door: parses, authenticates, asks `maySee`, hands over. */
export const agentSocket: FastifyPluginCallback<{ house: House }> = (_app, { house }, done) => {
  const help = socketHelp(house, 'agent')
  house.sockets.door('/agent', (socket, arrival, wire) => serveSocket(socket, wire, agentDoor(house, arrival), help), {
    ownPagesOnly: true,
  })
  done()
}

function agentDoor(house: House, arrival: Arrival): Door<AgentFrame, AgentSocket> {
  return {
    parse: parseAgentFrame,
    signIn: (hello, outlet) => signIn(house, arrival, hello, outlet),
    hear(socket, frame) {
      if (socket.ended !== undefined) return
      stayAwake(house, socket)
      const turn = socket.busy.then(() => hear(house, socket, frame))
      socket.busy = turn.catch(() => {})
      return turn
    },
    isOver: ({ ended, session }) =>
      ended ?? (session && house.clock.now() >= session.endsAt ? 'token-expired' : undefined),
    left(socket) {
      house.agents.left(socket)
      house.push.left(socket)
      house.desks.left(socket)
    },
  }
}

async function signIn(
  house: House,
  arrival: Arrival,
  hello: AgentHelloFrame,
  outlet: Outlet,
): Promise<SignedIn<AgentSocket>> {
  const found = hello.token === undefined ? await bySession(house, arrival) : await byToken(house, hello.token)
  if (found === undefined) return { ok: false, code: 'token-invalid' }
  const { person, tokenId, session } = found
  const socket = new AgentSocket(identityOf(person), tokenId, outlet, session)
  house.agents.arrived(socket)
  const cards = await house.cardRules.of(person.accountId)
  const now = house.clock.now()
  outlet.answer({
    type: 'welcome',
    protocol: PROTOCOL_VERSION,
    you: { kind: 'agent', agentId: person.id },
    tokenExpiresAt: session?.endsAt ?? ((now + WELCOME_MS) as EpochMs),
    now,
    cards,
    ...(await fileRules(house, person.accountId, 'agent')),
  })
  await house.desks.arrived(socket)
  for (const { conversationId, after } of hello.resume ?? []) {
    if (!(await house.push.follow(socket, conversationId, after))) outlet.answer({ type: 'gone', conversationId })
  }
  return { ok: true, session: socket }
}

interface Found {
  readonly person: Person
  readonly tokenId: string
  readonly session?: Session
}

async function byToken(house: House, token: string): Promise<Found | undefined> {
  const access = await house.identity.access.find(token)
  if (access?.kind !== 'agent') return undefined
  const person = await house.storage.settings.findPerson(access.accountId, access.personId)
  return person?.enabled ? { person, tokenId: access.tokenId } : undefined
}

/** The cookie came with the upgrade, from a page of this server. */
async function bySession(house: House, { session: cookie }: Arrival): Promise<Found | undefined> {
  const signedIn = cookie === undefined ? undefined : await house.identity.sessions.find(cookie)
  if (signedIn === undefined) return undefined
  const { person, session } = signedIn
  return { person, session, tokenId: sessionTokenId(session.id) }
}

export const identityOf = (person: Person): AgentIdentity => ({
  accountId: person.accountId,
  agentId: person.id,
  role: person.role,
  skillIds: new Set(person.skillIds),
})

/** Whoever is at their desk is not idle, however long they send no request. */
function stayAwake(house: House, socket: AgentSocket): void {
  const { session } = socket
  const now = house.clock.now()
  if (session === undefined || now - session.seenAt < STAY_AWAKE_MS) return
  socket.session = { ...session, seenAt: now }
  house.identity.sessions.touch(session).catch(() => {}) // the next frame tries again
}

async function hear(house: House, socket: AgentSocket, frame: Asked | AtDesk): Promise<void> {
  const { outlet, identity } = socket
  if (frame.type === 'status' || frame.type === 'watch' || frame.type === 'unwatch')
    return hearAtDesk(house, socket, frame)
  if (frame.type === 'ping') return outlet.answer({ type: 'pong', now: house.clock.now() })
  if (isAboutFiles(frame)) return hearAboutFiles(house, fileAsker(socket), frame)
  const { accountId } = identity
  const found = await house.runtime.find(accountId, frame.conversationId as ConversationId)
  const isAnswered = 'frameId' in frame
  const isSeen = found !== undefined && (maySee(identity, found.state) || isKept(house, socket, frame))
  if (!isSeen) {
    if (!isAnswered) return
    house.metrics.refused('conversation-not-found')
    return outlet.answer(refusal('conversation-not-found', { frameId: frame.frameId, path: '/conversationId' }))
  }
  const answering = { house, outlet, by: actorOf(identity) }
  switch (frame.type) {
    case 'subscribe':
      return subscribe(house, socket, frame)
    case 'resume':
      return follow(house, socket, frame.conversationId, frame.after)
    case 'unsubscribe':
      house.push.unfollow(socket, frame.conversationId)
      return outlet.answer({ type: 'accepted', frameId: frame.frameId, conversationId: frame.conversationId })
    case 'history':
      return answerHistory(answering, socket, frame)
    case 'mark':
    case 'signal':
      if (takesPart(identity, found.state)) await passOn(house, socket, frame, found.seq)
      return
    case 'send':
      return send(answering, identity, frame)
    default:
      return answerHandled(answering, frame.frameId, house.runtime.handle(toOrder(identity, frame)))
  }
}

const fileAsker = ({ identity, outlet }: AgentSocket): FileAsker => ({
  accountId: identity.accountId,
  by: 'agent',
  sender: `agent:${identity.agentId}`,
  outlet,
  maySee: (conversation) => maySee(identity, conversation),
  maySend: (conversation) => takesPart(identity, conversation),
})

/** What is followed may be let go of, whatever became of it. */
const isKept = (house: House, socket: AgentSocket, frame: Exclude<Asked, { type: 'ping' }>): boolean =>
  frame.type === 'unsubscribe' && house.push.isFollowing(socket, frame.conversationId)

async function subscribe(house: House, socket: AgentSocket, frame: Asked & { type: 'subscribe' }): Promise<void> {
  const { frameId, conversationId, after } = frame
  const isNew = !house.push.isFollowing(socket, conversationId)
  if (isNew && house.push.followedBy(socket) >= house.limits.subscriptions) {
    return socket.outlet.answer(refusal('too-many-requests', { frameId }))
  }
  socket.outlet.answer({ type: 'accepted', frameId, conversationId })
  await follow(house, socket, conversationId, after)
}

async function follow(
  house: House,
  socket: AgentSocket,
  conversationId: ConversationId,
  after?: number,
): Promise<void> {
  if (!(await house.push.follow(socket, conversationId, after))) socket.outlet.answer({ type: 'gone', conversationId })
}

async function passOn(
  house: House,
  { identity: { accountId, agentId } }: AgentSocket,
  frame: Asked & { type: 'mark' | 'signal' },
  seq: number,
): Promise<void> {
  const { conversationId } = frame
  const participant = { kind: 'agent', agentId } as const
  if (frame.type === 'signal') {
    house.runtime.signal({ accountId, conversationId, participant, state: frame.state })
  } else {
    await house.runtime.mark({ accountId, conversationId, participant, ...markOf(frame, seq) })
  }
}

/** What a person does at their own desk; no conversation is asked. */
async function hearAtDesk(house: House, socket: AgentSocket, frame: AtDesk): Promise<void> {
  const { outlet, identity } = socket
  const { frameId } = frame
  const refuse = () => {
    house.metrics.refused('not-permitted')
    outlet.answer(refusal('not-permitted', { frameId }))
  }
  switch (frame.type) {
    case 'watch':
      // Answered by the list itself.
      if (!(await house.desks.watch(socket, frame, frameId))) refuse()
      return
    case 'unwatch':
      house.desks.unwatch(socket, frame.list)
      return outlet.answer({ type: 'accepted', frameId })
    case 'status':
      if (identity.role === 'builder') return refuse()
      await house.desks.setStatus(socket, frame.state, frame.reason)
      return outlet.answer({ type: 'accepted', frameId })
  }
}

async function send(answering: Answering, identity: AgentIdentity, frame: Asked & { type: 'send' }): Promise<void> {
  const { house, outlet } = answering
  const { accountId } = identity
  const imageHosts =
    frame.content.kind === 'structured' ? (await house.storage.settings.findAccount(accountId))?.imageHosts : undefined
  const read = readSaid(frame, { by: 'agent', ...(imageHosts && { imageHosts }) })
  const said = read.ok === 'file' ? await readFile(house, frame, `agent:${identity.agentId}`, accountId) : read
  if (!said.ok) {
    house.metrics.refused(said.refused.code)
    return outlet.answer(said.refused)
  }
  const { clientId, audience = 'ALL' } = frame
  const conversationId = frame.conversationId as ConversationId
  const { ok: _ok, ...content } = said
  const by = actorOf(identity)
  const order: Order = { type: 'write', accountId, conversationId, by, clientId, audience, ...content }
  await answerHandled(answering, frame.frameId, house.runtime.handle(order))
}

type Ordering = Extract<Asked, { type: 'transfer' | 'act' | 'priority' | 'close' }>

function toOrder(identity: AgentIdentity, frame: Ordering): Order {
  const common = {
    accountId: identity.accountId,
    conversationId: frame.conversationId as ConversationId,
    by: actorOf(identity),
  }
  switch (frame.type) {
    case 'transfer': {
      const { skillId, agentId, note } = frame
      const beside = { ...(agentId !== undefined && { agentId }), ...(note && { note }) }
      return { ...common, type: 'transfer', skillId, ...beside }
    }
    case 'priority': {
      const { priority, responseMs } = frame
      return { ...common, type: 'changePriority', priority, ...(responseMs !== undefined && { responseMs }) }
    }
    case 'close': {
      const { withoutSurvey } = frame
      return { ...common, type: 'close', ...(withoutSurvey !== undefined && { withoutSurvey }) }
    }
    case 'act':
      return actOrder(common, frame.act)
  }
}

function actOrder(
  common: { accountId: AgentIdentity['accountId']; conversationId: ConversationId; by: ReturnType<typeof actorOf> },
  act: Extract<Asked, { type: 'act' }>['act'],
): Order {
  if (act === 'joinAsManager') return { ...common, type: 'join', role: 'manager' }
  if (act === 'joinAsReader') return { ...common, type: 'join', role: 'reader' }
  return { ...common, type: act }
}
