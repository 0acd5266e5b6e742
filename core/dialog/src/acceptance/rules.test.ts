import { describe, expect, it } from 'vitest'
import { CONDITION_KINDS, type Condition, type Next, OPERATORS, type Operator, type Rule } from '../definition.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

const END = { go: 'end' } as const
const yes: Next = { go: 'interaction', id: 'yes' }
const tail = [text('no', 'no', { next: END }), text('yes', 'yes', { next: END })]

/** A question with one rule that leads to "yes"; whatever else, to "no". */
const ruled = (rule: Omit<Rule, 'next'>, type: 'textQuestion' | 'multipleChoice' = 'textQuestion') =>
  bot(
    [
      dialog('main', [
        starter('s', 'go'),
        {
          type,
          name: 'q',
          text: 'q?',
          ...(type === 'multipleChoice' && { choices: ['Blue', 'Green\n'] }),
          rules: [{ ...rule, next: yes } as Rule, { next: { go: 'interaction', id: 'no' } }],
        } as Sketch,
        ...tail,
      ]),
    ],
    {
      domains: [
        {
          id: 'd',
          name: 'D',
          intents: [{ id: 'buy', name: 'buy' }],
          entities: [
            { kind: 'valueSet', name: 'DRINK', values: [{ phrase: 'flat white', value: 'fw' }, { phrase: 'latte' }] },
            { kind: 'regex', name: 'ORDER', expression: 'A[0-9]{3}' },
            { kind: 'builtIn', name: 'MAIL', of: 'email' },
          ],
        },
      ],
    },
  )

const heard =
  (score: number) =>
  (need: Need): NeedAnswer => {
    if (need.kind === 'intents') return { kind: 'intents', engine: 'default', scores: [{ intentId: 'buy', score }] }
    if (need.kind === 'regex') return { kind: 'regex', matched: new RegExp(need.expression).test(need.text) }
    return { kind: 'failed', message: '' }
  }

type Try = readonly [requirement: string, condition: Condition, words: string, held: boolean, score?: number]
const choice = 'multipleChoice'

/** At least one that holds and one that does not, of every kind. */
const TRIES: { readonly [K in Exclude<Condition['kind'], 'result' | 'knowledge' | 'noMatch'>]: readonly Try[] } = {
  pattern: [
    ['R4.8', { kind: 'pattern', patterns: ['*blue*', 'red'] }, 'a blue one', true],
    ['R4.8', { kind: 'pattern', patterns: ['*blue*', 'red'] }, 'green', false],
    ['R3.16', { kind: 'pattern', patterns: ['*blue*'], excludeKeywords: ['not'] }, 'not blue', false],
  ],
  regex: [
    ['R4.9: unanchored', { kind: 'regex', expression: '[0-9]' }, 'number 7 it is', true],
    ['R4.9: anchored by its author', { kind: 'regex', expression: '^[^0-9]*$' }, 'number 7', false],
    ['R4.9: case counts', { kind: 'regex', expression: 'Seven' }, 'seven', false],
    ['R4.9: unless it says so', { kind: 'regex', expression: '(?i)Seven' }, 'seven', true],
    ['a look-ahead, which the sandbox runs', { kind: 'regex', expression: '^(?!no)' }, 'yes', true],
    ['a look-ahead, which the sandbox runs', { kind: 'regex', expression: '^(?!no)' }, 'no', false],
  ],
  option: [
    ['R4.11: tapped or typed', { kind: 'option', value: 'Blue' }, 'blue', true],
    ['R4.11: by its number', { kind: 'option', value: 'Green' }, '2', true],
    ['R4.11: by its letter', { kind: 'option', value: 'Green' }, 'B)', true],
    ['B-9: a line feed at the end', { kind: 'option', value: 'Green\n' }, 'Green', true],
    ['R4.11: another one', { kind: 'option', value: 'Blue' }, '2', false],
  ],
  exact: [
    ['R4.10: trimmed, whatever the case', { kind: 'exact', value: 'Yes' }, ' yes ', true],
    ['R4.10', { kind: 'exact', value: 'Yes' }, 'yes please', false],
  ],
  intent: [
    ['R4.8: GOOD', { kind: 'intent', intentId: 'buy' }, 'shoes', true, 0.6],
    ['R4.8: not good enough', { kind: 'intent', intentId: 'buy' }, 'shoes', false, 0.59],
  ],
  entity: [
    ['R1.31: of a set', { kind: 'entity', entity: 'DRINK' }, 'a Flat  White please', true],
    ['R1.31: of an expression', { kind: 'entity', entity: 'ORDER' }, 'it is A123', true],
    ['R1.31: built in', { kind: 'entity', entity: '@MAIL' }, 'write to ada@example.com', true],
    ['R1.31: not a whole word', { kind: 'entity', entity: 'DRINK' }, 'lattes', false],
  ],
}

describe('conditions', () => {
  const tries = Object.values(TRIES)
    .flat()
    .map(([requirement, condition, words, held, score = 0]) => ({ requirement, condition, words, held, score }))

  it.each(tries)('dialogs $requirement: $condition.kind on $words is $held', ({ condition, words, held, score }) => {
    const player = new Player(
      ruled({ when: [condition] }, condition.kind === 'option' ? choice : 'textQuestion'),
      heard(score),
    )
    player.say('go')
    expect(player.say(words)).toEqual([held ? 'yes' : 'no'])
  })

  it('dialogs R4.16: No Match comes last, wherever it stands, and speaks before it leads on', () => {
    const rules: Rule[] = [
      { when: [{ kind: 'noMatch', message: 'Hm.' }], next: { go: 'interaction', id: 'no' } },
      { when: [{ kind: 'pattern', patterns: ['blue'] }], next: yes },
    ]
    const whole = bot([
      dialog('main', [starter('s', 'go'), { type: 'textQuestion', name: 'q', text: 'q?', rules }, ...tail]),
    ])
    const player = new Player(whole)
    player.say('go')
    expect(player.say('blue')).toEqual(['yes'])
    player.say('go')
    expect(player.say('red')).toEqual(['Hm.', 'no'])
  })

  it('dialogs R4.15: intents first, then the others in their order; the first that holds wins', () => {
    const rules: Rule[] = [
      { when: [{ kind: 'pattern', patterns: ['*'] }], next: { go: 'interaction', id: 'no' } },
      { when: [{ kind: 'intent', intentId: 'buy' }], next: yes },
    ]
    const whole = bot(
      [dialog('main', [starter('s', 'go'), { type: 'textQuestion', name: 'q', text: 'q?', rules }, ...tail])],
      {
        domains: [{ id: 'd', name: 'D', intents: [{ id: 'buy', name: 'buy' }] }],
      },
    )
    const player = new Player(whole, heard(0.9))
    player.say('go')
    expect(player.say('shoes')).toEqual(['yes'])
    expect(player.needs.filter(({ kind }) => kind === 'intents')).toHaveLength(1)
  })

  it.each([
    ['success', 200],
    ['failure', 404],
  ] as const)('dialogs R4.8: a rule on the result %s', (status, code) => {
    const rules: Rule[] = [{ when: [{ kind: 'result', status }], next: yes }]
    const whole = bot(
      [dialog('main', [starter('s', 'go'), { type: 'integration', name: 'i', integrationId: 'api', rules }, ...tail])],
      {
        integrations: [{ type: 'api', id: 'api', name: 'Api', method: 'GET', url: 'https://a.example' }],
      },
    )
    const outcome = code === 200 ? 'success' : 'failure'
    expect(new Player(whole, () => ({ kind: 'call', outcome, status: code, body: null })).say('go')).toEqual(['yes'])
  })

  it.each([
    [true, [{ title: 'T', summary: '', score: 1 }]],
    [false, []],
  ])('dialogs R4.8: a rule on what a search found (%s)', (found, results) => {
    const rules: Rule[] = [{ when: [{ kind: 'knowledge', found }], next: yes }]
    const whole = bot([
      dialog('main', [
        starter('s', 'go'),
        { type: 'knowledgeSearch', name: 'k', knowledgeBase: 'faq', layout: 'none', rules },
        ...tail,
      ]),
    ])
    expect(new Player(whole, () => ({ kind: 'knowledge', results })).say('go')).toEqual(['yes'])
  })

  it('every kind has its tries', () => {
    const tried = [...Object.keys(TRIES), 'noMatch', 'result', 'knowledge']
    expect(tried.sort()).toEqual(CONDITION_KINDS.toSorted())
  })
})

/** The variable `v` is "Blue 7". */
const OPERATOR_TRIES: { readonly [O in Operator]: readonly [holds: string, holdsNot: string] } = {
  equals: ['blue 7', 'blue'],
  notEquals: ['blue', 'blue 7'],
  contains: ['LUE', 'red'],
  notContains: ['red', 'lue'],
  startsWith: ['blue', '7'],
  endsWith: ['7', 'blue'],
  greaterThan: ['6', '8'],
  lessThan: ['8', '6'],
  isSet: ['v', 'unset'],
  isNotSet: ['unset', 'v'],
}

describe('conditions on variables', () => {
  const isNumeric = (operator: Operator) => operator === 'greaterThan' || operator === 'lessThan'
  const plays = (rule: Omit<Rule, 'next'>) => {
    const whole = ruled(rule)
    const player = new Player(whole)
    player.run = { ...player.run, permanent: { v: 'Blue 7', n: '7' } }
    player.say('go')
    return player.say('anything')[0]
  }

  it.each(OPERATORS)('dialogs R4.12: %s', (operator) => {
    const [holds, holdsNot] = OPERATOR_TRIES[operator]
    const condition = (value: string) =>
      operator === 'isSet' || operator === 'isNotSet'
        ? { variable: value, operator }
        : { variable: isNumeric(operator) ? 'n' : 'v', operator, value }
    expect(plays({ variables: [condition(holds)] })).toBe('yes')
    expect(plays({ variables: [condition(holdsNot)] })).toBe('no')
  })

  it('dialogs R4.12, B-19: names and values may hold variables', () => {
    expect(plays({ variables: [{ variable: '{$userMessage}', operator: 'contains', value: 'thing' }] })).toBe('yes')
    expect(plays({ variables: [{ variable: 'v', operator: 'contains', value: '{$botContext.n}' }] })).toBe('yes')
  })

  it('dialogs R4.13: any of them, or all', () => {
    const two = [
      { variable: 'v', operator: 'contains', value: 'blue' },
      { variable: 'v', operator: 'contains', value: 'red' },
    ] as const
    expect(plays({ variables: [...two] })).toBe('yes')
    expect(plays({ variables: [...two], match: 'all' })).toBe('no')
    expect(plays({ variables: [two[0]], when: [{ kind: 'exact', value: 'other' }] })).toBe('no')
  })
})

describe('next actions', () => {
  const from = (next: Next, more: Sketch[] = []) =>
    new Player(
      bot([
        dialog('main', [starter('s', 'go'), text('a', 'a', { next }), text('b', 'b'), ...more]),
        dialog('other', [starter('o', 'other'), text('c', 'c'), text('d', 'd')]),
      ]),
    )
  const NEXTS: { readonly [G in Next['go']]: readonly [Next, readonly string[]][] } = {
    next: [[{ go: 'next' }, ['a', 'b']]],
    end: [[{ go: 'end' }, ['a']]],
    interaction: [
      [{ go: 'interaction', id: 'b' }, ['a', 'b']],
      [{ go: 'interaction', id: 'd' }, ['a', 'd']],
      [{ go: 'interaction', id: 'gone' }, ['a', 'b']],
    ],
    dialog: [
      [{ go: 'dialog', id: 'other' }, ['a', 'c', 'd']],
      [{ go: 'dialog', id: 'gone' }, ['a', 'b']],
    ],
    close: [
      [{ go: 'close', survey: true }, ['a', '■ survey']],
      [{ go: 'close', survey: false }, ['a', '■']],
    ],
  }

  it.each(Object.values(NEXTS).flat())('dialogs R4.1, R4.5: %j', (next, says) => {
    const player = from(next)
    expect(player.say('go')).toEqual(says)
    if (next.go === 'close') {
      expect(player.say('go')).toEqual([])
      expect(player.outputs).toEqual([{ kind: 'skipped', reason: 'ended' }])
    }
  })

  it('dialogs R4.1: "current" puts the question again', () => {
    const player = new Player(ruled({ when: [{ kind: 'exact', value: 'x' }] }))
    player.say('go')
    const whole = bot([
      dialog('main', [
        starter('s', 'go'),
        { type: 'textQuestion', name: 'q', text: 'q?', rules: [{ next: { go: 'interaction', id: 'q' } }] },
      ]),
    ])
    const again = new Player(whole)
    again.say('go')
    expect(again.say('x')).toEqual(['q?'])
  })

  it('dialogs R4.4: a jump into another dialog replaces the one that it left', () => {
    const player = new Player(
      bot([
        dialog('main', [
          starter('s', 'go'),
          { type: 'textQuestion', name: 'q', text: 'q?', rules: [{ next: { go: 'interaction', id: 'c' } }] },
        ]),
        dialog('other', [text('c', 'c')]),
      ]),
    )
    player.say('go')
    expect(player.say('x')).toEqual(['c'])
    expect(player.run.session?.stack).toEqual([])
  })

  it('dialogs R2.4: a disabled interaction is passed over', () => {
    const player = new Player(
      bot([dialog('main', [starter('s', 'go'), text('a', 'a', { enabled: false }), text('b', 'b')])]),
    )
    expect(player.say('go')).toEqual(['b'])
  })

  it('dialogs R4.20, R4.22: the tenth statement is said, the eleventh is not', () => {
    const many = Array.from({ length: 12 }, (_, n) => text(`t${n}`, `${n + 1}`))
    const player = new Player(bot([dialog('main', [starter('s', 'go'), ...many])]))
    expect(player.say('go')).toHaveLength(10)
    expect(player.logs()).toContain(
      'BREAKING THE INTERACTION FLOW. Reached max limit on daisy chaining of interactions: 10',
    )
    expect(player.say('go')).toHaveLength(10)
  })

  it('dialogs R4.21: the fifth dialog is entered, the sixth is not', () => {
    const chain = Array.from({ length: 8 }, (_, n) =>
      dialog(`d${n}`, [starter(`s${n}`, `go${n}`), text(`t${n}`, `${n}`, { next: { go: 'dialog', id: `d${n + 1}` } })]),
    )
    const player = new Player(bot(chain))
    expect(player.say('go0')).toEqual(['0', '1', '2', '3', '4', '5'])
    expect(player.logs()).toContain('Breaking the interaction flow because iteration count exceeded 5')
  })
})
