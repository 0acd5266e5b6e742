import { expect, it } from 'vitest'
import { groupTexts } from '../administration/botGroups/texts.ts'
import { de as adminDe } from '../administration/texts/de.ts'
import { en as adminEn } from '../administration/texts/en.ts'
import { de as filesDe } from '../files/texts/de.ts'
import { en as filesEn } from '../files/texts/en.ts'
import { surveyTexts } from '../surveys/texts.ts'
import { de as wordsDe } from '../words/texts/de.ts'
import { en as wordsEn } from '../words/texts/en.ts'
import { fillCounted, languageFor } from './catalogue.ts'
import { de } from './de.ts'
import { en } from './en.ts'

/** Every text by its path, with the values that it takes. */
function placesIn(texts: unknown, path = ''): [string, string[]][] {
  if (typeof texts === 'string') return [[path, [...texts.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()]]
  return Object.entries(texts as object).flatMap(([name, text]) => placesIn(text, `${path}/${name}`))
}

it('says the same things in every language, with the same values filled in', () => {
  expect(new Map(placesIn(de))).toEqual(new Map(placesIn(en)))
  expect(new Map(placesIn(adminDe))).toEqual(new Map(placesIn(adminEn)))
  expect(new Map(placesIn(filesDe))).toEqual(new Map(placesIn(filesEn)))
  expect(new Map(placesIn(wordsDe))).toEqual(new Map(placesIn(wordsEn)))
  for (const texts of [groupTexts, surveyTexts]) {
    expect(new Map(placesIn(texts.de))).toEqual(new Map(placesIn(texts.en)))
  }
})

it('leaves no text empty', () => {
  expect(JSON.stringify([en, de, adminEn, adminDe, wordsEn, wordsDe, filesEn, filesDe])).not.toContain('""')
})

it('chooses the form that the language has for a number', () => {
  expect(fillCounted(en.botAnswered, 1, 'en')).toBe('Bot answered once')
  expect(fillCounted(de.botAnswered, 1200, 'de')).toBe('Bot antwortete 1.200-mal')
})

it('takes the first language it knows among the wishes, else English', () => {
  expect(languageFor([undefined, 'fr', 'de-AT', 'en'])).toBe('de')
  expect(languageFor(['fr'])).toBe('en')
})
