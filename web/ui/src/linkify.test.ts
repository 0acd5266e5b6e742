import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkify } from './linkify.ts'

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === 'link' ? [[part.text, part.href]] : []))

it('messaging R3.7: finds web addresses, mail addresses and phone numbers', () => {
  expect(links('See https://a.example/x?y=1, www.b.example or write to me@c.example, or call +49 30 123456.')).toEqual([
    ['https://a.example/x?y=1', 'https://a.example/x?y=1'],
    ['www.b.example', 'https://www.b.example'],
    ['me@c.example', 'mailto:me@c.example'],
    ['+49 30 123456', 'tel:+4930123456'],
  ])
})

it('messaging R3.7: makes no link of a script, of data or of a file', () => {
  expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd vbscript:x')).toEqual([])
})

it('leaves the full stop and the bracket of the sentence outside', () => {
  expect(links('(see https://a.example/b).')).toEqual([['https://a.example/b', 'https://a.example/b']])
  expect(links('https://a.example/b_(c).')).toEqual([['https://a.example/b_(c)', 'https://a.example/b_(c)']])
})

it('shows every character of the text once and in order', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('https://a.example/', 'a@b.c', '+49 30 1234', 'www.x', ' ', '<b>', ')'),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('')
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
