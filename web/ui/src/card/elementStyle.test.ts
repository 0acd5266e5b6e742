import { describe, expect, it } from 'vitest'
import { contrast, readColour, toHex } from './colour.ts'
import { colourVariable, elementStyle, groundStyle } from './elementStyle.ts'

const TRICKS = [
  'url(https://a.example/x)',
  'red;position:fixed',
  'var(--accent)',
  '###fff',
  'expression(1)',
  'rgb(0,0,0);x:url(//a)',
  '#fff}body{display:none',
  'hsl(0 0% 0%)!important',
  'a'.repeat(200),
]

describe('structured-content SC15.10: a colour is a colour or nothing', () => {
  it.each(TRICKS)('lets %j through nowhere', (trick) => {
    expect(elementStyle({ 'background-color': trick, color: trick, 'border-color': trick })).toEqual({})
    expect(groundStyle({ 'background-color': trick })).toEqual({ css: {} })
    expect(colourVariable('--chosen', trick)).toEqual({})
  })

  it.each([
    ['#ffe600', '#ffe600'],
    ['#036', '#003366'],
    ['#0036', '#000033'],
    [' rgb(0, 51, 102) ', '#003366'],
    ['rgb(0% 20% 40% / 50%)', '#003366'],
    ['hsl(210, 100%, 20%)', '#003366'],
    ['rgb(999, 0, 0)', '#ff0000'],
    ['Black', '#000000'],
  ])('reads %j as %s', (written, read) => {
    const colour = readColour(written)
    expect(colour && toHex(colour)).toBe(read)
  })

  it('counts contrast as WCAG does', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 1)
  })
})

it('structured-content SC15.11: keeps numbers within their bounds', () => {
  expect(elementStyle({ 'border-radius': 5_000 })).toEqual({ borderRadius: '100px' })
  expect(elementStyle({ 'border-radius': -3 })).toEqual({ borderRadius: '0px' })
})

describe('structured-content SC6.2: words can be read', () => {
  it('on the ground of the author, in the colour of the author where that can be read there, else in ours', () => {
    expect(elementStyle({ 'background-color': '#ffe600' })).toEqual({ backgroundColor: '#ffe600', color: '#000000' })
    expect(elementStyle({ 'background-color': '#036' })).toEqual({ backgroundColor: '#003366', color: '#ffffff' })
    expect(elementStyle({ 'background-color': '#036', color: '#fe0' }).color).toBe('#ffee00')
    expect(elementStyle({ 'background-color': '#036', color: '#035' }).color).toBe('#ffffff')
  })

  it('on our own ground, in each of the two themes by itself', () => {
    expect(elementStyle({ color: '#000000', bold: true })).toEqual({
      fontWeight: '600',
      color: 'light-dark(#000000, var(--ink))',
    })
    expect(elementStyle({ color: '#ffe600' }).color).toBe('light-dark(var(--ink), #ffe600)')
    expect(elementStyle({ color: '#888' })).toEqual({ color: 'light-dark(var(--ink), #888888)' })
  })

  it('on the ground of a layout around them', () => {
    expect(elementStyle({ color: '#ffe600' }, [0, 51, 102])).toEqual({ color: '#ffe600' })
    expect(elementStyle({ color: '#003366' }, [0, 51, 102])).toEqual({})
    expect(groundStyle({ 'background-color': '#036' }).css).toMatchObject({ '--accent': '#ffffff', '--ink': '#ffffff' })
  })
})
