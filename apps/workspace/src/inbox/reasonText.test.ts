import { REASON_CODES, writeReason } from '@baton/routing'
import { expect, it } from 'vitest'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { reasonText } from './reasonText.ts'

const values = { waited: 75, due: -30, load: 1.5, capacity: 3, among: 2 }

it('says every reason in both languages, with its numbers and nothing left to fill in', () => {
  const said = [en, de].flatMap((texts) => REASON_CODES.map((code) => reasonText(writeReason({ code, values }), texts)))
  expect(new Set(said).size).toBe(2 * REASON_CODES.length)
  for (const sentence of said) expect(sentence).not.toMatch(/[{}=]/)
  expect(said[4]).toBe('Waited 1 min · answer overdue by 30 sec · least busy (1.5 of 3) among 2 who could take it')
})

it('shows words of an earlier release as they are', () => {
  expect(reasonText('waited 60 s; <b>least busy</b>', de)).toBe('waited 60 s; <b>least busy</b>')
})
