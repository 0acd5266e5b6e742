import type { EpochMs } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { isOpenAt, type OpeningHours, opensNextAt } from './openingHours.ts'

const nineToFive = [{ from: '09:00', to: '17:00' }]
const berlin: OpeningHours = {
  timeZone: 'Europe/Berlin',
  week: [
    nineToFive,
    nineToFive,
    nineToFive,
    nineToFive,
    [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '24:00' },
    ],
    [],
    [],
  ],
  special: [
    { date: '2026-12-25', spans: [] },
    { date: '2026-12-27', spans: [{ from: '10:00', to: '11:00' }] },
  ],
}
const at = (text: string) => Date.parse(text) as EpochMs

describe('opening hours (messaging R4.24)', () => {
  it.each([
    ['Monday morning in Berlin, which is earlier in the world', '2026-11-23T08:00:00Z', true],
    ['one minute before', '2026-11-23T07:59:00Z', false],
    ['the end is not part of the span', '2026-11-23T16:00:00Z', false],
    ['in the lunch break of a Friday', '2026-11-27T11:30:00Z', false],
    ['up to midnight', '2026-11-27T22:59:59Z', true],
    ['on a Saturday', '2026-11-28T10:00:00Z', false],
    ['on a holiday that is a Friday', '2026-12-25T10:00:00Z', false],
    ['on a Sunday that is open', '2026-12-27T09:30:00Z', true],
    ['in summer, when the clocks are different', '2026-07-20T07:00:00Z', true],
  ])('%s', (_what, instant, open) => {
    expect(isOpenAt(berlin, at(instant))).toBe(open)
  })

  it.each([
    ['later that day', '2026-11-23T05:00:00Z', '2026-11-23T08:00:00Z'],
    ['after the lunch break', '2026-11-27T11:30:00Z', '2026-11-27T12:00:00Z'],
    ['after the weekend', '2026-11-28T10:00:00Z', '2026-11-30T08:00:00Z'],
    ['not on the holiday', '2026-12-24T20:00:00Z', '2026-12-27T09:00:00Z'],
    ['after the clocks have changed', '2026-10-23T22:30:00Z', '2026-10-26T08:00:00Z'],
  ])('say when they open next: %s', (_what, from, opens) => {
    expect(new Date(opensNextAt(berlin, at(from)) ?? 0).toISOString()).toBe(new Date(opens).toISOString())
  })

  it('open never is told as such, and open now needs no next', () => {
    expect(opensNextAt({ ...berlin, week: [], special: [] }, at('2026-11-23T08:00:00Z'))).toBeUndefined()
    expect(opensNextAt(berlin, at('2026-11-23T08:00:00Z'))).toBeUndefined()
  })
})
