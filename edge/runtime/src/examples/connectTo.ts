import type { Clock } from '@baton/base'
import { type Connector, createConnector } from '@baton/connector'
import { createOutbound, type Outbound } from '@baton/outbound'
import type { Storage } from '@baton/storage'

/** The real way out, allowed to call bots on this machine. */
export function connectTo({ settings }: Storage, clock: Clock): { connector: Connector; outbound: Outbound } {
  const outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton' })
  return { connector: createConnector({ outbound, clock, settings }), outbound }
}
