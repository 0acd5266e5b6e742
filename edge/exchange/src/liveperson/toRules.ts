import type { Condition, Next, Operator, Rule, SetVariable, VariableCondition } from '@baton/dialog'
import { parseExpression, parsePattern } from '@baton/dialog'
import { KEYS } from './keys.ts'
import type { Part } from './reader.ts'
import type { Source, SourceInteraction } from './source.ts'

/** What stands behind the rules of one interaction. */
export interface ReadRules {
  readonly rules: readonly Rule[]
  /** The rule without conditions: what follows where no other says otherwise (export B-15). */
  readonly next?: Next
  /** Its name and what else it held, for the way back. */
  readonly nextRule?: Record<string, unknown>
}

export function readRules(interaction: SourceInteraction, source: Source): ReadRules {
  const parts = interaction.part.parts('responseMatches')
  const read = parts.map((part) => readRule(part, interaction, source))
  const last = read.at(-1)
  const isPlain = last !== undefined && isUnconditional(last) && (last.set ?? []).length === 0 && last.enabled !== false
  if (!isPlain) return { rules: read }
  const { next, name, extra } = last
  return { rules: read.slice(0, -1), next, nextRule: { ...(name !== undefined && { name }), ...extra } }
}

const isUnconditional = ({ when, variables }: Rule): boolean =>
  (when ?? []).length === 0 && (variables ?? []).length === 0

function readRule(part: Part, interaction: SourceInteraction, source: Source): Rule {
  part.reportUnknownKeys('rule')
  const conditions = part.parts('conditions')
  const when = conditions.map(readCondition)
  const contexts = part.parts('contextConditions')
  const variables = contexts.map(readVariableCondition)
  const set = part.parts('contextDataVariables').map(readVariable)
  const isComplete = !when.includes(undefined) && !variables.includes(undefined)
  const name = part.text('name')
  const matchType = part.text('contextMatchConditionType')
  const rest = part.without(KEYS.rule)
  const extra = {
    ...(rest && { rest }),
    ...(matchType !== undefined && { contextMatchConditionType: matchType }),
    ...(!isComplete && {
      conditions: conditions.map(({ json }) => json),
      contextConditions: contexts.map(({ json }) => json),
    }),
  }
  return {
    ...(name !== undefined && { name }),
    ...(!isComplete && { enabled: false }),
    ...(when.length > 0 && { when: when.filter((condition) => condition !== undefined) }),
    ...(variables.length > 0 && { variables: variables.filter((condition) => condition !== undefined) }),
    ...(matchType === 'ALL' && { match: 'all' as const }),
    ...(set.length > 0 && { set }),
    next: readNext(part, interaction, source),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

/** By its match type; the payload stands in a member of its own (export §7). */
function readCondition(part: Part): Condition | undefined {
  const type = part.text('matchType') ?? ''
  const unknown = (what: string) => {
    part.findings.add('W-MATCH', part.place, `${what}; the rule is kept and disabled.`)
    return undefined
  }
  const missing = (key: string) => unknown(`The condition ${type} lacks "${key}"`)
  switch (type) {
    case 'PATTERN': {
      const payload = part.part('patternMatch')
      if (payload === undefined) return missing('patternMatch')
      const patterns = payload.texts('patterns').filter((pattern) => pattern !== '')
      for (const pattern of patterns) checkPattern(pattern, payload)
      const excludeKeywords = payload.texts('excludeKeywords')
      return { kind: 'pattern', patterns, ...(excludeKeywords.length > 0 && { excludeKeywords }) }
    }
    case 'REGEX': {
      const payload = part.part('regexMatch')
      const expression = payload?.text('regexText')
      if (payload === undefined || expression === undefined) return missing('regexMatch')
      const parsed = parseExpression(expression)
      if (!parsed.ok) {
        payload.findings.add(
          'W-REGEX',
          payload.at('regexText'),
          `The expression does not run in linear time (${parsed.error}); it runs in the sandbox, against a time limit.`,
        )
      }
      const excludeKeywords = payload.texts('excludeKeywords')
      return { kind: 'regex', expression, ...(excludeKeywords.length > 0 && { excludeKeywords }) }
    }
    case 'EVAL_OPTION': {
      const value = part.part('evaluateOptionMatch')?.text('value')
      return value === undefined ? missing('evaluateOptionMatch') : { kind: 'option', value }
    }
    case 'NO_MATCH': {
      const message = part.part('noMatch')?.text('fallbackMessage')
      return { kind: 'noMatch', ...(message !== undefined && { message }) }
    }
    case 'API_RESULT': {
      const status = part.part('apiResultsMatch')?.text('status')
      if (status === undefined) return missing('apiResultsMatch')
      if (status !== 'SUCCESS' && status !== 'FAILURE') return unknown(`The status "${status}" is not known`)
      return { kind: 'result', status: status === 'SUCCESS' ? 'success' : 'failure' }
    }
    default:
      return unknown(`The match type "${type}" is not known`)
  }
}

export function checkPattern(pattern: string, part: Part): void {
  const parsed = parsePattern(pattern)
  if (!parsed.ok) part.findings.add('W-PATTERN', part.place, `"${pattern}": ${parsed.error}; it matches nothing.`)
}

/** Seen are CONTAINS and NOT_CONTAINS; the others are the editor's, by the names one would give them (export B-19). */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  CONTAINS: 'contains',
  NOT_CONTAINS: 'notContains',
  EQUALS: 'equals',
  NOT_EQUALS: 'notEquals',
  STARTS_WITH: 'startsWith',
  ENDS_WITH: 'endsWith',
  GREATER_THAN: 'greaterThan',
  LESS_THAN: 'lessThan',
  IS_SET: 'isSet',
  IS_NOT_SET: 'isNotSet',
}

function readVariableCondition(part: Part): VariableCondition | undefined {
  const variable = part.text('contextName')
  const type = part.text('matchType') ?? ''
  const operator = Object.hasOwn(OPERATORS, type) ? OPERATORS[type] : undefined
  if (variable === undefined || operator === undefined) {
    part.findings.add(
      'W-MATCH',
      part.place,
      `The condition "${type}" on a variable is not known; the rule is kept and disabled.`,
    )
    return undefined
  }
  const value = part.text('value')
  return { variable, operator, ...(value !== undefined && { value }) }
}

function readVariable(part: Part): SetVariable {
  const scope = part.text('scope')?.toLowerCase()
  const isKnown = scope === 'request' || scope === 'dialog' || scope === 'session'
  if (!isKnown)
    part.findings.add(
      'W-SHAPE',
      part.at('scope'),
      `The life time "${scope}" is not known; the variable lives as long as the session.`,
    )
  return { name: part.text('name') ?? '?', value: part.text('value') ?? '', scope: isKnown ? scope : 'session' }
}

/** Words with a meaning of their own, instead of an interaction's id (export §7, B-21). */
const KEYWORDS: Readonly<Record<string, Next>> = {
  next: { go: 'next' },
  none: { go: 'end' },
  close_conversation: { go: 'close', survey: false },
  close_dialog: { go: 'close', survey: true },
}
const ID = /^(?:[0-9a-f]{32,40}|[0-9a-f]{8}-[0-9a-f-]{27})$/i

function readNext(rule: Part, { name }: SourceInteraction, { interactions, dialogIds }: Source): Next {
  const action = rule.part('action')
  const value = action?.text('value') ?? ''
  const kind = action?.text('name') ?? ''
  const place = action === undefined ? rule.at('action') : action.at(value === '' && kind === '' ? 'name' : 'value')
  if (kind === 'INTERACTION') {
    const keyword = Object.hasOwn(KEYWORDS, value) ? KEYWORDS[value] : undefined
    if (keyword !== undefined) return keyword
    if (interactions.has(value)) return { go: 'interaction', id: value }
  } else if (kind === 'DIALOG') {
    if (dialogIds.has(value)) return { go: 'dialog', id: value }
  }
  const isReference = kind === 'DIALOG' || (kind === 'INTERACTION' && ID.test(value))
  if (isReference) {
    rule.findings.add('W-DANGLING', place, `"${name}" leads to "${value}", which is not in the file; nothing follows.`)
  } else {
    rule.findings.add('W-ACTION', place, `The next action "${kind} ${value}" is not known; nothing follows.`)
  }
  return { go: 'end' }
}
