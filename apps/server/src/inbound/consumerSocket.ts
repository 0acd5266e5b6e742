import type { AccountId, ConsumerId, ConversationId, EntryPointId, EpochMs } from '@baton/base'
import { isOriginAllowed, type ConsumerSession as TokenSession } from '@baton/identity'
import { type ConsumerFrame, type HelloFrame, PROTOCOL_VERSION, parseConsumerFrame } from '@baton/protocol'
import type { Order } from '@baton/runtime'
import type { FastifyPluginCallback } from 'fastify'
import type { House } from '../house.ts'
import type { Outlet } from '../outbound/outlet.ts'
import type { ConsumerOnlooker } from '../outbound/pushEvents.ts'
import type { TokenBucket } from '../tokenBucket.ts'
import { type Answering, answerHandled, answerHistory, markOf } from './answers.ts'
import { type FileAsker, fileRules, hearAboutFiles, isAboutFiles } from './files/fileFrames.ts'
import { readFile, readSaid, type Said } from './readSaid.ts'
import { type Door, refusal, type SignedIn, serveSocket } from './serveSocket.ts'
import type { Arrival } from './socketDoors.ts'

type Asked = Exclude<ConsumerFrame, HelloFrame>

/** A consumer's signed-in socket. */
class ConsumerSocket implements ConsumerOnlooker {
  readonly viewer = 'consumer'
  welcomed = false
  /** Opened by another tab while this one was being welcomed; followed right afterwards. */
  readonly openedMeanwhile: ConversationId[] = []
  /** Reading goes one after the other; words do not wait for it. */
  reading: Promise<unknown> = Promise.resolve()

  constructor(
    readonly accountId: AccountId,
    public consumerId: ConsumerId,
    readonly entryPointId: EntryPointId,
    public tokenExpiresAt: EpochMs,
    readonly outlet: Outlet,
    readonly bucket: Pick<TokenBucket, 'take'>,
    readonly showsSurveys: boolean,
  ) {}

  maySee(conversation: Parameters<ConsumerOnlooker['maySee']>[0]): boolean {
    if (conversation.phase === 'absent') return false
    return conversation.accountId === this.accountId && conversation.consumerId === this.consumerId
  }

  opened(conversationId: ConversationId): boolean {
    if (!this.welcomed) this.openedMeanwhile.push(conversationId)
    return this.welcomed
  }
}

/** The consumer's door: parses, authenticates, hands over. Decides nothing, stores nothing. */
export const consumerSocket: FastifyPluginCallback<{ house: House }> = (_app, { house }, done) => {
  const help = socketHelp(house, 'consumer')
  house.sockets.door('/consumer', (socket, arrival, wire) =>
    serveSocket(socket, wire, consumerDoor(house, arrival), help),
  )
  done()
}

export const socketHelp = (house: House, door: 'consumer' | 'agent') => ({
  limits: house.limits,
  onFault: (fault: unknown) => house.log.error({ err: fault, door }, 'a frame could not be dealt with'),
  onRefused: (code: string) => house.metrics.refused(code),
})

function consumerDoor(house: House, { origin }: Arrival): Door<ConsumerFrame, ConsumerSocket> {
  return {
    parse: parseConsumerFrame,
    signIn: (hello, outlet) => signIn(house, origin, hello, outlet),
    hear: (socket, frame) => hear(house, origin, socket, frame),
    isOver: ({ tokenExpiresAt }) => (house.clock.now() >= tokenExpiresAt ? 'token-expired' : undefined),
    left: (socket) => house.push.left(socket),
  }
}

async function signIn(
  house: House,
  origin: string | undefined,
  hello: HelloFrame,
  outlet: Outlet,
): Promise<SignedIn<ConsumerSocket>> {
  const verified = await house.identity.consumers.verify(hello.token, origin)
  if (!verified.ok) return { ok: false, code: verified.error }
  const session = verified.value
  const refused = await placeRefusal(house, session)
  if (refused !== undefined) return { ok: false, code: refused }
  if (house.push.socketsOf(session) >= house.limits.socketsPerConsumer) return { ok: false, code: 'too-many-requests' }
  const { accountId, consumerId, entryPointId, expiresAt } = session
  const bucket = house.shared.frames.of(`${accountId}/${consumerId}`)
  const showsSurveys = hello.surveys !== false
  const socket = new ConsumerSocket(accountId, consumerId, entryPointId, expiresAt, outlet, bucket, showsSurveys)
  house.push.consumerArrived(socket)
  try {
    await welcome(house, socket, hello)
  } catch (fault) {
    house.push.left(socket)
    throw fault
  }
  return { ok: true, session: socket }
}

/** Settings may have changed since the token was signed: an entry point can be shut, an origin taken off its list. */
async function placeRefusal(house: House, { accountId, entryPointId, origin }: TokenSession) {
  const entryPoint = await house.storage.settings.findEntryPoint(accountId, entryPointId)
  if (entryPoint === undefined || !entryPoint.enabled) return 'token-invalid' as const
  return isOriginAllowed(origin, entryPoint.origins, house.ownOrigins()) ? undefined : ('origin-not-allowed' as const)
}

async function welcome(house: House, socket: ConsumerSocket, hello: HelloFrame): Promise<void> {
  const { accountId, consumerId, outlet } = socket
  const [[newest], cards] = await Promise.all([
    house.storage.conversations.listThread(accountId, consumerId, undefined, 1),
    house.cardRules.of(accountId),
  ])
  socket.welcomed = true
  outlet.answer({
    type: 'welcome',
    protocol: PROTOCOL_VERSION,
    you: { kind: 'consumer', consumerId },
    tokenExpiresAt: socket.tokenExpiresAt,
    now: house.clock.now(),
    ...(await fileRules(house, accountId, 'consumer')),
    ...(newest && { conversationId: newest.conversationId }),
    cards,
  })
  const resume = new Map(hello.resume?.map(({ conversationId, after }) => [conversationId, after]))
  if (newest !== undefined) await house.push.follow(socket, newest.conversationId, resume.get(newest.conversationId))
  for (const conversationId of socket.openedMeanwhile) {
    if (!house.push.isFollowing(socket, conversationId)) await house.push.follow(socket, conversationId, undefined)
  }
  for (const [conversationId, after] of resume) {
    if (conversationId !== newest?.conversationId) await followOrSay(house, socket, conversationId, after)
  }
}

async function followOrSay(
  house: House,
  socket: ConsumerSocket,
  conversationId: ConversationId,
  after: number,
): Promise<void> {
  if (!(await house.push.follow(socket, conversationId, after))) socket.outlet.answer({ type: 'gone', conversationId })
}

function hear(house: House, origin: string | undefined, socket: ConsumerSocket, frame: Asked): Promise<void> | void {
  if (frame.type === 'ping') return socket.outlet.answer({ type: 'pong', now: house.clock.now() })
  if (!socket.bucket.take()) {
    const frameId = 'frameId' in frame ? { frameId: frame.frameId } : {}
    house.metrics.refused('too-many-requests')
    return socket.outlet.answer(refusal('too-many-requests', frameId))
  }
  const answering: Answering = { house, outlet: socket.outlet, by: by(socket) }
  if (isAboutFiles(frame)) return hearAboutFiles(house, fileAsker(socket), frame)
  switch (frame.type) {
    case 'send':
      return send(house, socket, answering, frame)
    case 'click':
    case 'attributes':
    case 'close':
      return answerHandled(answering, frame.frameId, house.runtime.handle(toOrder(socket, frame)))
    case 'history':
    case 'resume':
      return inTurn(socket, () => read(house, socket, answering, frame))
    case 'mark':
    case 'signal':
      return passOn(house, socket, frame)
    case 'renew':
      return renew(house, origin, socket, frame)
  }
}

const senderOf = ({ consumerId }: ConsumerSocket): string => `consumer:${consumerId}`

const fileAsker = (socket: ConsumerSocket): FileAsker => ({
  accountId: socket.accountId,
  by: 'consumer',
  sender: senderOf(socket),
  outlet: socket.outlet,
  maySee: (conversation) => socket.maySee(conversation),
  maySend: (conversation) => socket.maySee(conversation),
})

const by = ({ consumerId }: ConsumerSocket) => ({ kind: 'consumer', consumerId }) as const

function inTurn(socket: ConsumerSocket, read: () => Promise<void>): Promise<void> {
  const turn = socket.reading.then(read, read)
  socket.reading = turn.catch(() => {})
  return turn
}

function send(
  house: House,
  socket: ConsumerSocket,
  answering: Answering,
  frame: Asked & { type: 'send' },
): Promise<void> | void {
  const said = readSaid(frame, { by: 'consumer' })
  if (said.ok === 'file') {
    return readFile(house, frame, senderOf(socket), socket.accountId).then((read) =>
      passOnWords(house, socket, answering, frame, read),
    )
  }
  return passOnWords(house, socket, answering, frame, said)
}

function passOnWords(
  house: House,
  socket: ConsumerSocket,
  answering: Answering,
  frame: Asked & { type: 'send' },
  said: Said,
): Promise<void> | void {
  if (!said.ok) {
    house.metrics.refused(said.refused.code)
    return socket.outlet.answer(said.refused)
  }
  const { clientId, conversationId, attributes } = frame
  const { ok: _ok, ...content } = said
  const order: Order = {
    type: 'write',
    accountId: socket.accountId,
    by: by(socket),
    entryPointId: socket.entryPointId,
    clientId,
    ...content,
    ...(conversationId !== undefined && { conversationId }),
    ...(attributes !== undefined && { attributes }),
    ...(!socket.showsSurveys && { surveys: false }),
  }
  return answerHandled(answering, frame.frameId, house.runtime.handle(order))
}

function toOrder(socket: ConsumerSocket, frame: Asked & { type: 'click' | 'attributes' | 'close' }): Order {
  const common = { accountId: socket.accountId, by: by(socket) }
  switch (frame.type) {
    case 'click': {
      const { clientId, conversationId, on, element, chosen } = frame
      return { ...common, type: 'click', clientId, conversationId, on, element, ...(chosen && { chosen }) }
    }
    case 'attributes':
      return { ...common, type: 'setAttributes', conversationId: frame.conversationId, attributes: frame.attributes }
    case 'close':
      return { ...common, type: 'close', conversationId: frame.conversationId }
  }
}

async function read(
  house: House,
  socket: ConsumerSocket,
  answering: Answering,
  frame: Asked & { type: 'history' | 'resume' },
): Promise<void> {
  const { outlet } = socket
  if (frame.type === 'resume') {
    const { conversationId, after } = frame
    const known = house.push.isFollowing(socket, conversationId)
    if (!known && house.push.followedBy(socket) >= house.limits.subscriptions) {
      return outlet.answer(refusal('too-many-requests', { frameId: frame.frameId }))
    }
    return followOrSay(house, socket, conversationId, after)
  }
  await answerHistory(answering, socket, frame)
}

async function passOn(house: House, socket: ConsumerSocket, frame: Asked & { type: 'mark' | 'signal' }): Promise<void> {
  const { accountId } = socket
  const { conversationId } = frame
  const found = await house.runtime.find(accountId, conversationId)
  if (found === undefined || !socket.maySee(found.state)) return
  const participant = { kind: 'consumer' } as const
  if (frame.type === 'signal') {
    if (found.state.phase === 'closed') return
    return house.runtime.signal({ accountId, conversationId, participant, state: frame.state })
  }
  await house.runtime.mark({ accountId, conversationId, participant, ...markOf(frame, found.seq) })
}

async function renew(
  house: House,
  origin: string | undefined,
  socket: ConsumerSocket,
  { frameId, token }: Asked & { type: 'renew' },
): Promise<void> {
  const verified = await house.identity.consumers.verify(token, origin)
  const refused = verified.ok ? await placeRefusal(house, verified.value) : verified.error
  const isSame =
    verified.ok &&
    [verified.value.consumerId, verified.value.was].includes(socket.consumerId) &&
    verified.value.accountId === socket.accountId &&
    verified.value.entryPointId === socket.entryPointId
  if (refused !== undefined) return socket.outlet.answer(refusal(refused, { frameId, path: '/token' }))
  if (!isSame) return socket.outlet.answer(refusal('token-invalid', { frameId, path: '/token' }))
  socket.tokenExpiresAt = verified.value.expiresAt
  socket.outlet.answer({ type: 'renewed', frameId, tokenExpiresAt: socket.tokenExpiresAt })
  if (verified.value.consumerId !== socket.consumerId) await becomeSignedIn(house, socket, verified.value.consumerId)
}

/** The brand has said who this is: the socket follows into their thread, and lets go of what was anonymous. */
async function becomeSignedIn(house: House, socket: ConsumerSocket, consumerId: ConsumerId): Promise<void> {
  const { accountId } = socket
  house.push.left(socket)
  socket.consumerId = consumerId
  house.push.consumerArrived(socket)
  const [newest] = await house.storage.conversations.listThread(accountId, consumerId, undefined, 1)
  if (newest !== undefined) await house.push.follow(socket, newest.conversationId, undefined)
}
