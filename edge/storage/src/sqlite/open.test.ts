import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, ConsumerId } from '@baton/base'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  account,
  at,
  consumer,
  conversationId,
  message,
  noon,
  numberedId,
  opening,
  row,
  said,
  skill,
} from '../conformance/examples.ts'
import { toCommitItem } from './commitItem.ts'
import { databaseFile } from './connection.ts'
import { StorageInUse } from './faults.ts'
import { causeOfNoRoom, MIN_FREE_BYTES } from './health.ts'
import { SCHEMA_VERSION, StorageTooNew } from './migrate.ts'
import { openSqliteStorage } from './open.ts'
import { startWriter } from './startWriter.ts'

const clock: Clock = { now: () => noon }
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-storage-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const openHere = () => openSqliteStorage({ directory, clock })

describe('one directory', () => {
  it('keeps what was saved when it is opened again', async () => {
    const first = await openHere()
    await first.conversations.commit(opening())
    await first.close()
    const second = await openHere()
    expect((await second.conversations.load(account, conversationId))?.seq).toBe(1)
    await second.close()
  })

  it('belongs to one opener at a time, and is free when that one closes', async () => {
    const first = await openHere()
    await expect(openHere()).rejects.toThrow(StorageInUse)
    await expect(openHere()).rejects.toThrow(directory)
    await first.close()
    await (await openHere()).close()
  })

  it('belongs to one process at a time, and is free when that one is killed', async () => {
    const holder = await otherProcess(`process.stdout.write('open'); setInterval(() => {}, 1000)`)
    try {
      await expect(openHere()).rejects.toThrow(StorageInUse)
    } finally {
      holder.kill('SIGKILL')
      await once(holder, 'exit')
    }
    await (await openHere()).close()
  })

  it('is refused in words when a newer release wrote it', async () => {
    await (await openHere()).close()
    const database = new Sqlite(databaseFile(directory))
    database.pragma(`user_version = ${SCHEMA_VERSION + 1}`)
    database.close()
    await expect(openHere()).rejects.toThrow(StorageTooNew)
    await expect(openHere()).rejects.toThrow(`has schema version ${SCHEMA_VERSION + 1}`)
  })

  it('answers what is still waiting before it closes, and refuses what comes later', async () => {
    const storage = await openHere()
    const waiting = [storage.conversations.commit(opening()), storage.conversations.commit(message(1))]
    await storage.close()
    expect(await Promise.all(waiting)).toEqual([{ ok: true }, { ok: true }])
    await expect(storage.conversations.commit(message(2))).rejects.toMatchObject({ code: 'storage-unavailable' })
  })
})

describe('a crash', () => {
  async function crashAt(boundary: string): Promise<void> {
    const victim = await otherProcess(
      `storage.conversations.commit(examples.opening()).then(() => storage.conversations.commit(examples.message(1)));
       process.stdout.write('open')`,
      `crashAt: '${boundary}', crashAtPassage: 2,`,
    )
    const [, signal] = victim.signalCode ? [null, victim.signalCode] : await once(victim, 'exit')
    expect(signal).toBe('SIGKILL')
  }

  async function seqAfterwards(): Promise<number | undefined> {
    const storage = await openHere()
    const loaded = await storage.conversations.load(account, conversationId)
    const log = await storage.conversations.readLog(account, conversationId, 0, 10)
    expect(log).toHaveLength(loaded?.seq ?? 0)
    await storage.close()
    return loaded?.seq
  }

  it('inside the transaction leaves what was flushed before it', async () => {
    await crashAt('commit-in-transaction')
    expect(await seqAfterwards()).toBe(1)
  })

  it('after the flush leaves what was flushed, told to nobody', async () => {
    await crashAt('commit-flushed')
    expect(await seqAfterwards()).toBe(2)
  })
})

describe('a full disk', () => {
  it('refuses with a cause, saves nothing by halves, and goes on without a restart when there is room again', async () => {
    await (await openHere()).close()
    const writer = await startWriter({ task: 'write', file: databaseFile(directory) })
    const commit = (index: number) => {
      const listRow = row({ consumerId: `consumer-${index}` as ConsumerId })
      const large = {
        ...said(2),
        event: { ...said(2).event, body: { content: { kind: 'text', text: 'x'.repeat(50_000) } } },
      }
      const events = [...opening().events, large as ReturnType<typeof said>]
      return writer.perform(
        'commit',
        toCommitItem(opening({ conversationId: numberedId(index), listRow, events }), noon),
      )
    }
    await writer.perform('limitPages', 100)
    const results = []
    for (let index = 0; index < 20; index++) results.push(await commit(index).catch((error: unknown) => error))
    const saved = results.filter((result) => result === undefined).length
    expect(saved).toBeLessThan(20)
    expect(results.at(-1)).toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringContaining('the disk is full'),
    })
    expect(writer.fault()).toContain('the disk is full')
    await writer.perform('limitPages', 1_000_000)
    expect(await commit(19)).toBeUndefined()
    expect(writer.fault()).toBeUndefined()
    await writer.close()

    const storage = await openHere()
    expect(await storage.feed.readFeed(0, 1_000)).toHaveLength((saved + 1) * 2)
    await storage.close()
  })
})

describe('a backup', () => {
  it('is a whole copy of one moment, made while others write, and never overwrites', async () => {
    const storage = await openHere()
    await storage.conversations.commit(opening())
    const target = join(directory, 'copy', 'baton.db')
    mkdirSync(join(directory, 'copy'))
    let seq = 1
    let copying = true
    const writing = (async () => {
      while (copying) expect(await storage.conversations.commit(message(seq++))).toEqual({ ok: true })
    })()
    await storage.backup(target)
    copying = false
    await writing
    expect(seq).toBeGreaterThan(2)
    expect(existsSync(`${target}.unfinished`)).toBe(false)
    await expect(storage.backup(target)).rejects.toThrow('exists already')
    await storage.close()

    const copy = await openSqliteStorage({ directory: join(directory, 'copy'), clock })
    const { conversations, feed } = copy
    const loaded = await conversations.load(account, conversationId)
    const last = loaded?.seq ?? 0
    expect(last).toBeGreaterThanOrEqual(1)
    expect(last).toBeLessThan(seq)
    // What belongs together is of the same moment: log, state, list row, thread and feed.
    expect(loaded).toMatchObject({ state: { seq: last }, listRow: row({ updatedAt: at(last) }) })
    const log = await conversations.readLogBackwards(account, conversationId, last + 1, 1_000)
    const first = Math.max(1, last - 999)
    expect(log.map((event) => event.seq)).toEqual(Array.from({ length: log.length }, (_, index) => first + index))
    expect(log.at(-1)).toEqual(last === 1 ? opening().events[0] : said(last))
    expect(await conversations.findOpen(account, consumer)).toBe(conversationId)
    const { items } = await conversations.list({ accountId: account, phase: 'open', skillId: skill, limit: 10 })
    expect(items).toMatchObject([{ conversationId, seq: last }])
    expect(await conversations.listThread(account, consumer, undefined, 10)).toEqual(items)
    const horizon = await feed.horizon()
    expect((await feed.readFeed(horizon - 1, 10)).map((event) => event.seq)).toEqual([last])
    expect(await conversations.commit(message(last))).toEqual({ ok: true })
    await copy.close()
  })
})

describe('files that cannot be written', () => {
  it('a folder inside a file is refused as unavailable', async () => {
    const file = join(directory, 'file')
    writeFileSync(file, 'not a folder')
    await expect(openSqliteStorage({ directory: join(file, 'data'), clock })).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
  })

  it('a damaged database is refused as unavailable, and the directory is free afterwards', async () => {
    writeFileSync(databaseFile(directory), 'this is no database. '.repeat(1_000))
    await expect(openHere()).rejects.toMatchObject({ code: 'storage-unavailable' })
    rmSync(databaseFile(directory))
    await (await openHere()).close()
  })

  it('a directory in which no file may be made is refused as unavailable', async () => {
    // Not even root may write there.
    const unwritable = openSqliteStorage({ directory: '/proc/self/fd', clock })
    await expect(unwritable).rejects.toMatchObject({ code: 'storage-unavailable' })
  })
})

describe('health', () => {
  it('is not writable on the last megabyte, where a small write may fit and the next commit does not', () => {
    expect(causeOfNoRoom(MIN_FREE_BYTES)).toBeUndefined()
    expect(causeOfNoRoom(0)).toContain('the disk is full')
    expect(causeOfNoRoom(undefined)).toBeUndefined()
  })

  it('says that it is writable, how much room there is, and which schema it has', async () => {
    const storage = await openHere()
    expect(await storage.health()).toMatchObject({ writable: true, schemaVersion: SCHEMA_VERSION })
    expect((await storage.health()).freeBytes).toBeGreaterThan(0)
    await storage.close()
    expect(await storage.health()).toMatchObject({ writable: false, cause: expect.any(String) })
  })
})

/** Starts a process that opens the directory and then runs `code`; resolves when it prints. */
async function otherProcess(code: string, options = '') {
  const here = new URL('./', import.meta.url).href
  const program = `
    const { openSqliteStorage } = await import('${here}open.ts')
    const examples = await import('${here}../conformance/examples.ts')
    const storage = await openSqliteStorage({ directory: ${JSON.stringify(directory)}, clock: { now: () => examples.noon }, ${options} })
    ${code}`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  return child
}
