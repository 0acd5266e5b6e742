import type { Clock } from '@baton/base'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { everyConformance } from '../conformance/everyConformance.ts'
import { noon } from '../conformance/examples.ts'
import type { Storage } from '../store.ts'
import { type EmptyDatabase, emptyDatabase } from '../testing/emptyDatabase.ts'
import { wipeDatabase } from '../testing/wipeDatabase.ts'
import { openPostgresStorage } from './open.ts'

const clock: Clock = { now: () => noon }
let database: EmptyDatabase
let opened: Storage | undefined

beforeAll(async () => {
  database = await emptyDatabase()
}, 60_000)
afterAll(() => database?.drop())

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

describe('postgres', () => {
  everyConformance(async () => {
    if (opened !== undefined) throw new Error('A test of both dialects opens one storage; there is one database.')
    opened = await openPostgresStorage({ url: database.url, clock })
    await wipeDatabase(database.url)
    return opened
  })
})
