import { expect, it } from 'vitest'
import type { ProblemPart } from '../../base/http.ts'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { referrerText } from './referrerText.ts'

const part = (rule: string, facts: ProblemPart['facts']): ProblemPart => ({
  ...{ path: '/x/1', rule, message: 'What the server says.', facts },
})
const refusal = [
  part('conversations', { count: 1_200 }),
  part('person', { name: 'Bo Lind' }),
  part('bot', { name: 'Finn' }),
  part('errors', { name: 'Finn' }),
  part('entryPoint', { name: 'Side door' }),
  part('fallback', { name: 'Spare' }),
]

it('says in the reader’s language what still refers to a skill, each kind in a sentence of its own', () => {
  expect(refusal.map((one) => referrerText(one, en))).toEqual([
    '1,200 open conversations are here.',
    'Bo Lind has it.',
    'The bot “Finn” has it.',
    'Errors of the bot “Finn” lead to it.',
    'The entry point “Side door” leads to it.',
    'It takes over for the skill “Spare”.',
  ])
  expect(refusal.map((one) => referrerText(one, de))).toEqual([
    '1.200 offene Gespräche sind hier.',
    'Bo Lind hat ihn.',
    'Der Bot „Finn“ hat ihn.',
    'Fehler des Bots „Finn“ führen zu ihm.',
    'Der Eingang „Side door“ führt zu ihm.',
    'Er springt für den Skill „Spare“ ein.',
  ])
  expect(referrerText(part('conversations', { count: 1 }), de)).toBe('1 offenes Gespräch ist hier.')
})

it('says what the server says of what it does not know, and of what comes without its parts', () => {
  for (const one of [part('moon', { name: 'Luna' }), part('toString', { name: 'x' }), part('person', undefined)]) {
    expect(referrerText(one, de)).toBe('What the server says.')
  }
})
