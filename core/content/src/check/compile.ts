import { codePoints, fits } from '../codePoints.ts'
import { MAX_METADATA_IN_TREE } from '../limits.ts'
import { compileParts } from './compileParts.ts'
import { compileTyped } from './compileTyped.ts'
import { allowedFact, foundFact } from './facts.ts'
import { FORMATS } from './formats.ts'
import type { ListRule, NumberRule, ObjectRule, Rule, TextRule, WordRule } from './rule.ts'
import { type Check, type Compile, isFields, letThrough, wrongKind } from './step.ts'
import type { Walk } from './walk.ts'
import { describe, found, listed, quote, range } from './wording.ts'

/**
 * Makes one function of a table, once: what a check has to do is decided here, so that the pass itself only does it. A rule that
 * occurs at many places, or within itself, is made once.
 */
export function compile(root: Rule): Check {
  const made = new Map<Rule, Check>()
  const compileRule: Compile = (rule) => {
    const known = made.get(rule)
    if (known) return known
    const check = build(rule, compileRule)
    made.set(rule, check)
    return check
  }
  return compileRule(root)
}

function build(rule: Rule, compileRule: Compile): Check {
  switch (rule.is) {
    case 'any':
      return letThrough
    case 'text':
      return compileText(rule)
    case 'word':
      return compileWord(rule)
    case 'number':
      return compileNumber(rule)
    case 'flag':
      return (value, walk) => {
        if (typeof value !== 'boolean') wrongKind(walk, 'not-a-flag', rule, value)
      }
    case 'list':
      return compileList(rule, compileRule)
    case 'object':
      return compileObject(rule, compileRule)
    case 'typed':
      return compileTyped(rule, compileRule)
    case 'parts':
      return compileParts(rule, compileRule)
    case 'pick': {
      const checks = new Map(rule.among.map((one) => [one, compileRule(one)]))
      return (value, walk) => checks.get(rule.pick(value))?.(value, walk)
    }
    case 'refused':
      return (_value, walk) => walk.error(rule.rule, rule.message)
    case 'later': {
      let check: Check | undefined
      return (value, walk) => {
        check ??= compileRule(rule.rule())
        check(value, walk)
      }
    }
  }
}

function compileText(rule: TextRule): Check {
  const { max = Number.POSITIVE_INFINITY, min = 0, advised = Number.POSITIVE_INFINITY } = rule
  const formats = (rule.formats ?? []).map((name) => FORMATS[name])
  return (value, walk) => {
    if (typeof value !== 'string') return wrongKind(walk, 'not-text', rule, value)
    if (value.length < min)
      return walk.error('text-too-short', `${walk.subject()} must not be empty; ${describe(rule)} is needed.`, {
        least: min,
      })
    if (value.length > max && !fits(value, max)) {
      return walk.error(
        'text-too-long',
        `${walk.subject()} has ${codePoints(value)} characters; at most ${max} are allowed.`,
        { count: codePoints(value), most: max },
      )
    }
    if (value.length > advised && !fits(value, advised)) {
      walk.warn(
        'text-long',
        `${walk.subject()} has ${codePoints(value)} characters; more than ${advised} may be cut off.`,
        { count: codePoints(value), most: advised },
      )
    }
    for (let index = 0; index < formats.length; index += 1) formats[index]?.(value, walk)
  }
}

function compileWord(rule: WordRule): Check {
  const words: ReadonlySet<unknown> = new Set(rule.words)
  return (value, walk) => {
    if (words.has(value)) return
    walk.error(
      'unknown-word',
      `${walk.subject()} must be ${describe(rule)}, not ${typeof value === 'string' ? quote(value) : found(value)}.`,
      { found: foundFact(value), names: rule.words },
    )
  }
}

function compileNumber(rule: NumberRule): Check {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole = false } = rule
  return (value, walk) => {
    if (typeof value !== 'number') wrongKind(walk, 'not-a-number', rule, value)
    else if (whole && !Number.isInteger(value)) wrongKind(walk, 'not-a-whole-number', rule, value)
    else if (value < min || value > max)
      walk.error('out-of-range', `${walk.subject()} must be ${describe(rule)}, not ${value}.`, {
        found: foundFact(value),
        ...(rule.min !== undefined && { least: rule.min }),
        ...(rule.max !== undefined && { most: rule.max }),
      })
  }
}

function compileList(rule: ListRule, compileRule: Compile): Check {
  const { min = 0, max = Number.POSITIVE_INFINITY } = rule
  const of = rule.of === undefined || rule.of.is === 'any' ? undefined : compileRule(rule.of)
  const places = new Map(rule.places?.map((entries) => [entries.length, entries.map(compileRule)]))
  return (value, walk) => {
    if (!Array.isArray(value)) return wrongKind(walk, 'not-a-list', rule, value)
    const { length } = value
    if (length < min || length > max) {
      walk.error(
        'wrong-count',
        `${walk.subject()} holds ${length} ${length === 1 ? 'entry' : 'entries'}; ${range(min, max)} are allowed.`,
        {
          count: length,
          ...(rule.min !== undefined && { least: rule.min }),
          ...(rule.max !== undefined && { most: rule.max }),
        },
      )
    }
    if (rule.metadata) countMetadata(length, walk)
    const placed = places.get(length)
    if (of !== undefined || placed !== undefined) {
      const at = walk.depth++
      for (let index = 0; index < length; index += 1) {
        walk.keys[at] = index
        const check = placed === undefined ? of : placed[index]
        if (check !== undefined) check(value[index], walk)
      }
      walk.depth = at
    }
    if (rule.also !== undefined) for (const also of rule.also) also(value, walk)
  }
}

function countMetadata(entries: number, walk: Walk): void {
  const before = walk.metadata
  walk.metadata += entries
  if (before > MAX_METADATA_IN_TREE || walk.metadata <= MAX_METADATA_IN_TREE) return
  walk.error(
    'too-much-metadata',
    `With these, the content has more than ${MAX_METADATA_IN_TREE} entries of metadata altogether.`,
    { most: MAX_METADATA_IN_TREE },
  )
}

function compileObject(rule: ObjectRule, compileRule: Compile): Check {
  const fields = new Map(Object.entries(rule.fields).map(([name, field]) => [name, compileRule(field)]))
  const required = rule.required ?? []
  const { open = false, also } = rule
  const known = listed(Object.keys(rule.fields))
  return (value, walk) => {
    if (!isFields(value)) return wrongKind(walk, 'not-an-object', rule, value)
    for (let index = 0; index < required.length; index += 1) {
      const name = required[index] as string
      if (value[name] === undefined) tellMissing(rule, name, walk)
    }
    const at = walk.depth++
    for (const name in value) {
      const check = fields.get(name)
      const field = value[name]
      if (field === undefined) continue
      walk.keys[at] = name
      if (check !== undefined) check(field, walk)
      else if (!open) {
        walk.error('unknown-property', `There is no “${name.slice(0, 40)}” on ${rule.what}; allowed are: ${known}.`, {
          name: name.slice(0, 40),
          names: Object.keys(rule.fields),
        })
      }
    }
    walk.depth = at
    if (also !== undefined) for (const one of also) one(value, walk)
  }
}

function tellMissing(rule: ObjectRule, name: string, walk: Walk): void {
  const field = rule.fields[name]
  const wanted = field === undefined || field.is === 'any' ? '' : `: ${describe(field)}`
  const allowed = field && allowedFact(field)
  walk.error('missing', `“${name}” is missing; ${rule.what} needs it${wanted}.`, { name, ...(allowed && { allowed }) })
}
