import { expect, it } from 'vitest'
import { elementStyle } from './elementStyle.ts'

it('structured-content SC15.10: lets no address and no second property through as a colour', () => {
  for (const trick of ['url(https://a.example/x)', 'red;position:fixed', 'var(--accent)', '###fff', 'expression(1)']) {
    expect(elementStyle({ 'background-color': trick })).toEqual({})
  }
})

it('structured-content SC15.11: keeps numbers within their bounds', () => {
  expect(elementStyle({ 'border-radius': 5_000 })).toEqual({ borderRadius: '100px' })
})

it('writes on a coloured background in a colour that can be read', () => {
  expect(elementStyle({ 'background-color': '#ffe600' })).toEqual({ backgroundColor: '#ffe600', color: 'black' })
  expect(elementStyle({ 'background-color': '#036' })).toEqual({ backgroundColor: '#036', color: 'white' })
})

it('leaves the theme its text colour where the author gave no background', () => {
  expect(elementStyle({ color: '#000000', bold: true })).toEqual({ fontWeight: '600' })
})
