import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConsumerId } from '@baton/base'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { message, noon, numberedId, opening, row } from '../conformance/examples.ts'
import { toCommitItem } from './commitItem.ts'
import { databaseFile } from './connection.ts'
import { keepWriter } from './keepWriter.ts'
import type { Writer } from './startWriter.ts'

let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-writer-'))
  file = databaseFile(directory)
})
afterEach(() => rmSync(directory, { recursive: true }))

const open = (writer: Writer, index: number) =>
  writer.perform(
    'commit',
    toCommitItem(
      opening({
        conversationId: numberedId(index),
        listRow: row({ consumerId: `consumer-${index}` as ConsumerId }),
      }),
      noon,
    ),
  )

function savedConversations(): number {
  const database = new Sqlite(file, { readonly: true })
  const count = database.prepare<[], number>('SELECT count(*) FROM conversations').pluck().get()
  database.close()
  return count ?? 0
}

const UNAVAILABLE = { code: 'storage-unavailable' }

describe('a writer thread that ends by itself', () => {
  it.each([
    ['commit-in-transaction', 1],
    ['commit-flushed', 3],
  ] as const)('at %s: what was under way is refused, and a new thread goes on', async (boundary, savedThen) => {
    const writer = await keepWriter({ task: 'write', file, crashAt: boundary, crashAtPassage: 2, crashesThread: true })
    await open(writer, 0)
    const underWay = await Promise.allSettled([open(writer, 1), open(writer, 2)])
    expect(underWay).toMatchObject([
      { status: 'rejected', reason: UNAVAILABLE },
      { status: 'rejected', reason: UNAVAILABLE },
    ])
    expect(savedConversations()).toBe(savedThen)
    expect(writer.fault()).toContain('started again')
    await expect(open(writer, 3)).rejects.toMatchObject(UNAVAILABLE)

    await vi.waitFor(() => expect(writer.fault()).toBeUndefined(), 20_000)
    expect(await open(writer, 4)).toBeUndefined()
    await writer.close()
    expect(savedConversations()).toBe(savedThen + 1)
  })

  it('can be closed while no thread is there', async () => {
    const writer = await keepWriter({ task: 'write', file, crashAt: 'commit-flushed', crashesThread: true })
    await expect(open(writer, 0)).rejects.toMatchObject(UNAVAILABLE)
    await writer.close()
    await expect(open(writer, 1)).rejects.toMatchObject(UNAVAILABLE)
    expect(savedConversations()).toBe(1)
  })
})

it('an overloaded disk: what does not fit in the queue is refused, what was taken is saved', async () => {
  const writer = await keepWriter({ task: 'write', file })
  const results = await Promise.allSettled(Array.from({ length: 10_500 }, (_, index) => open(writer, index)))
  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(500)
  expect(refused[0]).toMatchObject({ reason: { ...UNAVAILABLE, message: expect.stringContaining('overloaded') } })
  expect(savedConversations()).toBe(10_000)
  expect(await open(writer, 10_400)).toBeUndefined()
  const listRow = row({ consumerId: 'consumer-0' as ConsumerId })
  const next = toCommitItem(message(1, { conversationId: numberedId(0), listRow }), noon)
  expect(await writer.perform('commit', next)).toBeUndefined()
  await writer.close()
})
