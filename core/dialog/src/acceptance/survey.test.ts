import { expect, it } from 'vitest'
import type { BotDefinition, Dialog } from '../definition.ts'
import { bot, dialog, Player, type Sketch, text } from '../testing/player.ts'

const question = (name: string, measures: 'fcr' | 'csat' | 'open', more: object = {}): Sketch =>
  ({ type: 'surveyQuestion', name, text: `${name}?`, measures, displayAs: 'none', ...more }) as Sketch
const opening = { kind: 'opening', at: 0 } as const
const surveyBot = (interactions: readonly Sketch[], more: readonly Dialog[] = []): BotDefinition =>
  bot([dialog('ask', interactions, { kind: 'survey' }), ...more], { kind: 'survey' })

const asker = () =>
  new Player(
    surveyBot([
      question('solved', 'fcr', { unrecognized: 'Yes or no, please.' }),
      question('well', 'csat', { skip: 'Rather not' }),
      question('more', 'open'),
      text('thanks', 'Thank you.'),
    ]),
  )
const answersOf = ({ outputs }: Player) => outputs.filter(({ kind }) => kind === 'surveyAnswer')

it('dialogs R1.16: begins with its questions when the conversation has ended, without a word', () => {
  expect(asker().say(opening)[0]).toContain('solved?')
})

it('dialogs R2.29, R3.35: asks again for what is no answer, and counts none', () => {
  const player = asker()
  player.say(opening)
  expect(player.say('blue')).toEqual(['Yes or no, please.'])
  expect(answersOf(player)).toEqual([])
  player.say('no')
  expect(answersOf(player)).toEqual([{ kind: 'surveyAnswer', measures: 'fcr', question: 'solved?', value: '0' }])
})

it('dialogs R2.29: tells what was skipped from what was answered', () => {
  const player = asker()
  for (const words of [opening, 'yes', 'rather not'] as const) player.say(words)
  expect(answersOf(player)).toEqual([{ kind: 'surveyAnswer', measures: 'csat', question: 'well?', skipped: true }])
})

it('ends the survey after the last question, so that nobody waits for nothing', () => {
  const player = asker()
  for (const words of [opening, 'yes', '5'] as const) player.say(words)
  expect(player.say('all fine')).toEqual(['Thank you.', '■'])
  expect(answersOf(player)).toMatchObject([{ measures: 'open', value: 'all fine' }])
})

it('leaves a bot that is no survey as it is: what it says last ends nothing', () => {
  const player = new Player(
    bot([dialog('hi', [{ type: 'dialogStarter', name: 's', patterns: ['hi'] }, text('t', 'Hello.')])]),
  )
  expect(player.say('hi')).toEqual(['Hello.'])
})
