import { readdirSync, readFileSync } from 'node:fs'
import type { Clock } from '@baton/base'
import Sqlite, { type Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noon } from '../conformance/examples.ts'
import { toSql } from './list.ts'
import { migrate } from './migrate.ts'

let database: Database
const clock: Clock = { now: () => noon }
const here = new URL('./', import.meta.url)

beforeEach(() => {
  database = new Sqlite(':memory:')
  migrate(database)
})
afterEach(() => database.close())

type Prepare = (recording: Database, around: unknown) => unknown

const sources = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(new URL(file, here), 'utf8') }))
const operations = sources.filter(({ text }) => /^export function prepare/m.test(text))

/** Prepare statements, and are no operation: the copy, BEGIN and COMMIT, and statements that settings wrote themselves. */
const WITHOUT_A_PLAN = ['copyDatabase.ts', 'moving.ts', 'performGroup.ts', 'settingsDialect.ts', 'writeSettings.ts']

/** Every statement that any operation prepares, as it was written. */
async function everyStatement(): Promise<string[]> {
  const texts = new Set<string>()
  const recording = new Proxy(database, {
    get: (target, name) =>
      name === 'prepare' ? (sql: string) => texts.add(sql) && target.prepare(sql) : Reflect.get(target, name),
  })
  for (const { file } of operations.filter((operation) => !WITHOUT_A_PLAN.includes(operation.file))) {
    const exported: Record<string, unknown> = await import(new URL(file, here).href)
    for (const [name, prepare] of Object.entries(exported)) {
      if (name.startsWith('prepare')) (prepare as Prepare)(recording, clock)
    }
  }
  return [...texts]
}

function planOf(sql: string): string[] {
  // Unbound parameters would do for a plan, but the driver asks for them.
  const unbound = sql.replaceAll(/\?|@\w+/g, '1')
  const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${unbound}`).all()
  return plan.map(({ detail }) => detail)
}

/** Reads a whole table or index, or sorts what it found. */
const isCostly = (detail: string): boolean => /^SCAN (?!CONSTANT)/.test(detail) || detail.includes('TEMP B-TREE')

/** Walks an index from its end and stops at the limit: written as a scan, costs as much as a search. */
const STOPS_AT_ITS_LIMIT = [
  [
    /FROM effects WHERE head = 1 AND claimed_by IS NULL ORDER BY due_at LIMIT 1$/,
    'SCAN effects USING INDEX effects_free',
  ],
  [/FROM timers WHERE claimed_until IS NULL ORDER BY due_at LIMIT 1$/, 'SCAN timers USING INDEX timers_free'],
  [/FROM dirty_skills ORDER BY set_at LIMIT \?$/, 'SCAN dirty_skills USING COVERING INDEX dirty_skills_oldest'],
  [/FROM presence WHERE lease_until IS NOT NULL ORDER BY lease_until LIMIT 1/, 'SCAN presence'],
] as const
/** At the start of a node only. */
const SELDOM = [[/FROM skills s\s+WHERE EXISTS/, 'SCAN s']] as const
/** Bounded by one person: what they hold, what they are offered, and the people whose load is asked for. */
const OF_ONE_DESK = [
  [/FROM json_each\(@agentIds\) AS wanted/, 'SCAN wanted VIRTUAL TABLE'],
  [/INDEXED BY list_open_assignee .* ORDER BY/s, 'USE TEMP B-TREE FOR ORDER BY'],
  [/name GLOB 'offer:\*' AND name = @offer\) ORDER BY/, 'USE TEMP B-TREE FOR ORDER BY'],
] as const
/** What the caller counted out: at most a page of a log. */
const GIVEN = [
  [/^UPDATE events SET .* WHERE position IN \(SELECT value FROM json_each\(\?\)\)/s, 'SCAN json_each VIRTUAL TABLE'],
  [/FROM json_each\(\?\) AS place CROSS JOIN events/, 'SCAN place VIRTUAL TABLE'],
] as const
/** One row, ever. */
const ONE_ROW = [[/^UPDATE probe SET asked/, 'SCAN probe']] as const
const ALLOWED: readonly (readonly [RegExp, string])[] = [
  ...STOPS_AT_ITS_LIMIT,
  ...SELDOM,
  ...OF_ONE_DESK,
  ...GIVEN,
  ...ONE_ROW,
]

it('every statement of every operation searches an index: none reads a whole table, none sorts what it found', async () => {
  const statements = await everyStatement()
  expect(statements.length).toBeGreaterThan(60)
  const costly = statements.flatMap((sql) => {
    const details = planOf(sql).filter(isCostly)
    const allowed = ALLOWED.find(([pattern]) => pattern.test(sql))
    return details.filter((detail) => !detail.startsWith(allowed?.[1] ?? '\n')).map((detail) => ({ sql, detail }))
  })
  expect(costly).toEqual([])
})

it('every statement is prepared where the plans are read', () => {
  const preparing = sources.filter(({ text }) => /\.prepare[<(]/.test(text)).map(({ file }) => file)
  const read = [...operations.map(({ file }) => file), ...WITHOUT_A_PLAN]
  expect(preparing.filter((file) => !read.includes(file))).toEqual([])
})

it.each([
  ['open', {}, 'list_open_skill'],
  ['open', { skillId: 1 }, 'list_open_skill'],
  ['open', { skillId: 1, assigneeKind: 'queue' }, 'list_open_skill'],
  ['open', { assigneeKind: 'bot', assigneeId: 1 }, 'list_open_assignee'],
  ['open', { assigneeKind: 'agent', assigneeId: 1 }, 'list_open_assignee'],
  ['open', { skillId: 1, assigneeKind: 'agent', assigneeId: 1 }, 'list_open_assignee'],
  ['closed', {}, 'list_closed'],
  ['closed', { skillId: 1 }, 'list_closed_skill'],
  ['closed', { assigneeKind: 'agent', assigneeId: 1 }, 'list_closed_assignee'],
] as const)('a list of %s conversations by %o comes out of %s, in its order', (phase, filter, index) => {
  // All open ones are read skill by skill; see `prepareList`.
  const query = phase === 'open' && !('assigneeId' in filter) ? { skillId: 1, ...filter } : filter
  const plan = planOf(toSql(phase, query as Parameters<typeof toSql>[1]))
  expect(plan).toEqual([
    expect.stringContaining(`SEARCH conversations USING INDEX ${index} (`),
    expect.stringMatching(/^CORRELATED SCALAR SUBQUERY/),
    expect.stringContaining('SEARCH t USING PRIMARY KEY (conversation_key=?)'), // its tags
  ])
  const equals = 'skillId' in query || 'assigneeKind' in query ? 'skill_id=?|assignee_id=?' : 'account_id=?'
  expect(plan[0]).toMatch(new RegExp(equals.replaceAll('?', '\\?')))
})
