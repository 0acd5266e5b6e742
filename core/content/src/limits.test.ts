import { describe, expect, it } from 'vitest'
import { CHANNELS, type Channel, checkPayload, PROFILES } from './index.ts'
import { CHANNEL_LIMITS } from './testing/channelLimits.ts'
import { ACTION_LIMITS, ELEMENT_LIMITS, LAYOUT_LIMITS } from './testing/elementLimits.ts'
import type { Limit } from './testing/limit.ts'

const cases = [...ELEMENT_LIMITS, ...LAYOUT_LIMITS, ...ACTION_LIMITS, ...CHANNEL_LIMITS].flatMap((limit) =>
  limit.on.map((channel): [Channel, string, Limit] => [channel, limit.of, limit]),
)

/** The recommended profile asks for more where section 16 says so; these ends are its own (C5, 11.2). */
const RECOMMENDED_LEAST: Readonly<Record<string, number>> = {
  'viber 11.8 inner verticals': 1,
  'whatsapp 11.1 buttons': 1,
}
const STRICT_LEAST: Readonly<Record<string, number>> = {
  'viber 11.8 inner verticals': 0,
  'appleBusinessChat 11.5 sections of a list picker': 0,
}

describe.each(PROFILES)('structured content, profile %s', (profile) => {
  it.each(cases)(
    '%s: %s holds at both ends, and not beyond',
    (channel, of, { make, most, least = 0, kind = 'body' }) => {
      const isRight = (size: number) => checkPayload(make(size), kind, { channel, profile, maxBytes: 1_000_000 }).valid
      const own = (profile === 'strict' ? STRICT_LEAST : RECOMMENDED_LEAST)[`${channel} ${of}`] ?? least
      if (most !== undefined) {
        expect(isRight(most), `${most}`).toBe(true)
        expect(isRight(most + 1), `${most + 1}`).toBe(false)
      }
      // An address cannot be shorter than its scheme and host.
      if (/ur[il]/i.test(of)) return
      expect(isRight(own), `${own}`).toBe(true)
      if (own > 0) expect(isRight(own - 1), `${own - 1}`).toBe(false)
    },
  )
})

it('structured content 11.1: is counted on every channel that counts', () => {
  const open: readonly Channel[] = ['twitter', 'instagram']
  expect([...new Set(cases.map(([channel]) => channel))].sort()).toEqual(
    CHANNELS.filter((one) => !open.includes(one)).toSorted(),
  )
})
