import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConsumerId } from '@baton/base'
import type { Timer, TurnWork } from '@baton/conversation'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  account,
  at,
  conversationId,
  message,
  noon,
  numberedId,
  opened,
  opening,
  openMany,
  perform,
  row,
  said,
  stateOf,
  turnWork,
} from '../conformance/examples.ts'
import { openSqliteStorage } from './open.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-erased-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const consumerId = 'consumer-with-secrets' as ConsumerId

/** Each kept in another place, so that a failure names the place. Long ones lie on pages of their own. */
const places = [
  'log',
  'longLog',
  'attributes',
  'lastLine',
  'run',
  'longRun',
  'journal',
  'heldByTimer',
  'heldByWork',
] as const
const secret = (place: (typeof places)[number]): string => {
  const text = `secret-${place}-4111111111111111;`
  return place.startsWith('long') ? text.repeat(1_000) : text
}

const heldBack = (place: 'heldByTimer' | 'heldByWork') => ({
  items: [{ kind: 'say', content: { kind: 'text', text: secret(place) }, audience: 'ALL' }],
})

const secretive = () =>
  opening({
    events: [
      {
        ...opened(),
        event: { ...opened().event, body: { attributes: { card: secret('attributes') } } } as ReturnType<
          typeof opened
        >['event'],
      },
      said(2, secret('log')),
      said(3, secret('longLog')),
    ],
    state: stateOf(3),
    listRow: row({
      consumerId,
      lastLine: { text: secret('lastLine'), seq: 3, audience: 'ALL', by: 'consumer', at: noon },
    }),
    run: { turnId: 1, definitionHash: 'abc', state: { short: secret('run'), long: secret('longRun') } },
    journal: [{ turnId: 1, needIndex: 0, needHash: 'n', answer: secret('journal'), at: noon }],
    effects: [
      {
        do: 'setTimer',
        timer: {
          name: 'delay',
          dueAt: at(1_000),
          on: 'delay',
          turnId: 1,
          rest: heldBack('heldByTimer'),
        } as unknown as Timer,
      },
      perform({ ...turnWork('ask-1'), rest: heldBack('heldByWork') } as unknown as TurnWork),
    ],
  })

/** Which of the secrets are found in any file of the folder. */
function foundIn(folder: string): string[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  const contents = files.map(({ name }) => readFileSync(join(folder, name), 'latin1'))
  return places.filter((place) => contents.some((content) => content.includes(`secret-${place}-`)))
}

it('erased words are in no file any more: not in the database, not in its log, not in a backup made afterwards', async () => {
  const storage = await openSqliteStorage({ directory, clock: { now: () => noon } })
  await storage.conversations.commit(secretive())
  // Others write before and after, so that rows were moved between pages.
  await openMany(storage, 40)
  // What was replaced must go too.
  await storage.conversations.commit(
    message(3, {
      run: { turnId: 1, definitionHash: 'abc', state: { short: secret('run') } },
      listRow: row({
        consumerId,
        lastLine: { text: secret('lastLine'), seq: 4, audience: 'ALL', by: 'consumer', at: noon },
      }),
      events: [said(4, secret('log'))],
    }),
  )
  expect(foundIn(directory)).toEqual(places)

  await storage.conversations.commit(
    message(4, {
      events: [{ seq: 5, at: at(5), event: { type: 'erased', v: 1 } }],
      listRow: row({ consumerId }),
      erasesBodies: true,
    }),
  )
  await storage.conversations.commit(message(1, { conversationId: numberedId(0) }))
  expect(foundIn(directory)).toEqual([])

  const backups = join(directory, 'backups')
  mkdirSync(backups)
  await storage.backup(join(backups, 'baton.db'))
  expect(existsSync(join(backups, 'baton.db'))).toBe(true)
  expect(foundIn(backups)).toEqual([])
  expect(await storage.conversations.readLog(account, conversationId, 0, 10)).toHaveLength(5)
  await storage.close()
  expect(foundIn(directory)).toEqual([])
})
