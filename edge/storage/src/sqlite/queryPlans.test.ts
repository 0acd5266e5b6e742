import Sqlite, { type Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareDeskReads } from './deskReads.ts'
import { prepareFindOpen } from './findOpen.ts'
import { prepareHorizon } from './horizon.ts'
import { prepareList, toSql } from './list.ts'
import { prepareListDead } from './listDead.ts'
import { prepareListDirtySkills } from './listDirtySkills.ts'
import { prepareListQueue } from './listQueue.ts'
import { prepareListThread } from './listThread.ts'
import { prepareLoad } from './load.ts'
import { migrate } from './migrate.ts'
import { prepareNextDueAt } from './nextDueAt.ts'
import { prepareOperations } from './operations.ts'
import { prepareReadEvents } from './readEvents.ts'
import { prepareReadFeed } from './readFeed.ts'
import { prepareReadJournal } from './readJournal.ts'
import { prepareReadLog } from './readLog.ts'
import { prepareReadLogBackwards } from './readLogBackwards.ts'
import { prepareReadMarks } from './readMarks.ts'
import { prepareReadRun } from './readRun.ts'

let database: Database

beforeEach(() => {
  database = new Sqlite(':memory:')
  migrate(database)
})
afterEach(() => database.close())

/** Every statement that these prepare, as it was written. */
function statementsOf(prepare: (recording: Database) => void): string[] {
  const texts: string[] = []
  const recording = new Proxy(database, {
    get: (target, name) =>
      name === 'prepare'
        ? (sql: string) => {
            texts.push(sql)
            return target.prepare(sql)
          }
        : Reflect.get(target, name),
  })
  prepare(recording)
  return texts
}

/** Lines of the plan that read a whole table or index. */
function scansOf(sql: string): string[] {
  // Unbound parameters would do for a plan, but the driver asks for them.
  const unbound = sql.replaceAll(/\?|@\w+/g, '1')
  const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${unbound}`).all()
  return plan.map(({ detail }) => detail).filter((detail) => /^SCAN (?!CONSTANT|\w+ VIRTUAL TABLE)/.test(detail))
}

/** Walks an index from its end and stops at the limit: written as a scan, costs as much as a search. */
const STOPS_AT_ITS_LIMIT = [
  /FROM (effects|timers) WHERE (head = 1 AND )?claimed_by IS NULL ORDER BY due_at LIMIT 1/,
  /FROM dirty_skills ORDER BY set_at LIMIT/,
  /FROM presence WHERE lease_until IS NOT NULL ORDER BY lease_until LIMIT 1/,
]
/** At the start and the stop of a node only. */
const SELDOM = [
  /FROM skills s\s+WHERE EXISTS/,
  /^UPDATE (effects|timers) SET claimed_by = NULL, claimed_until = NULL\s+WHERE claimed_by IS NOT NULL/,
  /^UPDATE probe/,
]

it('no statement of the hot path reads a whole table', () => {
  const statements = statementsOf((recording) => {
    const prepares = [
      prepareOperations,
      prepareLoad,
      prepareFindOpen,
      prepareDeskReads,
      prepareReadLog,
      prepareReadLogBackwards,
      prepareReadEvents,
      prepareReadRun,
      prepareReadJournal,
      prepareReadMarks,
      prepareList,
      prepareListThread,
      prepareListQueue,
      prepareListDead,
      prepareListDirtySkills,
      prepareNextDueAt,
      prepareHorizon,
      prepareReadFeed,
    ]
    for (const prepare of prepares) prepare(recording)
  })
  expect(statements.length).toBeGreaterThan(40)
  const allowed = [...STOPS_AT_ITS_LIMIT, ...SELDOM]
  const scanning = statements
    .filter((sql) => !allowed.some((pattern) => pattern.test(sql)))
    .map((sql) => ({ sql, scans: scansOf(sql) }))
    .filter(({ scans }) => scans.length > 0)
  expect(scanning).toEqual([])
})

it.each([
  ['open', {}, 'list_open', false],
  ['open', { skillId: 1 }, 'list_open', false],
  ['open', { assigneeKind: 'bot', assigneeId: 1 }, 'list_open', false],
  ['open', { assigneeKind: 'agent', assigneeId: 1 }, 'list_open_agent', true],
  ['closed', {}, 'list_closed', false],
  ['closed', { skillId: 1 }, 'list_closed_skill', false],
  ['closed', { assigneeKind: 'agent', assigneeId: 1 }, 'list_closed_assignee', false],
] as const)('a list of %s conversations by %o comes out of %s; sorted: %s', (phase, filter, index, sorts) => {
  const sql = toSql(phase, filter as Parameters<typeof toSql>[1]).replaceAll(/@\w+/g, '1')
  const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all()
  const details = plan.map(({ detail }) => detail).join('; ')
  expect(details).toContain(` INDEX ${index} (`)
  expect(details.includes('TEMP B-TREE')).toBe(sorts)
})
