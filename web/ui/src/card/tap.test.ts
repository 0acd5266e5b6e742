import { expect, it } from 'vitest'
import { leadsOf, onlyLeadOf } from './tap.ts'

it.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'file:///etc',
  'vbscript:x',
  '//a',
  'x',
])('structured-content SC5.6: opens nothing for %j', (uri) => {
  const click = { actions: [{ type: 'link', uri }] } as const
  expect(onlyLeadOf(click)).toBeUndefined()
  expect(leadsOf(click)).toEqual([])
  const hidden = { actions: [{ type: 'link', uri: 'https://a.example/', web: { uri } }] } as const
  expect(onlyLeadOf(hidden)).toBeUndefined()
})

it('structured-content SC5.1: a tap that says something too is no mere link', () => {
  const click = {
    actions: [
      { type: 'publishText', text: 'yes' },
      { type: 'link', uri: 'https://a.example/' },
    ],
  } as const
  expect(leadsOf(click).map(({ address }) => address)).toEqual(['https://a.example/'])
  expect(onlyLeadOf(click)).toBeUndefined()
})

it('structured-content SC5.4, SC5.5: a browser takes the address for browsers, in a tab of its own unless asked otherwise', () => {
  const link = { type: 'link', uri: 'tel:+491', web: { uri: 'https://a.example/w' } } as const
  expect(onlyLeadOf({ actions: [link] })).toEqual({
    address: 'https://a.example/w',
    isSameTab: false,
    slidesOut: false,
  })
  expect(onlyLeadOf({ actions: [{ ...link, target: 'self' }] })?.isSameTab).toBe(true)
  expect(onlyLeadOf({ actions: [{ ...link, target: 'slideout' }] })).toMatchObject({
    isSameTab: false,
    slidesOut: true,
  })
  const call = { type: 'link', uri: 'tel:+491', target: 'slideout' } as const
  expect(onlyLeadOf({ actions: [call] })?.slidesOut).toBe(false)
})

it('structured-content SC5.7: leads to a point on a map site', () => {
  const lead = onlyLeadOf({ actions: [{ type: 'navigate', la: 52.5, lo: 13.4 }] })
  expect(lead?.address).toContain('mlat=52.5&mlon=13.4')
})
