import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { type AccountId, type BoundaryObserver, type Clock, passSilently, systemClock } from '@baton/base'
import { type Connector, createConnector } from '@baton/connector'
import type { FileStore } from '@baton/files'
import { createIdentity, type Identity } from '@baton/identity'
import { createOutbound, type Outbound, type Seal } from '@baton/outbound'
import {
  type Alarm,
  createRuntime,
  type IntegrationParts,
  type Log,
  localIntents,
  type Runtime,
  type RuntimeLimits,
  timeoutAlarm,
} from '@baton/runtime'
import { createSandbox, type Sandbox } from '@baton/sandbox'
import type { SqliteStorageOptions, Storage } from '@baton/storage'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Config } from './config.ts'
import { everyAccount } from './everyAccount.ts'
import { fileLinkKey, openFileStore } from './files.ts'
import { hearOthers } from './hearOthers.ts'
import type { House } from './house.ts'
import { AgentSockets } from './inbound/agentSockets.ts'
import { makeLinkOfStart } from './inbound/signIn/firstRun.ts'
import { SocketDoors } from './inbound/socketDoors.ts'
import { ensureInstallationToken } from './installationToken.ts'
import { hooksOf, integrationsOf, postOf, showingOf } from './integrationsOf.ts'
import { createCarrier } from './letters/carrier.ts'
import { mailLetters } from './letters/mailLetters.ts'
import type { Post } from './letters/post.ts'
import { type Letters, noLetters } from './letters.ts'
import { DEFAULT_DOOR_LIMITS, type DoorLimits } from './limits.ts'
import { Metrics } from './metrics.ts'
import { type DoorOptions, openDoors } from './openDoors.ts'
import { openStorage } from './openStorage.ts'
import { otherNodes } from './otherNodes.ts'
import { CardRulesBook } from './outbound/cardRules.ts'
import { Desks } from './outbound/desk/desks.ts'
import { NameBook } from './outbound/names.ts'
import { PushEvents } from './outbound/pushEvents.ts'
import { startWaitingNotices } from './outbound/waitingNotices.ts'
import { sealOf } from './sealOf.ts'
import { sharedLimits } from './sharedLimits.ts'

export interface ServerOptions extends Partial<Config>, DoorOptions {
  readonly dataDir: string
  readonly clock?: Clock
  /** Rings when the clock says so; only with a clock that tests advance. */
  readonly alarm?: Alarm
  /** Told of every boundary that a crash must survive; tests end the process there. */
  readonly observe?: BoundaryObserver
  /** For the boundaries inside the storage's own thread. */
  readonly storageCrash?: Pick<SqliteStorageOptions, 'crashAt' | 'crashAtPassage'>
  /** How people get their letters; absent: administrators hand links on by themselves. */
  readonly letters?: Letters
  readonly limits?: Partial<DoorLimits>
  readonly runtimeLimits?: Partial<RuntimeLimits>
}

export interface Server {
  /** Starts the work and opens the doors. */
  listen(): Promise<{
    readonly url: string
    /** Makes the first administrator; only while nobody can administer the installation. */
    readonly firstRunUrl?: string
  }>
  /**
   * Goes down without losing anything: closes the doors, says goodbye to the sockets, lets work end or hands it back.
   * @param graceMs for the work that is under way
   */
  close(graceMs?: number): Promise<void>
  readonly runtime: Runtime
  readonly storage: Storage
  readonly identity: Identity
  /** The operator's token; only when it was made by this start. */
  readonly adminToken?: string
  readonly app: FastifyInstance
  /** The address that people use, once the doors are open. */
  baseUrl(): string
}

const BODY_LIMIT = 256 * 1024
const DEFAULT_GRACE_MS = 10_000
/** Sockets get this long to say goodbye, in milliseconds. */
const GOODBYE_MS = 1_000

/** Puts the house together: storage and runtime below, doors above. Nothing listens before `listen`. */
export async function buildServer(options: ServerOptions): Promise<Server> {
  const { dataDir, clock = systemClock, observe = passSilently } = options
  const app = fastify({
    logger: {
      level: options.logLevel ?? 'info',
      stream: process.stderr, // what a command prints for people and scripts goes to stdout, and stays readable
      redact: ['req.headers.authorization', 'req.headers.cookie'],
    },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy ?? false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  })
  const log = logOf(app.log)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 }) // keys and words lie in there
  const storage = await openStorage(options, clock)
  try {
    const { settings } = storage
    const outbound = createOutbound({ allow: options.outboundAllow ?? [], userAgent: 'Baton' })
    const identity = await createIdentity({
      settings,
      people: storage.people,
      outbound,
      clock,
      ...(options.secretKey !== undefined && { secret: options.secretKey }),
    })
    const adminToken = await ensureInstallationToken(identity, dataDir)
    const sandbox = createSandbox()
    const seal = await sealOf(options, dataDir)
    const post = postOf(options)
    const integrations = integrationsOf({ storage, outbound, sandbox, clock, seal, post })
    const connector = await createConnector({ outbound, settings, clock, hooks: hooksOf(integrations) })
    const metrics = new Metrics()
    const nodeId = randomUUID()
    const fileStore = await openFileStore(options)
    let baseUrl = (): string => options.publicUrl ?? ''
    const runtime = createRuntime({
      files: {
        store: fileStore,
        linkKey: await fileLinkKey(settings, options.secretKey),
        baseUrl: () => baseUrl(),
        showCredential: showingOf(integrations),
      },
      authored: { sandbox, outbound, intents: localIntents, integrations },
      storage,
      connector,
      clock,
      nodeId,
      log,
      observe,
      meter: metrics,
      exclusive: storage.nodes === undefined,
      ...(options.alarm && { alarm: options.alarm }),
      ...(options.runtimeLimits && { limits: options.runtimeLimits }),
    })
    const parts = {
      nodeId,
      app,
      clock,
      storage,
      identity,
      connector,
      outbound,
      sandbox,
      integrations,
      seal,
      post,
      runtime,
      metrics,
      log,
      observe,
      fileStore,
    }
    const server = await openHouse(parts, options, adminToken)
    baseUrl = server.baseUrl
    return server
  } catch (fault) {
    await storage.close().catch(() => {})
    throw fault
  }
}

interface Parts {
  /** Names this start of the server in leases. */
  readonly nodeId: string
  readonly app: FastifyInstance
  readonly clock: Clock
  readonly storage: Storage
  readonly identity: Identity
  readonly connector: Connector
  readonly outbound: Outbound
  readonly sandbox: Sandbox
  readonly integrations: IntegrationParts
  readonly seal: Seal | undefined
  readonly post: Post | undefined
  readonly runtime: Runtime
  readonly metrics: Metrics
  readonly log: Log
  readonly observe: BoundaryObserver
  readonly fileStore: FileStore
}

async function openHouse(parts: Parts, options: ServerOptions, adminToken: string | undefined): Promise<Server> {
  const { app, clock, storage, identity, outbound, sandbox, runtime, metrics } = parts
  const limits = { ...DEFAULT_DOOR_LIMITS, ...options.limits }
  const names = new NameBook(storage.settings)
  const others = otherNodes(storage.rings)
  const shared = sharedLimits(limits, clock, storage.rings && others)
  let open = true
  let ownOrigins: readonly string[] = []
  let listeningAt = ''
  const isOpen = () => open
  const sockets = new SocketDoors({
    limits,
    arrivals: shared.arrivals,
    trustProxy: options.trustProxy ?? false,
    isOpen,
    ownOrigins: () => ownOrigins,
  })
  const { resumeEvents, firstEvents } = limits
  const source = { runtime, store: storage.conversations, names, resumeEvents, firstEvents }
  const push = new PushEvents(source, parts.observe, metrics)
  const onFault = (fault: unknown) => parts.log.warn({ err: fault }, 'a desk could not be told')
  const desks = new Desks({ runtime, storage, names, clock, onFault })
  const alarm = options.alarm ?? timeoutAlarm(clock)
  const letters = options.letters ?? (await lettersOf(parts, options, alarm))
  const cardRules = new CardRulesBook(storage.settings)
  const agents = new AgentSockets(storage, push, desks, others)
  const tellCardRules = async (accountId: AccountId): Promise<void> => {
    const cards = await cardRules.changed(accountId)
    if (cards === undefined) return
    push.tellConsumers(accountId, { type: 'cards', cards })
    agents.tell(accountId, { type: 'cards', cards })
  }
  const forgetSettings = (accountId: AccountId): void => {
    runtime.settingsChanged(accountId)
    names.forget(accountId)
    desks.settingsChanged(accountId)
    void tellCardRules(accountId).catch(onFault)
  }
  const stopListening = storage.rings?.listen({
    committed: () => {},
    said: () => {},
    settingsChanged: (accountId) => forgetSettings(accountId as AccountId),
    reconnected: () => {
      void everyAccount(storage, forgetSettings).catch(onFault)
    },
  })
  const house: House = {
    ...parts,
    names,
    push,
    sockets,
    desks,
    cardRules,
    agents,
    shared,
    letters,
    publicUrl: options.publicUrl,
    baseUrl: () => options.publicUrl ?? listeningAt,
    limits,
    ownOrigins: () => ownOrigins,
    isOpen,
    settingsChanged(accountId) {
      forgetSettings(accountId)
      storage.rings?.settingsChanged(accountId)
    },
  }
  const stopHearing = hearOthers(house, others)
  watchNumbers(house)
  await openDoors(app, house, options)
  const stopPushing = push.listenTo(runtime)
  const stopTelling = desks.listenTo(runtime)
  let stopNotices = (): void => {}

  return {
    app,
    baseUrl: house.baseUrl,
    runtime,
    storage,
    identity,
    ...(adminToken !== undefined && { adminToken }),
    async listen() {
      await runtime.start()
      await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
      sockets.attach(app.server)
      const url = addressOf(app, options.host ?? '127.0.0.1')
      listeningAt = url
      ownOrigins = originsOf(url, options.publicUrl)
      letters.start?.()
      if (letters !== noLetters)
        stopNotices = startWaitingNotices({
          ...house,
          alarm,
          nodeId: parts.nodeId,
        })
      const firstRunUrl = await makeLinkOfStart(house)
      return { url, ...(firstRunUrl !== undefined && { firstRunUrl }) }
    },
    async close(graceMs = DEFAULT_GRACE_MS) {
      open = false
      await Promise.all([sockets.close(GOODBYE_MS), runtime.stop(graceMs)])
      stopNotices()
      await letters.close?.()
      parts.post?.close()
      stopListening?.()
      stopHearing()
      stopPushing()
      stopTelling()
      await app.close()
      await Promise.all([outbound.close(), sandbox.stop(), parts.fileStore.close()])
      await storage.close()
    },
  }
}

async function lettersOf(parts: Parts, options: ServerOptions, alarm: Alarm): Promise<Letters> {
  const { post, storage, clock, log, metrics } = parts
  if (post === undefined) return noLetters
  const { people, settings } = storage
  const count = (outcome: string) => metrics.letter(outcome)
  const secrets = { secret: options.secretKey, formerSecrets: options.secretKeyFormer }
  const source = { people, settings, clock, alarm, log, ...secrets, count }
  return createCarrier(source, mailLetters(post))
}

function watchNumbers(house: House): void {
  const { runtime, metrics, sockets, storage, clock } = house
  runtime.listen({ committed: (committed) => metrics.committed(committed), marked: () => {}, signalled: () => {} })
  metrics.watch({
    sockets: () => sockets.open,
    performing: () => runtime.health().performing,
    deadLetters: () => runtime.health().deadLetters,
    accepting: () => runtime.health().accepting,
    async mailboxLagSeconds() {
      const dueAt = await storage.mailbox.nextDueAt()
      return dueAt === undefined ? 0 : Math.max(0, clock.now() - dueAt) / 1000
    },
  })
}

function addressOf(app: FastifyInstance, host: string): string {
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Pages that this very server serves; under every name that this machine has for itself. */
function originsOf(url: string, publicUrl: string | undefined): readonly string[] {
  const { port } = new URL(url)
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`)
  return [...new Set([new URL(url).origin, ...local, ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])])]
}

const logOf = (logger: FastifyBaseLogger): Log => ({
  info: (facts, message) => logger.info(facts, message),
  warn: (facts, message) => logger.warn(facts, message),
  error: (facts, message) => logger.error(facts, message),
})
