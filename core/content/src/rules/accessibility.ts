import { object, type Rule, text } from '../check/rule.ts'

/** Section 7: the attributes and how long each may be; values are texts, numbers too. */
const ATTRIBUTES: Readonly<Record<number, readonly string[]>> = {
  10: ['aria-colcount', 'aria-colindex', 'aria-colspan'],
  20: [
    'tabindex',
    'aria-checked',
    'aria-expanded',
    'aria-haspopup',
    'aria-hidden',
    'aria-level',
    'aria-multiline',
    'aria-multiselectable',
    'aria-readonly',
    'aria-required',
    'aria-rowcount',
    'aria-rowindex',
    'aria-rowspan',
  ],
  100: [
    'role',
    'aria-activedescendant',
    'aria-atomic',
    'aria-autocomplete',
    'aria-busy',
    'aria-controls',
    'aria-current',
    'aria-describedby',
    'aria-details',
    'aria-disabled',
    'aria-errormessage',
    'aria-flowto',
    'aria-invalid',
    'aria-labelledby',
    'aria-live',
    'aria-modal',
    'aria-orientation',
    'aria-owns',
    'aria-posinset',
    'aria-pressed',
    'aria-selected',
    'aria-setsize',
    'aria-sort',
    'aria-valuemax',
    'aria-valuemin',
    'aria-valuenow',
  ],
  1000: [
    'aria-grabbed',
    'aria-keyshortcuts',
    'aria-label',
    'aria-placeholder',
    'aria-relevant',
    'aria-roledescription',
    'aria-valuetext',
  ],
}

const attributes = Object.fromEntries(
  Object.entries(ATTRIBUTES).flatMap(([limit, names]) =>
    names.map((name): [string, Rule] => [name, text(Number(limit))]),
  ),
)

export const accessibility = object('accessibility', { web: object('accessibility for the web', attributes) })
