import { ACTION_TYPES, ELEMENT_TYPES, METADATA_TYPES } from '../types.ts'
import { foundFact } from './facts.ts'
import type { TypedRule } from './rule.ts'
import type { RuleId } from './ruleIds.ts'
import { type Check, type Compile, enterElement, isFields, leaveElement, wrongKind } from './step.ts'
import type { Walk } from './walk.ts'
import { found, listed, quote, shorten } from './wording.ts'

interface Words {
  readonly all: ReadonlySet<string>
  readonly unknown: RuleId
  readonly notHere: RuleId
  readonly article: string
}

const WORDS: Readonly<Record<TypedRule['what'], Words>> = {
  element: {
    all: new Set(ELEMENT_TYPES),
    unknown: 'unknown-element',
    notHere: 'element-not-allowed',
    article: 'an element',
  },
  action: {
    all: new Set(ACTION_TYPES),
    unknown: 'unknown-action',
    notHere: 'action-not-allowed',
    article: 'an action',
  },
  metadata: {
    all: new Set(METADATA_TYPES),
    unknown: 'unknown-metadata',
    notHere: 'unknown-metadata',
    article: 'an entry of metadata',
  },
}

export function compileTyped(rule: TypedRule, compileRule: Compile): Check {
  const words = WORDS[rule.what]
  const checks = new Map<unknown, Check>(Object.entries(rule.types).map(([type, of]) => [type, compileRule(of)]))
  const isElement = rule.what === 'element'
  return (value, walk) => {
    if (!isFields(value)) {
      const id = rule.what === 'metadata' ? 'metadata-shape' : 'not-an-object'
      return walk.error(
        id,
        `${walk.subject()} must be ${words.article}, an object with a “type”, not ${found(value)}.`,
        {
          found: foundFact(value),
          allowed: { is: 'object' },
        },
      )
    }
    if (isElement && !enterElement(walk)) return
    const type = value.type === undefined ? rule.guess?.(value) : value.type
    const check = checks.get(type)
    if (check !== undefined) check(value, walk)
    else if (!(rule.open && typeof type === 'string')) tellWrongType(rule, words, type, walk, value.type === undefined)
    if (isElement) leaveElement(walk)
  }
}

function tellWrongType(rule: TypedRule, words: Words, type: unknown, walk: Walk, isGuess: boolean): void {
  const names = Object.keys(rule.types)
  const allowed = listed(names)
  if (type === undefined) {
    walk.error(
      rule.what === 'metadata' ? 'metadata-shape' : 'no-type',
      `“type” is missing; it says which ${rule.what} this is: ${allowed}.`,
      { names },
    )
  } else if (typeof type !== 'string') {
    walk.depth += 1
    walk.keys[walk.depth - 1] = 'type'
    wrongKind(walk, 'not-text', { is: 'text' }, type)
    walk.depth -= 1
  } else if (isGuess) {
    walk.error(words.notHere, `This looks like ${quote(type)}, which may not stand here; allowed: ${allowed}.`, {
      name: shorten(type),
      names,
    })
  } else if (words.all.has(type)) {
    walk.errorAt('type', words.notHere, `${quote(type)} may not stand here; allowed: ${allowed}.`, {
      name: shorten(type),
      names,
    })
  } else {
    walk.errorAt('type', words.unknown, `There is no ${rule.what} ${quote(type)}; allowed here: ${allowed}.`, {
      name: shorten(type),
      names,
    })
  }
}
