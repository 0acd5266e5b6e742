import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { definitionJsonSchema } from './definitionJsonSchema.ts'

const published = resolve(import.meta.dirname, '../../../docs/contract/bot.schema.json')

// `npm run contract` writes it.
it('the published schema is the one that files are read with', async () => {
  await expect(`${JSON.stringify(definitionJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(published)
})
