import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Clock, SkillId } from '@baton/base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  account,
  at,
  clientMessage,
  conversationId,
  idleTimer,
  job,
  message,
  noon,
  opening,
  openMany,
  otherAccount,
  perform,
} from './conformance/examples.ts'
import { exportPostgres, importPostgres } from './postgres/moving.ts'
import { openPostgresStorage } from './postgres/open.ts'
import { exportSqlite, importSqlite } from './sqlite/moving.ts'
import { openSqliteStorage } from './sqlite/open.ts'
import type { Storage } from './store.ts'
import { type EmptyDatabase, emptyDatabase } from './testing/emptyDatabase.ts'

const clock: Clock = { now: () => noon }
const here = mkdtempSync(join(tmpdir(), 'baton-moving-'))
const [from, to] = [join(here, 'from'), join(here, 'to')]
const file = (name: string): string => join(here, name)
let database: EmptyDatabase

beforeAll(async () => {
  database = await emptyDatabase()
  const storage = await openSqliteStorage({ directory: from, clock })
  await fill(storage)
  await storage.close()
}, 60_000)
afterAll(async () => {
  await database?.drop()
  rmSync(here, { recursive: true })
})

async function fill(storage: Storage): Promise<void> {
  await storage.settings.createAccount({ id: account, name: 'Coffee, “quoted” \\ 日本' })
  await storage.settings.createAccount({ id: otherAccount, name: 'Bakery' })
  const skill = {
    name: 'Tea',
    description: '',
    enabled: true,
    autoCloseMs: 1,
    responseTimes: { urgent: 1, normal: 2, prioritized: 3 },
  }
  await storage.settings.createSkill(account, skill)
  await storage.conversations.commit(opening({ effects: [idleTimer(at(5)), perform(job('job-1'))] }))
  for (let seq = 1; seq < 40; seq += 1) {
    const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`
    await storage.conversations.commit(message(seq, { clientMessage: clientMessage(id, seq + 1, 'a'.repeat(64)) }))
  }
  await openMany(storage, 1)
}

async function see({ conversations, feed, settings, mailbox, search }: Storage) {
  await search.catchUp()
  const log = await conversations.readLog(account, conversationId, 0, 1_000)
  const repeated = await conversations.commit(
    message(log.length, { clientMessage: clientMessage('00000000-0000-4000-8000-000000000039', 41, 'a'.repeat(64)) }),
  )
  const due = await mailbox.nextDueAt()
  const found = await search.find({ accountId: account, words: 'message 40', limit: 5 })
  const fed = await feed.readFeed(0, 1_000)
  const loaded = await conversations.load(account, conversationId)
  const lists = await conversations.list({ accountId: account, limit: 200 })
  const accounts = await settings.listAccounts(10)
  return { log, repeated, due, found: found.items.length, fed, loaded, lists, accounts }
}

describe('an installation moves', () => {
  it('from SQLite to PostgreSQL and back, with all that can be seen of it, counted and summed', async () => {
    const out = await exportSqlite(from, file('a'))
    expect(out.find(({ table }) => table === 'events')?.rows).toBe(41)
    expect(out.find(({ table }) => table === 'client_messages')?.rows).toBe(39)
    expect(await importPostgres(database.url, file('a'))).toEqual(out)
    const back = await exportPostgres(database.url, file('b'))
    expect(await importSqlite(to, file('b'))).toEqual(back)
    // Of the ids of senders' messages the order alone may differ: senders get their keys anew.
    const summed = (tables: typeof out) => tables.filter(({ table }) => table !== 'client_messages')
    expect(summed(back)).toEqual(summed(out))

    const there = await openPostgresStorage({ url: database.url, clock })
    const seenThere = await see(there)
    const made = await there.settings.createSkill(account, {
      ...{ name: 'New', description: '', enabled: true, autoCloseMs: 1 },
      responseTimes: { urgent: 1, normal: 2, prioritized: 3 },
    })
    expect(made.id).toBe(2 as SkillId)
    expect(await there.conversations.commit(message(40))).toEqual({ ok: true })
    await there.close()
    const again = await openSqliteStorage({ directory: to, clock })
    const seenAgain = await see(again)
    await again.close()
    const origin = await openSqliteStorage({ directory: from, clock })
    const seenFirst = await see(origin)
    await origin.close()
    expect(seenFirst.log).toHaveLength(40)
    expect(seenFirst.repeated).toMatchObject({ ok: false, why: 'duplicate-message', sameContent: true })
    expect(seenThere).toEqual(seenFirst)
    expect(seenAgain).toEqual(seenFirst)
  }, 60_000)

  it('into nothing that is there already', async () => {
    await exportSqlite(from, file('c'))
    await expect(importSqlite(from, file('c'))).rejects.toMatchObject({ code: 'installation-not-empty' })
    await expect(importPostgres(database.url, file('c'))).rejects.toMatchObject({ code: 'installation-not-empty' })
  })

  it('whole or not at all: a changed, a cut and a foreign archive leave nothing', async () => {
    await exportSqlite(from, file('d'))
    const text = gunzipSync(readFileSync(file('d'))).toString()
    const damaged = {
      changed: text.replace('Bakery', 'Bakerz'),
      cut: text.slice(0, text.lastIndexOf('{"whole"')),
      foreign: '{"format":"else"}\n',
      older: text.replace(/"schemaVersion":\d+/, '"schemaVersion":1'),
    }
    for (const [name, content] of Object.entries(damaged)) {
      writeFileSync(file(name), gzipSync(content))
      const directory = file(`in-${name}`)
      await expect(importSqlite(directory, file(name)), name).rejects.toMatchObject({ code: 'archive-unreadable' })
      const storage = await openSqliteStorage({ directory, clock })
      expect(await storage.settings.listAccounts(10), name).toEqual([])
      await storage.close()
    }
    writeFileSync(file('noise'), 'no archive at all')
    await expect(importSqlite(file('in-noise'), file('noise'))).rejects.toMatchObject({ code: 'archive-unreadable' })
  })
})
