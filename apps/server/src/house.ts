import type { AccountId, Clock } from '@baton/base'
import type { Connector } from '@baton/connector'
import type { Identity } from '@baton/identity'
import type { Outbound, Seal } from '@baton/outbound'
import type { IntegrationParts, Log, Runtime } from '@baton/runtime'
import type { Sandbox } from '@baton/sandbox'
import type { Storage } from '@baton/storage'
import type { AgentSockets } from './inbound/agentSockets.ts'
import type { SocketDoors } from './inbound/socketDoors.ts'
import type { Letters } from './letters.ts'
import type { DoorLimits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import type { CardRulesBook } from './outbound/cardRules.ts'
import type { Desks } from './outbound/desk/desks.ts'
import type { NameBook } from './outbound/names.ts'
import type { PushEvents } from './outbound/pushEvents.ts'
import type { SharedLimits } from './sharedLimits.ts'

/** What the doors are given: everything that was built, and nothing that a door could build by itself. */
export interface House {
  readonly clock: Clock
  readonly storage: Storage
  readonly runtime: Runtime
  readonly connector: Connector
  readonly identity: Identity
  readonly outbound: Outbound
  readonly sandbox: Sandbox
  readonly integrations: IntegrationParts
  /** Closes credentials; absent: this server keeps none. */
  readonly seal: Seal | undefined
  readonly names: NameBook
  readonly push: PushEvents
  readonly desks: Desks
  readonly sockets: SocketDoors
  readonly agents: AgentSockets
  readonly cardRules: CardRulesBook
  /** Limits of all servers together. */
  readonly shared: SharedLimits
  readonly letters: Letters
  readonly limits: DoorLimits
  readonly metrics: Metrics
  readonly log: Log
  /** Origins under which this server itself is reached; known once it listens. */
  ownOrigins(): readonly string[]
  /** The address that people use, as the operator says; else the one that the server listens at. */
  baseUrl(): string
  readonly publicUrl: string | undefined
  /** Somebody changed settings of this account: what was remembered of them is forgotten. */
  settingsChanged(accountId: AccountId): void
  /** False once the server goes down. */
  isOpen(): boolean
}

/** Where somebody with a one-time link goes. */
export const linkUrl = (house: Pick<House, 'baseUrl'>, secret: string): string =>
  `${house.baseUrl()}/workspace/links/${secret}`
