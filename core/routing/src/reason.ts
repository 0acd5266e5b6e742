/** Why a conversation was offered to somebody: a code with its numbers. Screens say it in their own language. */
export interface OfferReason {
  readonly code: ReasonCode
  readonly values: Readonly<Record<string, number>>
}

/**
 * `suggested`: meant for them. `askedAgain`: nobody else can take it. `oneOf`: all who could are rung. `former`: among the equally
 * busy, the one who talked with the consumer before. `leastBusy`: the one with most room.
 */
export const REASON_CODES = ['suggested', 'askedAgain', 'oneOf', 'former', 'leastBusy'] as const
export type ReasonCode = (typeof REASON_CODES)[number]

/** Stored with the event, so that it must stay small; in characters. */
export const MAX_EXPLANATION = 300

/** `leastBusy waited=60 due=300 load=0 capacity=3 among=1`: short, and readable where nobody translates it. */
export function writeReason({ code, values }: OfferReason): string {
  const parts = Object.entries(values).map(([name, value]) => `${name}=${rounded(value)}`)
  return [code, ...parts].join(' ').slice(0, MAX_EXPLANATION)
}

/** @returns undefined for a text that is no such reason: words of an earlier release, or of a program */
export function readReason(text: string): OfferReason | undefined {
  const [first, ...parts] = text.split(' ')
  const code = REASON_CODES.find((known) => known === first)
  if (code === undefined) return undefined
  const values: Record<string, number> = {}
  for (const part of parts) {
    const [, name, value] = /^([a-z]{1,20})=(-?\d{1,15}(?:\.\d{1,3})?)$/i.exec(part) ?? []
    if (name === undefined) return undefined
    values[name] = Number(value)
  }
  return { code, values }
}

const rounded = (value: number): number => Math.round(value * 100) / 100
