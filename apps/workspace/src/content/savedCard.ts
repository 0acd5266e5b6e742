import type { Content } from '@baton/content'
import { z } from 'zod'
import { pageOf } from '../base/http.ts'

/** The server has checked it; what is in it is drawn, and never looked at here. */
const content = z
  .looseObject({ kind: z.enum(['structured', 'text']) })
  .transform((value) => value as unknown as Content)

export const savedCard = z.object({ id: z.number(), name: z.string(), content })
export type SavedCard = z.infer<typeof savedCard>
export const savedCards = pageOf(savedCard)
