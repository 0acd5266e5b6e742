import { z } from 'zod'
import { extra, id, NAMED, name } from './parts.ts'

/** What bots know without being told (dialogs R1.31). */
export const BUILT_IN_ENTITIES = [
  'number',
  'email',
  'phone',
  'url',
  'date',
  'time',
  'money',
  'percent',
  'color',
] as const
export type BuiltInEntity = (typeof BUILT_IN_ENTITIES)[number]

const entitySchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('valueSet'),
      name,
      values: z
        .array(z.strictObject({ phrase: z.string().min(1).max(400), value: z.string().max(400).optional() }))
        .max(5_000),
    }),
    z.strictObject({ kind: z.literal('regex'), name, expression: z.string().min(1).max(2_000) }),
    z.strictObject({
      kind: z.literal('builtIn'),
      name,
      of: z.enum(BUILT_IN_ENTITIES),
    }),
  ])
  .register(NAMED, { id: 'entity' })
export type Entity = z.infer<typeof entitySchema>

const intentSchema = z
  .strictObject({
    id,
    name,
    displayName: z.string().max(400).optional(),
    phrases: z.array(z.string().max(1_000)).max(5_000).optional(),
    /** A meta intent: matching one of these matches it too (dialogs R1.29). */
    children: z.array(id).max(500).optional(),
    extra,
  })
  .register(NAMED, { id: 'intent' })
export type IntentDefinition = z.infer<typeof intentSchema>

export const domainSchema = z
  .strictObject({
    id,
    name,
    language: z.string().max(40).optional(),
    intents: z.array(intentSchema).max(2_000).optional(),
    entities: z.array(entitySchema).max(500).optional(),
    extra,
  })
  .register(NAMED, { id: 'domain' })
export type Domain = z.infer<typeof domainSchema>
