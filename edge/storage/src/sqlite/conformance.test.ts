import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@baton/base'
import { afterEach, describe } from 'vitest'
import { everyConformance } from '../conformance/everyConformance.ts'
import { noon } from '../conformance/examples.ts'
import type { Storage } from '../store.ts'
import { openSqliteStorage } from './open.ts'

const clock: Clock = { now: () => noon }
const opened: { storage: Storage; directory: string }[] = []

afterEach(async () => {
  for (const { storage, directory } of opened.splice(0)) {
    await storage.close()
    rmSync(directory, { recursive: true })
  }
})

describe('sqlite', () => {
  everyConformance(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baton-storage-'))
    const storage = await openSqliteStorage({ directory, clock })
    opened.push({ storage, directory })
    return storage
  })
})
