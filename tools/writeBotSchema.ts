import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { definitionJsonSchema } from '@baton/dialog'

/** Publishes the description of a bot file, after a change of `core/dialog/src/definition.ts`. */
const published = resolve(import.meta.dirname, '../docs/contract/bot.schema.json')
writeFileSync(published, `${JSON.stringify(definitionJsonSchema(), undefined, 2)}\n`)
