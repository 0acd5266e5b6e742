import { expect, it } from 'vitest'
import { attributesOf } from './attributes.ts'

it('structured-content SC7.2: lets through only what cannot break a page', () => {
  const web = {
    role: 'application',
    tabindex: '5',
    'aria-hidden': 'true',
    'aria-label': 'Menu',
    'aria-owns': 'x',
    'aria-live': 'assertive',
    onclick: 'alert(1)',
    style: 'position:fixed',
  }
  expect(attributesOf({ web }, 'layout')).toEqual({ 'aria-label': 'Menu' })
  expect(attributesOf({ web }, 'words')).toEqual({}) // words without a role carry no name
  expect(attributesOf({ web: { role: 'heading', 'aria-level': '2', tabindex: '-1' } }, 'words')).toEqual({
    role: 'heading',
    'aria-level': 2,
    tabIndex: -1,
  })
  expect(attributesOf({ web: { role: 'heading', 'aria-level': '99' } }, 'words')).toMatchObject({ 'aria-level': 3 })
  expect(attributesOf({ web: { role: 'heading', tabindex: '-1' } }, 'control')).toEqual({})
})
