import { z } from 'zod'
import { extra, id, keywords, NAMED, name, patterns, template } from './parts.ts'

/** Where the flow goes on. */
export const nextSchema = z
  .discriminatedUnion('go', [
    /** To the interaction after this one; after the last one the dialog ends (dialogs R4.1). */
    z.strictObject({ go: z.literal('next') }),
    /** Nowhere: the flow stops and the dialog has ended (dialogs R3.34). */
    z.strictObject({ go: z.literal('end') }),
    z.strictObject({ go: z.literal('interaction'), id }),
    z.strictObject({ go: z.literal('dialog'), id }),
    z.strictObject({ go: z.literal('close'), survey: z.boolean() }),
  ])
  .register(NAMED, { id: 'next' })
export type Next = z.infer<typeof nextSchema>

/** What a rule asks of the consumer's answer or of a result (dialogs R4.8). */
export const conditionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pattern'), patterns, excludeKeywords: keywords.optional() }),
    z.strictObject({
      kind: z.literal('regex'),
      expression: z.string().max(2_000),
      excludeKeywords: keywords.optional(),
    }),
    z.strictObject({ kind: z.literal('option'), value: template }),
    z.strictObject({ kind: z.literal('exact'), value: template }),
    z.strictObject({ kind: z.literal('intent'), intentId: id }),
    z.strictObject({ kind: z.literal('entity'), entity: name }),
    z.strictObject({ kind: z.literal('noMatch'), message: template.optional() }),
    z.strictObject({ kind: z.literal('result'), status: z.enum(['success', 'failure']) }),
    z.strictObject({ kind: z.literal('knowledge'), found: z.boolean() }),
  ])
  .register(NAMED, { id: 'condition' })
export type Condition = z.infer<typeof conditionSchema>
export const CONDITION_KINDS = [
  'pattern',
  'regex',
  'option',
  'exact',
  'intent',
  'entity',
  'noMatch',
  'result',
  'knowledge',
] as const satisfies readonly Condition['kind'][]

/** dialogs R4.12. */
export const OPERATORS = [
  'equals',
  'notEquals',
  'contains',
  'notContains',
  'startsWith',
  'endsWith',
  'greaterThan',
  'lessThan',
  'isSet',
  'isNotSet',
] as const
export type Operator = (typeof OPERATORS)[number]

const variableCondition = z
  .strictObject({
    /** A variable's bare name, or a text with variables in braces. */
    variable: template,
    operator: z.enum(OPERATORS),
    value: template.optional(),
  })
  .register(NAMED, { id: 'variableCondition' })
export type VariableCondition = z.infer<typeof variableCondition>

const setVariable = z
  .strictObject({
    name,
    value: template,
    /** Until the bot has answered; until the dialog ends; until the session ends (dialogs R5.2). */
    scope: z.enum(['request', 'dialog', 'session']),
  })
  .register(NAMED, { id: 'setVariable' })
export type SetVariable = z.infer<typeof setVariable>

export const ruleSchema = z
  .strictObject({
    name: z.string().max(400).optional(),
    /** A rule that could not be read completely is kept and never fires. */
    enabled: z.boolean().optional(),
    /** Any of them; none at all is always true (dialogs R4.14). */
    when: z.array(conditionSchema).max(100).optional(),
    variables: z.array(variableCondition).max(100).optional(),
    /** How the conditions on variables are combined; absent: any (dialogs R4.13). */
    match: z.enum(['any', 'all']).optional(),
    set: z.array(setVariable).max(100).optional(),
    /** Filled from an entity that the words hold (dialogs R5.9). */
    slot: z.strictObject({ name, entity: name, scope: z.enum(['request', 'dialog', 'session']).optional() }).optional(),
    next: nextSchema,
    extra,
  })
  .register(NAMED, { id: 'rule' })
export type Rule = z.infer<typeof ruleSchema>
