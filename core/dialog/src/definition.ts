import { z } from 'zod'
import { domainSchema } from './definition/domain.ts'
import { integrationSchema } from './definition/integration.ts'
import { interactionSchema } from './definition/interaction.ts'
import { extra, id, NAMED, name, script } from './definition/parts.ts'
import { settingsSchema } from './definition/settings.ts'

/** One import for those who read definitions; each part is described in a file of its own. */
export * from './definition/domain.ts'
export * from './definition/integration.ts'
export * from './definition/interaction.ts'
export { json as anyJson, NAMED } from './definition/parts.ts'
export * from './definition/rule.ts'
export * from './definition/settings.ts'

/**
 * An authored bot, as its file says it: readable, with stable ids, one file per bot. The schemas below are the only description;
 * the types, the check of what comes from outside and the published JSON Schema are made of them.
 */
export const FORMAT = 'baton.bot/1'

/** dialogs R1.16. */
export const DIALOG_KINDS = [
  'standard',
  'fallback',
  'disambiguation',
  'autoEscalation',
  'survey',
  'fileUpload',
] as const

export const dialogSchema = z
  .strictObject({
    id,
    name,
    description: z.string().max(4_000).optional(),
    kind: z.enum(DIALOG_KINDS),
    enabled: z.boolean().optional(),
    domainId: id.optional(),
    /** Of the kind `autoEscalation`: how many fallback answers in a row are allowed (dialogs R3.41). */
    threshold: z.int().min(1).max(100).optional(),
    /** Of the kind `disambiguation`: only intents of these; absent: of all. */
    onlyDomains: z.array(id).max(100).optional(),
    interactions: z.array(interactionSchema).max(60_000),
    extra,
  })
  .register(NAMED, { id: 'dialog' })
export type Dialog = z.infer<typeof dialogSchema>

export const definitionSchema = z.strictObject({
  /** Where editors find the description of this format. */
  $schema: z.string().max(2_000).optional(),
  format: z.literal(FORMAT),
  id,
  name,
  description: z.string().max(4_000).optional(),
  kind: z.enum(['custom', 'survey']).optional(),
  language: z.string().max(40),
  settings: settingsSchema.optional(),
  /** Of the whole bot, for dialogs that name none. */
  domainId: id.optional(),
  dialogs: z.array(dialogSchema).max(5_000),
  integrations: z.array(integrationSchema).max(2_000).optional(),
  domains: z.array(domainSchema).max(200).optional(),
  /** Functions that every panel can call; `initConversation` runs when a session begins. */
  globalFunctions: script.optional(),
  extra,
})
export type BotDefinition = z.infer<typeof definitionSchema>
