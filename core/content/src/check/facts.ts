import type { AllowedFact, FoundFact } from '@baton/base'
import type { Rule } from './rule.ts'
import { shorten } from './wording.ts'

/** What was found, for a sentence in any language. */
export function foundFact(value: unknown): FoundFact {
  if (value === null) return { is: 'null' }
  if (Array.isArray(value)) return { is: 'list', value: value.length }
  if (typeof value === 'string') return { is: 'text', value: shorten(value) }
  if (typeof value === 'number') return { is: 'number', value }
  if (typeof value === 'boolean') return { is: 'flag', value }
  return { is: 'object' }
}

/** What a rule allows, for a sentence in any language; nothing where it allows everything. */
export function allowedFact(rule: Rule): AllowedFact | undefined {
  switch (rule.is) {
    case 'text':
    case 'number':
    case 'list':
      return {
        is: rule.is,
        ...(rule.min !== undefined && { least: rule.min }),
        ...(rule.max !== undefined && { most: rule.max }),
        ...(rule.is === 'number' && rule.whole === true && { whole: true }),
      }
    case 'word':
      return { is: 'word', names: rule.words }
    case 'flag':
      return { is: 'flag' }
    case 'parts':
      return { is: 'list' }
    case 'object':
    case 'typed':
      return { is: 'object' }
    case 'later':
      return allowedFact(rule.rule())
    case 'pick':
      return allowedFact(rule.among[0] ?? { is: 'any' })
    default:
      return undefined
  }
}
