import { MAX_ELEMENT_DEPTH, MAX_ELEMENTS } from '../limits.ts'
import { allowedFact, foundFact } from './facts.ts'
import type { Rule } from './rule.ts'
import type { RuleId } from './ruleIds.ts'
import type { Fields, Walk } from './walk.ts'
import { describe, found } from './wording.ts'

/** Looks at one value and tells the walk what is wrong with it. */
export type Check = (value: unknown, walk: Walk) => void
export type Compile = (rule: Rule) => Check

export const letThrough: Check = () => {}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function wrongKind(walk: Walk, id: RuleId, rule: Rule, value: unknown): void {
  const allowed = allowedFact(rule)
  walk.error(id, `${walk.subject()} must be ${describe(rule)}, not ${found(value)}.`, {
    found: foundFact(value),
    ...(allowed && { allowed }),
  })
}

/** Opens an element: false where there are too many, or too deep. Every `true` is followed by `leaveElement`. */
export function enterElement(walk: Walk): boolean {
  walk.elements += 1
  if (walk.elements === MAX_ELEMENTS + 1) {
    walk.error('too-many-elements', `The content has more than ${MAX_ELEMENTS} elements.`, { most: MAX_ELEMENTS })
  }
  if (walk.level >= MAX_ELEMENT_DEPTH) {
    walk.error('too-deep', `Elements may be nested ${MAX_ELEMENT_DEPTH} levels deep.`, { most: MAX_ELEMENT_DEPTH })
    return false
  }
  walk.level += 1
  return true
}

export function leaveElement(walk: Walk): void {
  walk.level -= 1
}
