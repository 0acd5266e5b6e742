import { join } from 'node:path'
import type { DatabaseServer } from './database.ts'
import type { Side } from './load/consumer.ts'
import type { Measured } from './processes.ts'
import type { Workshop } from './workshop.ts'

export interface RunningSide extends Side {
  readonly process: Measured
}

/** Who answers at the floor: the floor itself, a bot at an address, or the floor with what a service at an address says. */
export type FloorBot = 'itself' | { readonly url: string; readonly isService?: true }

/**
 * @param server absent: the floor writes with SQLite
 * @param bot absent: messages are accepted, and nobody answers
 */
export async function startFloor(
  workshop: Workshop,
  server: DatabaseServer | undefined,
  bot?: FloorBot,
): Promise<RunningSide> {
  const target = server ? await server.create() : join(workshop.folder(), 'floor.db')
  const words = bot === undefined ? [] : bot === 'itself' ? [bot] : [bot.url, ...(bot.isService ? ['as-service'] : [])]
  const { process, url } = await workshop.startOwn('floor', target, ...words)
  return { name: 'floor', process, url, signIn: async () => 'a token', agentToken: 'a token' }
}
