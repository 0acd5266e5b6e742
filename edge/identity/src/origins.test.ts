import { expect, it } from 'vitest'
import { isOriginAllowed } from './origins.ts'

it.each([
  ['https://shop.example', ['https://shop.example'], true],
  ['https://shop.example:8443', ['https://shop.example'], false],
  ['http://shop.example', ['https://shop.example'], false],
  ['https://evil.shop.example', ['https://shop.example'], false],
  ['https://shop.example.evil.example', ['https://shop.example'], false],
  ['null', ['https://shop.example'], false],
  [undefined, ['https://shop.example'], false],
  ['http://localhost:3000', ['https://shop.example'], false],
  [undefined, [], true],
  ['http://localhost:3000', [], true],
  ['http://127.0.0.1', [], true],
  ['http://[::1]:8080', [], true],
  ['http://shop.localhost', [], true],
  ['https://shop.example', [], false],
  ['http://localhost.evil.example', [], false],
  ['http://127.0.0.1.evil.example', [], false],
  ['null', [], false],
  ['file://localhost', [], false],
] as const)('a page of %s may talk to an entry point with the list %j: %s', (origin, listed, allowed) => {
  expect(isOriginAllowed(origin, listed)).toBe(allowed)
})

it('always lets in the pages that this server serves itself', () => {
  expect(isOriginAllowed('https://chat.example', ['https://shop.example'], ['https://chat.example'])).toBe(true)
})
