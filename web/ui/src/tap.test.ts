import { expect, it } from 'vitest'
import { addressesOf, onlyAddressOf, wordsOf } from './tap.ts'

it('structured-content SC5.6: opens no script', () => {
  const click = { actions: [{ type: 'link', uri: 'javascript:alert(1)' }] } as const
  expect(onlyAddressOf(click)).toBeUndefined()
  expect(addressesOf(click)).toEqual([])
})

it('structured-content SC5.1: says the words and opens the address of one tap', () => {
  const click = {
    actions: [
      { type: 'publishText', text: 'yes' },
      { type: 'link', uri: 'https://a.example/' },
    ],
  } as const
  expect(wordsOf(click)).toBe('yes')
  expect(addressesOf(click)).toEqual(['https://a.example/'])
  expect(onlyAddressOf(click)).toBeUndefined()
})

it('structured-content SC5.7: leads to a point on a map site', () => {
  const address = onlyAddressOf({ actions: [{ type: 'navigate', la: 52.5, lo: 13.4 }] })
  expect(address).toContain('mlat=52.5&mlon=13.4')
})
