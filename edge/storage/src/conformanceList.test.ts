import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

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
