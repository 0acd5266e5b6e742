import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { definitionJsonSchema } from './definitionJsonSchema.ts'

const published = resolve(import.meta.dirname, '../../../docs/contract/bot.schema.json')

it('the published schema is the one that files are read with', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(definitionJsonSchema())
})
