import { type CompiledBot, isEnabled } from './compile.ts'
import type { Condition, Interaction, Rule, VariableCondition } from './definition.ts'
import { findEntities } from './entities.ts'
import { kindOf } from './interactions/registry.ts'
import type { Asking, Option } from './kind.ts'
import { holdsKeyword, normalizeWords } from './matching/words.ts'
import type { Memory } from './memory.ts'
import type { IntentScore } from './run.ts'
import { toText } from './template.ts'

/** What an integration has brought, for rules on results. */
export interface Outcome {
  readonly result?: 'success' | 'failure'
  readonly found?: boolean
}

/** dialogs R1.30: a match. */
export const GOOD = 0.6

/** Rules in the order in which they are tried: intents, all others, No Match (dialogs R4.15). */
export function inOrder(rules: readonly Rule[]): readonly Rule[] {
  const holds = (rule: Rule, kind: Condition['kind']) => (rule.when ?? []).some((condition) => condition.kind === kind)
  const rank = (rule: Rule) => (holds(rule, 'noMatch') ? 2 : holds(rule, 'intent') ? 0 : 1)
  return rules.filter(isEnabled).toSorted((a, b) => rank(a) - rank(b))
}

export interface RuleContext {
  readonly bot: CompiledBot
  readonly memory: Memory
  readonly interaction: Interaction
  readonly outcome?: Outcome
  /** Asked at most once in a turn. */
  intents(): Asking<readonly IntentScore[]>
  /** An expression that no linear engine can express. */
  searchSlowly(expression: string, text: string): Asking<boolean>
  /** Only rules that name the very words may take what the platform says (dialogs R3.6). */
  readonly isPlatform?: boolean
}

/** The first rule that holds (dialogs R4.13, R4.15). */
export function* findRule(rules: readonly Rule[], context: RuleContext): Asking<Rule | undefined> {
  for (const rule of inOrder(rules)) {
    const held = (yield* conditionsHold(rule, context)) && variablesHold(rule, context.memory)
    context.memory.trace.push({
      what: 'rule',
      interactionId: context.interaction.id,
      index: (context.interaction.rules ?? []).indexOf(rule),
      ...(rule.name !== undefined && { name: rule.name }),
      held,
    })
    if (held) return rule
  }
  return undefined
}

function* conditionsHold({ when = [], slot }: Rule, context: RuleContext): Asking<boolean> {
  const { bot, memory } = context
  if (slot !== undefined && findEntities(bot, slot.entity, memory.heard.text, memory.at).length === 0) return false
  if (when.length === 0) return context.isPlatform !== true
  for (const condition of when) if (yield* holds(condition, context)) return true
  return false
}

function* holds(condition: Condition, context: RuleContext): Asking<boolean> {
  const { bot, memory, isPlatform } = context
  const said = memory.heard.text
  switch (condition.kind) {
    case 'pattern': {
      const words = normalizeWords(said)
      if (holdsKeyword(words, condition.excludeKeywords)) return false
      return condition.patterns.some((source) => {
        const pattern = bot.pattern(source)
        return pattern !== undefined && (!isPlatform || pattern.literalLength > 0) && pattern.matches(words)
      })
    }
    case 'regex': {
      if (isPlatform || holdsKeyword(normalizeWords(said), condition.excludeKeywords)) return false
      const expression = bot.expression(condition.expression)
      return expression ? expression.finds(said) : yield* context.searchSlowly(condition.expression, said)
    }
    case 'option':
      return !isPlatform && choosesOption(memory.words().text(condition.value), context)
    case 'exact':
      return normalizeWords(memory.words().text(condition.value)) === normalizeWords(said)
    case 'intent': {
      if (isPlatform) return false
      const scores = yield* context.intents()
      return scores.some(({ intentId, score }) => score >= GOOD && means(bot, intentId, condition.intentId))
    }
    case 'entity':
      return !isPlatform && findEntities(bot, condition.entity, said, memory.at).length > 0
    case 'noMatch':
      return !isPlatform
    case 'result':
      return context.outcome?.result === condition.status
    case 'knowledge':
      return context.outcome?.found === condition.found
  }
}

/** A meta intent is meant by any of its own (dialogs R1.29). */
export function means(bot: CompiledBot, found: string, asked: string): boolean {
  return found === asked || (bot.intents.get(asked)?.children ?? []).includes(found)
}

/** Tapped, typed, or told by its mark in a list (dialogs R4.8, R4.11). */
function choosesOption(value: string, { memory, interaction }: RuleContext): boolean {
  const wanted = normalizeWords(value)
  if (normalizeWords(memory.heard.text) === wanted) return true
  const options = kindOf(interaction).options?.(interaction as never, memory.words()) ?? []
  const chosen = chosenOption(options, memory.heard.text)
  return chosen !== undefined && normalizeWords(chosen.text) === wanted
}

const marks = (index: number): string[] => {
  const letter = String.fromCharCode(97 + (index % 26))
  return [String(index + 1), letter].flatMap((mark) => [mark, `${mark}.`, `${mark})`])
}

/** The option that the words choose: one that they name, else the one that has this mark in a list. */
export function chosenOption(options: readonly Option[], text: string): Option | undefined {
  const said = normalizeWords(text)
  return (
    options.find((option) => normalizeWords(option.text) === said) ??
    options.find(({ value }) => value !== undefined && normalizeWords(value) === said) ??
    options.find((_, index) => marks(index).includes(said))
  )
}

function variablesHold({ variables = [], match = 'any' }: Rule, memory: Memory): boolean {
  if (variables.length === 0) return true
  return match === 'all'
    ? variables.every((condition) => variableHolds(condition, memory))
    : variables.some((condition) => variableHolds(condition, memory))
}

/** A name that stands between braces is text to be filled, else it is a variable's (dialogs R4.12, export B-19). */
function variableHolds({ variable, operator, value = '' }: VariableCondition, memory: Memory): boolean {
  const found = /\{[^{}]+\}/.test(variable) ? memory.words().text(variable) : memory.variable(variable.trim())
  const isSet = found !== undefined && found !== null && found !== ''
  const left = toText(found).trim().toLowerCase()
  const right = memory.words().text(value).trim().toLowerCase()
  switch (operator) {
    case 'equals':
      return left === right
    case 'notEquals':
      return left !== right
    case 'contains':
      return left.includes(right)
    case 'notContains':
      return !left.includes(right)
    case 'startsWith':
      return left.startsWith(right)
    case 'endsWith':
      return left.endsWith(right)
    case 'greaterThan':
      return isSet && Number(left) > Number(right)
    case 'lessThan':
      return isSet && Number(left) < Number(right)
    case 'isSet':
      return isSet
    case 'isNotSet':
      return !isSet
  }
}
