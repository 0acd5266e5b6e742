import { expect, it } from 'vitest'
import { isShowable } from './isShowable.ts'

it('structured-content SC12.6: draws a picture only while its host is on the account’s list', () => {
  const picture = 'https://img.example/a.png'
  expect(isShowable(picture, { imageHosts: ['img.example'] })).toBe(true)
  expect(isShowable(picture, { imageHosts: [] })).toBe(false)
  expect(isShowable(picture, { imageHosts: ['other.example'] })).toBe(false)
  expect(isShowable('http://img.example/a.png', { imageHosts: ['img.example'] })).toBe(false)
})

it('draws what is a picture’s address at all, where no list is known', () => {
  expect(isShowable('https://img.example/a.png', undefined)).toBe(true)
  expect(isShowable('javascript:alert(1)', undefined)).toBe(false)
})
