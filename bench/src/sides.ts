import { join } from 'node:path'
import type { DatabaseServer } from './database.ts'
import type { Side } from './load/consumer.ts'
import type { Measured } from './processes.ts'
import type { Workshop } from './workshop.ts'

export interface RunningSide extends Side {
  readonly process: Measured
}

/**
 * @param server absent: the floor writes with SQLite
 * @param botUrl absent: messages are accepted, and nobody answers; `itself`: the floor answers
 */
export async function startFloor(
  workshop: Workshop,
  server: DatabaseServer | undefined,
  botUrl?: string,
): Promise<RunningSide> {
  const target = server ? await server.create() : join(workshop.folder(), 'floor.db')
  const { process, url } = await workshop.startOwn('floor', target, ...(botUrl === undefined ? [] : [botUrl]))
  return { name: 'floor', process, url, signIn: async () => 'a token', agentToken: 'a token' }
}
