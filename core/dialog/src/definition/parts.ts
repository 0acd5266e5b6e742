import type { JsonValue } from '@baton/base'
import { z } from 'zod'

/** Names of parts in the published schema; of their own, so that they mean nothing to other schemas of the process. */
export const NAMED = z.registry<{ id: string; description?: string }>()

/** Any JSON; typed as the house types it. */
export const json = z.json() as unknown as z.ZodType<JsonValue>
export const id = z.string().min(1).max(200).register(NAMED, { id: 'id' })
export const name = z.string().min(1).max(400).register(NAMED, { id: 'name' })
/** May hold variables in braces. */
export const template = z
  .string()
  .max(65_536)
  .register(NAMED, { id: 'template', description: 'A text that may hold variables in braces.' })
export const script = z.string().max(1_048_576).register(NAMED, { id: 'script' })
/** What another product's file said beside what is known here; written back on export. */
export const extra = z.record(z.string(), json).register(NAMED, { id: 'extra' }).optional()
export const patterns = z.array(z.string().min(1).max(2_000)).max(1_000)
export const keywords = z.array(z.string().max(500)).max(500)
export const metadata = z.array(z.looseObject({ type: z.string() })).max(100)
