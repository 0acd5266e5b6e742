import { statfs } from 'node:fs/promises'
import type { StorageHealth } from '../store.ts'
import { SCHEMA_VERSION } from './migrate.ts'
import type { Writer } from './startWriter.ts'

/** With less, a small write may still fit where the next commit does not: not a state to accept work in. */
export const MIN_FREE_BYTES = 1_048_576

/** Writes for the answer only while the last write failed: that is how it is noticed that there is room again. */
export async function health(directory: string, writer: Writer): Promise<StorageHealth> {
  if (writer.fault() !== undefined) await writer.perform('probe', undefined).catch(() => {})
  const freeBytes = await statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  )
  const cause = writer.fault() ?? causeOfNoRoom(freeBytes)
  return {
    writable: cause === undefined,
    ...(cause !== undefined && { cause }),
    ...(freeBytes !== undefined && { freeBytes }),
    schemaVersion: SCHEMA_VERSION,
  }
}

export function causeOfNoRoom(freeBytes: number | undefined): string | undefined {
  if (freeBytes === undefined || freeBytes >= MIN_FREE_BYTES) return undefined
  return `the disk is full (${freeBytes} bytes are left, ${MIN_FREE_BYTES} are needed)`
}
