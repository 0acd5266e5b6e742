import type { Domain } from '@baton/dialog'
import { describe, expect, it } from 'vitest'
import { createLocalIntents } from './localIntents.ts'

const domains: Domain[] = [
  {
    id: 'shop',
    name: 'Shop',
    intents: [
      { id: 'track', name: 'track', phrases: ['where is my order', 'track my order', 'when does my parcel arrive'] },
      { id: 'cancel', name: 'cancel', phrases: ['cancel my order', 'I do not want my order any more'] },
      { id: 'hours', name: 'hours', phrases: ['when are you open', 'opening hours', 'Öffnungszeiten'] },
    ],
  },
  { id: 'bank', name: 'Bank', intents: [{ id: 'loan', name: 'loan', phrases: ['I need a loan'] }] },
]
const local = createLocalIntents(domains)
const scores = async (text: string, domainIds = ['shop', 'bank']) =>
  (await local.recognize({ text, language: 'en', domainIds })).scores
const GOOD = 0.6

describe('the local recogniser', () => {
  it.each([
    ['track my order', 'track'],
    ['please track my order', 'track'],
    ['Cancel the order', 'cancel'],
    ['what are your opening hours?', 'hours'],
    ['offnungszeiten', 'hours'],
    ['i want to cansel my order', 'cancel'],
    ['Where is my parcel', 'track'],
  ])('understands %j as %s first', async (text, intentId) => {
    expect((await scores(text))[0]?.intentId).toBe(intentId)
  })

  it.each(['track my order', 'please track my order', 'cancle my order', 'cancel order'])(
    'is sure of %j',
    async (text) => {
      expect((await scores(text))[0]?.score).toBeGreaterThanOrEqual(GOOD)
    },
  )

  it.each(['tell me a joke', 'my cat is ill', '', '?!', 'order'])('is not sure of %j', async (text) => {
    expect((await scores(text))[0]?.score ?? 0).toBeLessThan(GOOD)
  })

  it('gives a training phrase all there is', async () => {
    expect((await scores('when are you open'))[0]).toEqual({ intentId: 'hours', score: 1 })
  })

  it('keeps to the domains that it is asked for', async () => {
    expect(await scores('I need a loan', ['shop'])).not.toContainEqual(expect.objectContaining({ intentId: 'loan' }))
  })

  it('finds its way among 1,000 intents at once', async () => {
    const intents = Array.from({ length: 1_000 }, (_, n) => ({
      id: `i${n}`,
      name: `i${n}`,
      phrases: [`I want product${n} now`, `buy product${n}`],
    }))
    const many = createLocalIntents([{ id: 'd', name: 'D', intents }])
    const { scores: found } = await many.recognize({ text: 'buy product777', language: 'en', domainIds: ['d'] })
    expect(found[0]).toEqual({ intentId: 'i777', score: 1 })
    expect(found.length).toBeLessThanOrEqual(10)
  })
})
