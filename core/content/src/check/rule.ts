import type { Fields, Walk } from './walk.ts'

/**
 * What a value may be, as data: channels are tables of these, and `compile` makes one function of each. Everything about a limit
 * stands here and nowhere else, so that the message of a broken rule and the rule itself cannot differ.
 */
export type Rule =
  | AnyRule
  | TextRule
  | WordRule
  | NumberRule
  | FlagRule
  | ListRule
  | ObjectRule
  | TypedRule
  | PartsRule
  | PickRule
  | RefusedRule
  | LaterRule

/** What a text must be beside its length; `formats.ts` says how each is checked. */
export type Format =
  | 'uri'
  | 'linkScheme'
  | 'noScript'
  | 'https'
  | 'httpsAddress'
  | 'httpsAdvised'
  | 'picture'
  | 'time'
  | 'start'
  | 'colour'

export interface AnyRule {
  readonly is: 'any'
}

export interface TextRule {
  readonly is: 'text'
  /** In code points. */
  readonly max?: number
  readonly min?: number
  /** Longer than this is told, not refused. */
  readonly advised?: number
  readonly formats?: readonly Format[]
}

export interface WordRule {
  readonly is: 'word'
  readonly words: readonly string[]
}

export interface NumberRule {
  readonly is: 'number'
  readonly min?: number
  readonly max?: number
  readonly whole?: boolean
}

export interface FlagRule {
  readonly is: 'flag'
}

export interface ListRule {
  readonly is: 'list'
  readonly min?: number
  readonly max?: number
  readonly of?: Rule
  /** What stands at each place, for each allowed length; a list of another length is checked by `of`. */
  readonly places?: readonly (readonly Rule[])[]
  /** Entries are counted towards the metadata of the whole tree. */
  readonly metadata?: boolean
  readonly also?: readonly AlsoList[]
}

export interface ObjectRule {
  readonly is: 'object'
  /** With its article, for messages: `a button`. */
  readonly what: string
  readonly fields: Readonly<Record<string, Rule>>
  readonly required?: readonly string[]
  /** Other members are let through. */
  readonly open?: boolean
  /** What depends on more than one member. */
  readonly also?: readonly Also[]
}

/** An object whose `type` says which rule it follows. */
export interface TypedRule {
  readonly is: 'typed'
  readonly what: 'element' | 'action' | 'metadata'
  readonly types: Readonly<Record<string, Rule>>
  /** Names the type of an object without one. */
  readonly guess?: (fields: Fields) => string | undefined
  /** Types that are not listed are let through as they are. */
  readonly open?: boolean
}

/** The children of a card of a connector channel: named parts in any order, in one of some mixtures. */
export interface PartsRule {
  readonly is: 'parts'
  readonly what: string
  readonly parts: Readonly<Record<string, Part>>
  readonly mixtures: readonly Mixture[]
  /** Parts that must stand behind others: `{ footer: ['title'] }`. */
  readonly behind?: Readonly<Record<string, readonly string[]>>
}

export interface Part {
  readonly type: string
  /** Tags that make a text this part; `undefined` among them: without a tag. Absent: any. */
  readonly tags?: readonly (string | undefined)[]
  readonly rule: Rule
}

export interface Mixture {
  /** Least and most of each part; a part that is not named is not in the mixture. */
  readonly counts: Readonly<Record<string, readonly [least: number, most: number]>>
  /** At least one of these. */
  readonly some?: readonly string[]
  /** Most of all parts together. */
  readonly total?: number
  /** Shorter limits for the text of a part in this mixture. */
  readonly limits?: Readonly<Record<string, number>>
}

/** One of several rules, by a look at the value. */
export interface PickRule {
  readonly is: 'pick'
  readonly pick: (value: unknown) => Rule
  /** All that `pick` can give. */
  readonly among: readonly Rule[]
}

/** Nothing is right here. */
export interface RefusedRule {
  readonly is: 'refused'
  readonly rule: 'not-available'
  readonly message: string
}

/** A rule that is part of itself. */
export interface LaterRule {
  readonly is: 'later'
  readonly rule: () => Rule
}

export type Also = (fields: Fields, walk: Walk) => void
export type AlsoList = (list: readonly unknown[], walk: Walk) => void

export const any: AnyRule = { is: 'any' }
export const flag: FlagRule = { is: 'flag' }
export const text = (max?: number, more: Omit<TextRule, 'is' | 'max'> = {}): TextRule =>
  max === undefined ? { is: 'text', ...more } : { is: 'text', max, ...more }
export const word = (...words: readonly string[]): WordRule => ({ is: 'word', words })
export const number = (min?: number, max?: number): NumberRule => ({
  is: 'number',
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
})
export const whole = (min?: number, max?: number): NumberRule => ({ ...number(min, max), whole: true })
export const list = (of: Rule, more: Omit<ListRule, 'is' | 'of'> = {}): ListRule => ({ is: 'list', of, ...more })
export const object = (
  what: string,
  fields: Readonly<Record<string, Rule>>,
  more: Omit<ObjectRule, 'is' | 'what' | 'fields'> = {},
): ObjectRule => ({ is: 'object', what, fields, ...more })
export const typed = (
  what: TypedRule['what'],
  types: Readonly<Record<string, Rule>>,
  more: Omit<TypedRule, 'is' | 'what' | 'types'> = {},
): TypedRule => ({ is: 'typed', what, types, ...more })
export const parts = (rule: Omit<PartsRule, 'is'>): PartsRule => ({ is: 'parts', ...rule })
export const pick = (among: readonly Rule[], choose: PickRule['pick']): PickRule => ({
  is: 'pick',
  pick: choose,
  among,
})
export const refused = (rule: RefusedRule['rule'], message: string): RefusedRule => ({ is: 'refused', rule, message })
export const later = (rule: () => Rule): LaterRule => ({ is: 'later', rule })
