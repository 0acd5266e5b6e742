import type { ProblemPart } from '../../base/http.ts'
import { fill, fillCounted } from '../../texts/catalogue.ts'
import type { AdminTexts } from '../texts/en.ts'

/** What refers to a skill, as a sentence: ours where we know the kind, else the server's own. */
export function referrerText({ rule, message, facts = {} }: ProblemPart, { referrers, locale }: AdminTexts): string {
  const { conversations, ...named } = referrers
  if (rule === 'conversations' && facts.count !== undefined) return fillCounted(conversations, facts.count, locale)
  if (!isKey(rule, named) || facts.name === undefined) return message
  return fill(named[rule], { name: facts.name })
}

const isKey = <T extends object>(key: PropertyKey, of: T): key is keyof T => Object.hasOwn(of, key)
