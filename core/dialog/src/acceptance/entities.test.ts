import { describe, expect, it } from 'vitest'
import { BUILT_IN_ENTITIES, type BuiltInEntity } from '../definition.ts'
import { builtInNamed } from '../entities.ts'
import type { NeedAnswer, ScriptNeed } from '../need.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

/** A Saturday. */
const NOW = Date.UTC(2026, 10, 28, 10)

/** Asks for an entity and says what it found. */
function ask(entity: string, words: string, language = 'en-US'): string {
  const question: Sketch = {
    type: 'textQuestion',
    name: 'q',
    text: 'q?',
    rules: [
      { slot: { name: 'found', entity: `@${entity}` }, next: { go: 'next' } },
      { when: [{ kind: 'noMatch' }], next: { go: 'interaction', id: 'none' } },
    ],
  }
  const definition = bot(
    [
      dialog('d', [
        starter('s', 'go'),
        question,
        text('t', '{$botContext.slot.found}', { next: { go: 'end' } }),
        text('none', 'nothing'),
      ]),
    ],
    { language },
  )
  const player = new Player(definition)
  player.say({ kind: 'message', at: NOW, text: 'go' })
  return player.say({ kind: 'message', at: NOW, text: words })[0] ?? ''
}

const TRIES: {
  readonly [E in BuiltInEntity]: readonly (readonly [words: string, found: string, language?: string])[]
} = {
  number: [
    ['I want 12 of them', '12'],
    ['minus -3.5', '-3.5'],
    ['many', 'nothing'],
  ],
  email: [['write to ada@example.com please', 'ada@example.com']],
  phone: [['call +41 44 123 45 67', '+41 44 123 45 67']],
  url: [['see https://a.example/x?y=1', 'https://a.example/x?y=1']],
  date: [
    ['tomorrow', '2026-11-29'],
    ['next Friday, please', '2026-12-04'],
    ['in 3 days', '2026-12-01'],
    ['12 March', '2027-03-12'],
    ['2026-12-24', '2026-12-24'],
    ['03/04/2027', '2027-03-04'],
    ['03/04/2027', '2027-04-03', 'en-GB'],
    ['\u00fcbermorgen', '2026-11-30', 'de-CH'],
    ['am 3. Mai um 15 Uhr', '2027-05-03', 'de'],
    ['demain', '2026-11-29', 'fr-CH'],
    ['tomorrow', '2026-11-29', 'de'],
    ['tomorrow', '2026-11-29', 'xx'],
    ['I may have two cups', 'nothing'],
    [`${'x'.repeat(100_000)} tomorrow`, 'nothing'],
  ],
  time: [
    ['tomorrow at 5pm', '17:00'],
    ['um 15:30 Uhr', '15:30', 'de'],
    ['tomorrow', 'nothing'],
  ],
  money: [
    ['it was $12.50', '$12.50'],
    ['CHF 1200', 'CHF 1200'],
    ['30 euros', '30 euros'],
    ['30 cats', 'nothing'],
  ],
  percent: [['about 12.5 % off', '12.5 %']],
  color: [
    ['the Red one', 'Red'],
    ['die blauen', 'nothing', 'de'],
    ['blau', 'blau', 'de'],
  ],
}

describe('entities that nobody has to define', () => {
  const all = BUILT_IN_ENTITIES.flatMap((entity) =>
    TRIES[entity].map(([words, found, language = 'en-US']) => ({ entity, words, found, language })),
  )
  it.each(all)('dialogs R1.31: $entity in "$words" ($language) is $found', ({ entity, words, found, language }) => {
    expect(ask(entity, words, language)).toBe(found)
  })

  it('dialogs R1.31: go by their names in capitals, with the sign, and by those of other products', () => {
    expect(['@DATE', 'Colour', 'percentage', 'CURRENCY', 'name'].map(builtInNamed)).toEqual([
      ...['date', 'color', 'percent', 'money'],
      undefined,
    ])
  })
})

const nothing: NeedAnswer = { kind: 'script', effects: [], logs: [] }

describe('slots', () => {
  it.each([
    ['request', ['5', '', '']],
    ['dialog', ['5', '5', '']],
    ['session', ['5', '5', '5']],
  ] as const)('dialogs R5.2: of the scope %s live that long', (scope, lives) => {
    const show = (name: string, more: object): Sketch =>
      ({ type: 'textQuestion', name, text: '{$botContext.slot.n}|', ...more }) as Sketch
    const player = new Player(
      bot([
        dialog('d', [
          starter('s', 'go'),
          {
            type: 'textQuestion',
            name: 'q',
            text: 'q?',
            rules: [{ slot: { name: 'n', entity: '@NUMBER', scope }, next: { go: 'next' } }],
          },
          show('first', { rules: [{ next: { go: 'next' } }] }),
          show('second', { rules: [{ next: { go: 'end' } }] }),
        ]),
        dialog('e', [starter('s2', 'later'), show('third', {})]),
      ]),
    )
    player.say('go')
    const said = [player.say('5 of them')[0], player.say('x')[0]]
    player.say('x')
    expect([...said, player.say('later')[0]]).toEqual(lives.map((life) => `${life}|`))
  })
})

describe('what scripts are told of entities', () => {
  const colours = {
    id: 'c',
    name: 'C',
    entities: [{ kind: 'valueSet' as const, name: 'SIZE', values: [{ phrase: 'large', value: 'L' }] }],
  }
  const entitiesOf = (code: string, words: string) => {
    const player = new Player(
      bot([dialog('d', [starter('s', '*'), text('t', 'x', { preProcess: code })])], { domains: [colours] }),
      () => nothing,
    )
    player.say(words)
    return (player.needs[0] as ScriptNeed).snapshot.entities
  }

  it('scripting §4.2: getNamedEntities has those that the code names', () => {
    expect(entitiesOf("botContext.getNamedEntities('SIZE')", 'a large red one')).toEqual({
      SIZE: [{ phrase: 'large', value: 'L' }],
    })
    expect(entitiesOf('botContext.getNamedEntities( "COLOR" )', 'a large red one')).toEqual({
      COLOR: [{ phrase: 'red', value: 'red' }],
    })
  })

  it('has all of the bot where the name is put together, and none where nobody asks', () => {
    expect(entitiesOf('botContext.getNamedEntities(name)', 'a large one')).toEqual({
      SIZE: [{ phrase: 'large', value: 'L' }],
    })
    expect(entitiesOf('other()', 'a large one')).toBeUndefined()
  })
})
