import type { Facts } from '@baton/base'
import { codePoints, fits } from '../codePoints.ts'
import { foundFact } from './facts.ts'
import type { Mixture, Part, PartsRule } from './rule.ts'
import { type Check, type Compile, enterElement, isFields, leaveElement, wrongKind } from './step.ts'
import type { Fields, Walk } from './walk.ts'
import { found, listed, quote, range } from './wording.ts'

interface CompiledPart extends Part {
  readonly name: string
  readonly check: Check
}

/** The children of a card: each is named, checked by its own rule, and counted; the counts must be one of the card's mixtures. */
export function compileParts(rule: PartsRule, compileRule: Compile): Check {
  const known = Object.entries(rule.parts).map(
    ([name, part]): CompiledPart => ({ ...part, name, check: compileRule(part.rule) }),
  )
  return (value, walk) => {
    if (!Array.isArray(value)) return wrongKind(walk, 'not-a-list', rule, value)
    const names: (string | undefined)[] = []
    const at = walk.depth++
    for (let index = 0; index < value.length; index += 1) {
      walk.keys[at] = index
      names.push(checkPart(value[index], known, rule, walk))
    }
    walk.depth = at
    if (names.includes(undefined)) return
    tellOrder(rule, value, names, walk)
    tellMixture(rule, value, names, walk)
  }
}

/** @returns the part's name; nothing where the card has no such part, which has been told */
function checkPart(value: unknown, known: readonly CompiledPart[], rule: PartsRule, walk: Walk): string | undefined {
  if (!isFields(value)) {
    walk.error('not-an-object', `${walk.subject()} must be an element, an object with a “type”, not ${found(value)}.`, {
      found: foundFact(value),
      allowed: { is: 'object' },
    })
    return undefined
  }
  if (!enterElement(walk)) return undefined
  const part = known.find(
    ({ type, tags }) => type === value.type && (tags === undefined || tags.includes(tagOf(value))),
  )
  if (part === undefined) tellUnknownPart(value, known, rule, walk)
  else part.check(value, walk)
  leaveElement(walk)
  return part?.name
}

const tagOf = ({ tag }: Fields): string | undefined =>
  tag === undefined || typeof tag === 'string' ? tag : `not a text: ${typeof tag}`

function tellUnknownPart({ type, tag }: Fields, known: readonly CompiledPart[], rule: PartsRule, walk: Walk): void {
  const ofType = known.filter((part) => part.type === type)
  if (ofType.length === 0) {
    const names = [...new Set(known.map((part) => part.type))]
    const allowed = listed(names)
    if (type === undefined) walk.error('no-type', `“type” is missing; ${rule.what} holds: ${allowed}.`, { names })
    else {
      const message = `${shown(type)} may not stand in ${rule.what}; allowed: ${allowed}.`
      walk.errorAt('type', 'element-not-allowed', message, { found: foundFact(type), names })
    }
    return
  }
  const tags = ofType.flatMap(({ tags }) => tags ?? [])
  const message = `This ${String(type)} needs a “tag” that says its role in ${rule.what}: ${listed(tags.map((one) => one ?? 'none'))}; found ${tag === undefined ? 'none' : shown(tag)}.`
  const facts = {
    names: tags.flatMap((one) => one ?? []),
    ...(tag !== undefined && { found: foundFact(tag) }),
  }
  if (tag === undefined) walk.error('tag-not-allowed', message, facts)
  else walk.errorAt('tag', 'tag-not-allowed', message, facts)
}

const shown = (value: unknown): string => (typeof value === 'string' ? quote(value) : found(value))

function tellOrder(
  { behind = {} }: PartsRule,
  value: readonly unknown[],
  names: readonly (string | undefined)[],
  walk: Walk,
): void {
  for (const [name, before] of Object.entries(behind)) {
    const first = names.indexOf(name)
    if (first === -1) continue
    const late = names.findIndex((other, index) => index > first && before.includes(other ?? ''))
    // Only what has no tag that says its role depends on its place.
    if (late === -1 || (isFields(value[first]) && value[first].tag === 'subtitle')) continue
    walk.errorAt(first, 'part-order', `A ${name} stands behind the ${names[late]}, not before it.`, {
      name,
      names: before,
    })
  }
}

interface Wrong {
  readonly message: string
  readonly facts: Facts
}

function tellMixture(
  rule: PartsRule,
  value: readonly unknown[],
  names: readonly (string | undefined)[],
  walk: Walk,
): void {
  const counts = new Map<string, number>()
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  let nearest: { readonly mixture: Mixture; readonly wrong: readonly Wrong[] } | undefined
  for (const mixture of rule.mixtures) {
    const wrong = wrongIn(mixture, rule, counts, value.length)
    if (nearest === undefined || wrong.length < nearest.wrong.length) nearest = { mixture, wrong }
    if (wrong.length === 0) break
  }
  for (const { message, facts } of nearest?.wrong ?? []) walk.error('part-count', message, facts)
  for (const [name, limit] of Object.entries(nearest?.mixture.limits ?? {})) {
    for (const [index, child] of value.entries()) {
      if (names[index] !== name || !isFields(child) || typeof child.text !== 'string' || fits(child.text, limit))
        continue
      const at = walk.depth
      walk.keys[walk.depth++] = index
      const count = codePoints(child.text)
      const message = `Has ${count} characters; at most ${limit} are allowed in this card.`
      walk.errorAt('text', 'text-too-long', message, { count, most: limit })
      walk.depth = at
    }
  }
}

function wrongIn(mixture: Mixture, rule: PartsRule, counts: ReadonlyMap<string, number>, total: number): Wrong[] {
  const wrong: Wrong[] = []
  for (const name of Object.keys(rule.parts)) {
    const count = counts.get(name) ?? 0
    const [least, most] = mixture.counts[name] ?? [0, 0]
    if (count >= least && count <= most) continue
    const allowed = most === 0 ? 'none is allowed beside these parts' : `${range(least, most)} must be there`
    const message = `${rule.what} holds ${count} of the part ${name}; ${allowed}.`
    wrong.push({
      message: message.replace(/^./, (first) => first.toUpperCase()),
      facts: { name, count, least, most },
    })
  }
  if (mixture.some?.every((name) => (counts.get(name) ?? 0) === 0)) {
    const message = `At least one of these parts is needed in ${rule.what}: ${listed(mixture.some)}.`
    wrong.push({ message, facts: { names: mixture.some } })
  }
  if (mixture.total !== undefined && total > mixture.total) {
    const message = `Holds ${total} parts; ${range(0, mixture.total)} are allowed.`
    wrong.push({ message, facts: { count: total, most: mixture.total } })
  }
  return wrong
}
