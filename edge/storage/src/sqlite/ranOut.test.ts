import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EpochMs } from '@baton/base'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { at, idleTimer, noon, opening, perform, turns, turnWork } from '../conformance/examples.ts'
import { openSqliteStorage } from './open.ts'

let directory: string
let now: EpochMs = noon

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-ran-out-'))
  now = noon
})
afterEach(() => rmSync(directory, { recursive: true }))

const claim = { by: 'node-a', now: at(1_000), until: at(31_000), limit: 10 }

it.each([
  ['work', { effects: [perform(turnWork('ask-1'))] }, 'claimWork'],
  ['a timer', { effects: [idleTimer(at(1_000))] }, 'claimTimers'],
] as const)('%s whose claim ran out is due again, for whoever asks next', async (_, change, take) => {
  const storage = await openSqliteStorage({ directory, clock: { now: () => now } })
  const { mailbox } = storage
  await storage.conversations.commit(opening(change))
  const taken = (by: string, at: EpochMs) =>
    take === 'claimWork'
      ? mailbox.claimWork({ ...turns, ...claim, by, now: at })
      : mailbox.claimTimers({ ...claim, by, now: at })
  expect(await taken('node-a', at(1_000))).toHaveLength(1)
  now = at(30_999)
  expect(await mailbox.nextDueAt()).toBeUndefined()
  now = at(31_000)
  expect(await mailbox.nextDueAt()).toBe(at(31_000))
  expect(await taken('node-b', now)).toHaveLength(1)
  await storage.close()
})
