import { expect, it } from 'vitest'
import type { Memory } from '../bot-service/contract.ts'
import { surveyBot } from './surveyBot.ts'

it('asks for stars, thanks, and ends the survey', () => {
  const memory: Memory = new Map()
  expect(JSON.stringify(surveyBot({ type: 'START', text: '', clickedIds: [] }, memory))).toContain('stars-5')
  const thanked = surveyBot({ type: 'TEXT', text: '5', clickedIds: [] }, memory)
  expect(thanked.response.at(-1)).toMatchObject({ data: { name: 'CLOSE_CONVERSATION' } })
  expect(thanked.analytics).toMatchObject({ surveyAnswers: [{ measures: 'csat', number: 5 }] })
})

it('holds nobody back who does not want to rate', () => {
  const memory: Memory = new Map([['asked', 'yes']])
  const ended = surveyBot({ type: 'TEXT', text: 'no time', clickedIds: [] }, memory)
  expect(ended.response.at(-1)).toMatchObject({ type: 'ACTION' })
})
