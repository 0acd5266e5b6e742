import { z } from 'zod'
import { fill } from '../texts/catalogue.ts'
import type { LiveTexts } from './texts/en.ts'

/** How content consumers were; absent: nobody answered. */
export const csat = z.object({ answers: z.number(), percent: z.number() }).optional()

/** "92 %", and of how many answers. */
export function csatText(of: z.infer<typeof csat>, texts: LiveTexts): { percent: string; of?: string } {
  if (of === undefined) return { percent: texts.none }
  const percent = new Intl.NumberFormat(texts.locale, { style: 'percent', maximumFractionDigits: 0 })
  return { percent: percent.format(of.percent / 100), of: fill(texts.ofAnswers, { count: of.answers }) }
}
