import { join } from 'node:path'
import type { Side } from './load/consumer.ts'
import type { Measured } from './processes.ts'
import type { Workshop } from './workshop.ts'

export interface RunningSide extends Side {
  readonly process: Measured
}

/** @param botUrl absent: messages are accepted, and nobody answers; `itself`: the floor answers */
export async function startFloor(workshop: Workshop, botUrl?: string): Promise<RunningSide> {
  const file = join(workshop.folder(), 'floor.db')
  const { process, url } = await workshop.startOwn('floor', file, ...(botUrl === undefined ? [] : [botUrl]))
  return { name: 'floor', process, url, signIn: async () => 'a token', agentToken: 'a token' }
}
