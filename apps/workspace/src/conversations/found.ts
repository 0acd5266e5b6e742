import { z } from 'zod'
import type { WordTexts } from '../words/texts/en.ts'

export const listed = z.object({
  conversationId: z.string(),
  consumerId: z.string(),
  phase: z.enum(['main', 'survey', 'closed']),
  skillId: z.number(),
  openedAt: z.number(),
  updatedAt: z.number(),
  closedAt: z.number().optional(),
  lastLine: z.object({ text: z.string() }).optional(),
  tags: z.array(z.number()),
})
export type Listed = z.infer<typeof listed>

export const hit = z.object({
  conversation: listed,
  found: z
    .object({ seq: z.number(), at: z.number(), parts: z.array(z.object({ text: z.string(), isHit: z.boolean() })) })
    .optional(),
})
export type Hit = z.infer<typeof hit>

/** Of the day that a date field names, in this machine's time. @param days later */
export function startOfDay(date: string, days = 0): number | undefined {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = date.split('-').map(Number)
  const at = new Date(year, month - 1, day + days).getTime()
  return Number.isFinite(at) ? at : undefined
}

export const phaseText = (phase: Listed['phase'], texts: WordTexts): string =>
  phase === 'closed' ? texts.closed : texts.open

/** Only what was chosen. */
export function queryOf(values: { readonly [name: string]: string | number | undefined }): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') query.set(name, String(value))
  }
  return query.toString()
}
