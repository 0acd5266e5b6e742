import { statfs } from 'node:fs/promises'
import type { StorageHealth } from '../store.ts'
import { SCHEMA_VERSION } from './migrate.ts'
import type { Writer } from './startWriter.ts'

/** Writes for the answer only while the last write failed: that is how it is noticed that there is room again. */
export async function health(directory: string, writer: Writer): Promise<StorageHealth> {
  if (writer.fault() !== undefined) await writer.perform('probe', undefined).catch(() => {})
  const cause = writer.fault()
  const freeBytes = await statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  )
  return {
    writable: cause === undefined,
    ...(cause !== undefined && { cause }),
    ...(freeBytes !== undefined && { freeBytes }),
    schemaVersion: SCHEMA_VERSION,
  }
}
