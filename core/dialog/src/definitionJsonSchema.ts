import type { JsonObject } from '@baton/base'
import { z } from 'zod'
import { definitionSchema, NAMED } from './definition.ts'

/** The published description of a bot file; `docs/contract/bot.schema.json` is this, and a test keeps it so. */
export function definitionJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(definitionSchema, {
    metadata: NAMED,
    reused: 'ref',
    override: ({ jsonSchema }) => {
      // Unknown keys are kept and told, not refused.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  return { title: 'An authored bot of Baton', ...schema } as unknown as JsonObject
}
