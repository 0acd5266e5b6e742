import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { noon } from './conformance/examples.ts'
import { openSqliteStorage } from './sqlite/open.ts'

/** Operations that are tried elsewhere, with a reason. */
const WITHOUT_A_CASE = new Map<string, string>()

const source = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

it('both dialects run the one list of cases, all of it, unchanged', () => {
  for (const dialect of ['sqlite', 'postgres']) {
    const test = source(`${dialect}/conformance.test.ts`)
    expect(test.match(/everyConformance\(/g), dialect).toHaveLength(1)
    expect(test, dialect).not.toMatch(/\b(it|test|describe)\s*\.|\bit\(|skip|only|todo/)
  }
})

it('no case asks which dialect it runs on', () => {
  const list = source('conformance/everyConformance.ts')
  const parts = [...list.matchAll(/from '\.\/(\w+)\.ts'/g)].map(([, name]) => name ?? '')
  expect(parts.length).toBeGreaterThan(14)
  for (const part of parts) {
    expect(source(`conformance/${part}.ts`), part).not.toMatch(/sqlite|postgres|process\.env|skipIf|runIf/i)
  }
})

it('every operation of a storage has a case: a table that is new cannot be forgotten', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-conformance-'))
  const storage = await openSqliteStorage({ directory, clock: { now: () => noon } })
  const cases = readdirSync(new URL('conformance/', import.meta.url))
    .map((file) => source(`conformance/${file}`))
    .join('\n')
  const parts = { ...storage, nodes: undefined, rings: undefined }
  const forgotten = Object.entries(parts).flatMap(([part, operations]) =>
    typeof operations !== 'object' || operations === null
      ? []
      : Object.keys(operations)
          .filter((name) => !new RegExp(`\\b${name}\\b`).test(cases))
          .map((name) => `${part}.${name}`),
  )
  await storage.close()
  rmSync(directory, { recursive: true })
  expect(forgotten.filter((name) => !WITHOUT_A_CASE.has(name))).toEqual([])
})
