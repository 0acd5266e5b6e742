import type { StorageHealth } from '../store.ts'
import { type Database, run } from './connection.ts'
import { causeOfUnavailability } from './faults.ts'
import { SCHEMA_VERSION } from './migrate.ts'
import type { Writer } from './startWriter.ts'

/** Writes for the answer only while the last write failed: that is how it is noticed that the database is back. */
export async function health(database: Database, writer: Writer): Promise<StorageHealth> {
  const statement =
    writer.fault() === undefined ? 'SELECT asked FROM probe WHERE id = 1' : 'UPDATE probe SET asked = asked + 1'
  const cause = await run(database, statement).then(
    () => {
      writer.heal()
      return writer.fault()
    },
    (error: unknown) => causeOfUnavailability(error) ?? 'the database does not answer as it should',
  )
  return { writable: cause === undefined, ...(cause !== undefined && { cause }), schemaVersion: SCHEMA_VERSION }
}
