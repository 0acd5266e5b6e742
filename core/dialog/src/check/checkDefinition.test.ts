import { describe, expect, it } from 'vitest'
import { compile } from '../compile.ts'
import type { BotDefinition, Dialog, Interaction } from '../definition.ts'
import { parseDefinition } from '../parseDefinition.ts'
import { bot, dialog, type Sketch, starter, text } from '../testing/player.ts'
import { checkDefinition } from './checkDefinition.ts'

const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })
const ask = (more: object): Sketch => ({ type: 'textQuestion', name: 'q', text: 'q?', ...more }) as Sketch
const ruled = (when: object) =>
  dialog('d', [starter('s', 'go'), ask({ rules: [{ when: [when], next: { go: 'next' } }] })])
const found = (dialogs: readonly Dialog[], more: Partial<BotDefinition> = {}) =>
  checkDefinition(bot([...dialogs, fallback], more)).map(
    ({ path, rule, severity }) => `${severity ?? 'error'} ${rule} ${path}`,
  )
const say = (name: string, more: Partial<Interaction> = {}) => text(name, 'x', more)

describe('checkDefinition', () => {
  it('has nothing to say of a sound bot', () => {
    expect(found([dialog('d', [starter('s', 'hi'), say('t')])])).toEqual([])
  })

  const CASES: readonly (readonly [string, readonly Dialog[], string, Partial<BotDefinition>?])[] = [
    [
      'R3.14: an unbalanced pattern',
      [dialog('d', [starter('s', '(hi')])],
      'error pattern-invalid /dialogs/0/interactions/0/patterns/0',
    ],
    [
      'R3.14: one in a rule',
      [ruled({ kind: 'pattern', patterns: ['a)'] })],
      'error pattern-invalid /dialogs/0/interactions/1/rules/0/when/0/patterns/0',
    ],
    [
      'an expression that cannot be read',
      [ruled({ kind: 'regex', expression: '(' })],
      'error regex-invalid /dialogs/0/interactions/1/rules/0/when/0/expression',
    ],
    [
      'an expression for the sandbox',
      [ruled({ kind: 'regex', expression: '(?=a)' })],
      'warning regex-slow /dialogs/0/interactions/1/rules/0/when/0/expression',
    ],
    [
      'R2.9: a starter that is not first',
      [dialog('d', [say('t'), starter('s', 'hi')])],
      'error starter-place /dialogs/0/interactions/1',
    ],
    [
      'R1.16: two dialogs of a kind',
      [{ ...fallback, id: 'f2', name: 'f2', interactions: [] }],
      'error dialog-kind /dialogs/1/kind',
    ],
    [
      'R2.28: what begins a disambiguation',
      [dialog('d', [say('t')], { kind: 'disambiguation' })],
      'error disambiguation-question /dialogs/0/interactions',
    ],
    [
      'R1.23: a name that is there twice',
      [dialog('d', [starter('s', 'hi'), say('t'), { ...say('T'), id: 'other' }])],
      'warning name-duplicate /dialogs/0/interactions/2/name',
    ],
    [
      'an id that is there twice',
      [dialog('d', [starter('s', 'hi'), say('t'), { ...say('u'), id: 't' }])],
      'error id-duplicate /dialogs/0/interactions/2/id',
    ],
    [
      'R1.19: a pattern that is there twice',
      [dialog('d', [starter('s', 'hi')]), dialog('e', [starter('s2', 'Hi')])],
      'warning pattern-duplicate /dialogs/1/interactions/0/patterns/0',
    ],
    [
      'R4.5: a target that is not there',
      [dialog('d', [starter('s', 'hi'), say('t', { next: { go: 'interaction', id: 'gone' } })])],
      'warning target-missing /dialogs/0/interactions/1/next',
    ],
    [
      'R4.5: a dialog that is not there',
      [dialog('d', [starter('s', 'hi'), say('t', { next: { go: 'dialog', id: 'gone' } })])],
      'warning target-missing /dialogs/0/interactions/1/next',
    ],
    [
      'R4.5: a target that is disabled',
      [
        dialog('d', [
          starter('s', 'hi'),
          say('t', { next: { go: 'interaction', id: 'u' } }),
          say('u', { enabled: false }),
        ]),
      ],
      'warning target-disabled /dialogs/0/interactions/1/next',
    ],
    [
      'an intent that is not there',
      [dialog('d', [{ type: 'dialogStarter', name: 's', intentId: 'gone' }])],
      'warning intent-missing /dialogs/0/interactions/0/intentId',
    ],
    [
      'an entity that is not there',
      [ruled({ kind: 'entity', entity: '@GONE' })],
      'warning entity-missing /dialogs/0/interactions/1/rules/0/when/0/entity',
    ],
    [
      'an integration that is not there',
      [dialog('d', [starter('s', 'hi'), { type: 'integration', name: 'i', integrationId: 'gone' }])],
      'warning integration-missing /dialogs/0/interactions/1/integrationId',
    ],
    [
      'R7.13: a skill that can be none',
      [dialog('d', [starter('s', 'hi'), { type: 'agentTransfer', name: 'a', skillId: 'billing' }])],
      'warning skill-id /dialogs/0/interactions/1/skillId',
    ],
    [
      'R2.49: an upload without its integration',
      [dialog('d', [starter('s', 'hi'), { type: 'fileUpload', name: 'f', text: 'x', acceptedTypes: [] }])],
      'warning upload-alone /dialogs/0/interactions/1',
    ],
    [
      'rich content that is not JSON',
      [
        dialog('d', [
          starter('s', 'hi'),
          { type: 'universal', name: 'u', json: '{oops', rules: [{ next: { go: 'next' } }] },
        ]),
      ],
      'warning content-json /dialogs/0/interactions/1/json',
    ],
    [
      'a choice that is not offered',
      [
        dialog('d', [
          starter('s', 'hi'),
          {
            type: 'multipleChoice',
            name: 'm',
            text: 'x',
            choices: ['a'],
            rules: [{ when: [{ kind: 'option', value: 'b' }], next: { go: 'next' } }],
          },
        ]),
      ],
      'warning option-missing /dialogs/0/interactions/1/rules/0/when/0/value',
    ],
    [
      'a result where there is none',
      [ruled({ kind: 'result', status: 'success' })],
      'warning result-missing /dialogs/0/interactions/1/rules/0/when/0',
    ],
    [
      'a question without a way on',
      [dialog('d', [starter('s', 'hi'), ask({})])],
      'warning question-endless /dialogs/0/interactions/1',
    ],
    [
      'R4.20: statements in a circle',
      [dialog('d', [starter('s', 'hi'), say('t'), say('u', { next: { go: 'interaction', id: 't' } })])],
      'warning circle /dialogs/0/interactions/1',
    ],
    [
      'a dialog that nothing leads to',
      [dialog('d', [starter('s')]), dialog('e', [say('t')])],
      'warning dialog-unreachable /dialogs/1',
    ],
    [
      'a field path that cannot be read',
      [],
      'warning field-path /integrations/0/fields/0/path',
      {
        integrations: [
          {
            type: 'api',
            id: 'a',
            name: 'A',
            method: 'GET',
            url: 'https://a.example',
            fields: [{ key: 'k', path: 'oops' }],
          },
        ],
      },
    ],
    [
      'an entity whose expression cannot be read',
      [],
      'error regex-invalid /domains/0/entities/0/expression',
      { domains: [{ id: 'd', name: 'D', entities: [{ kind: 'regex', name: 'E', expression: '(' }] }] },
    ],
    [
      'R9.1: shortened addresses',
      [],
      'warning setting-without-effect /settings/shortensUrls',
      { settings: { shortensUrls: true } },
    ],
    ['a domain that is not there', [], 'warning domain-missing /domainId', { domainId: 'gone' }],
  ]

  const cases = CASES.map(([what, dialogs, expected, more = {}]) => ({ what, dialogs, expected, more }))

  it.each(cases)('dialogs $what', ({ dialogs, expected, more }) => {
    expect(found(dialogs, more)).toContain(expected)
  })

  it('R3.36: a bot without a fallback dialog', () => {
    expect(checkDefinition(bot([])).map(({ rule }) => rule)).toEqual(['fallback-missing'])
  })

  it('a dialog that a script leads to is reached, and one whose target is computed may be', () => {
    const script = (code: string) =>
      found([dialog('d', [starter('s', 'hi'), say('t', { preProcess: code })]), dialog('e', [say('u')])])
    expect(script("botContext.setTriggerNextMessage('U')")).toEqual([])
    expect(script('botContext.setTriggerNextMessage(name)')).toEqual([])
    expect(script('nothing()')).toEqual(['warning dialog-unreachable /dialogs/1'])
  })

  it('a thousand warnings do not hide an error', () => {
    const named = Array.from({ length: 1_500 }, (_, index) => ({ ...say('same'), id: `i${index}` }))
    const problems = found([dialog('d', [starter('s', 'hi'), ...named]), dialog('e', [starter('s2', '(')])])
    expect(problems.filter((line) => line.startsWith('error'))).toEqual([
      'error pattern-invalid /dialogs/1/interactions/0/patterns/0',
    ])
  })

  it('reads and checks 50,000 interactions, all of one name and in one circle, within seconds', () => {
    const interactions = Array.from({ length: 50_000 }, (_, index) => ({
      ...text('same', 'x', { next: { go: 'interaction', id: `i${(index + 1) % 50_000}` } }),
      id: `i${index}`,
    })) as Interaction[]
    const starters = Array.from({ length: 1_000 }, (_, index) =>
      dialog(`d${index}`, [starter(`s${index}`, 'same', '*a*b*c')]),
    )
    const whole = bot([{ id: 'huge', name: 'huge', kind: 'standard', interactions }, ...starters])
    const began = performance.now()
    const { definition } = parseDefinition(whole)
    expect(definition).toBeDefined()
    expect(checkDefinition(whole)).toHaveLength(1_000)
    compile(whole)
    expect(performance.now() - began).toBeLessThan(15_000)
  })
})
