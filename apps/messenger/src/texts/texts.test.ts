import { expect, it } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'
import { textsFor } from './languages.ts'
import { fillCounted, type Texts } from './texts.ts'

const places = (texts: Texts) =>
  Object.entries(texts).map(([name, text]) => [
    name,
    [...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, p]) => p),
  ])
const named = (texts: Texts) => Object.fromEntries(places(texts).map(([name, found]) => [name, new Set(found)]))

it('says the same things in every language, with the same values filled in', () => {
  expect(named(de)).toEqual(named(en))
  expect(Object.keys(de.failedReasons)).toEqual(Object.keys(en.failedReasons))
})

it('chooses the form that the language has for a number', () => {
  expect(fillCounted(en.unread, 1, 'en')).toBe('1 unread message')
  expect(fillCounted(de.unread, 1200, 'de')).toBe('1.200 ungelesene Nachrichten')
})

it('takes the first language it knows among the wishes, else English', () => {
  expect(textsFor([undefined, 'fr', 'de-AT', 'en']).locale).toBe('de')
  expect(textsFor(['fr']).locale).toBe('en')
})
