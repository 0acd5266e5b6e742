import { expect, it } from 'vitest'
import { createPasswords } from './passwords.ts'

const passwords = createPasswords()

it('keeps a password as argon2id with the recommended cost, each time with another salt', async () => {
  const [one, two] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await passwords.verify(one, 'correct horse')).toBe(true)
  expect(await passwords.verify(one, 'correct horsf')).toBe(false)
})

it('takes the same letters for the same, however a keyboard composes them', async () => {
  const kept = await passwords.hash('caf\u00e9 au lait')
  expect(await passwords.verify(kept, 'cafe\u0301 au lait')).toBe(true)
})

it('knows nobody, not even by the password of nobody', async () => {
  expect(await passwords.verify(undefined, 'the password of nobody')).toBe(false)
})

it('checks a few at a time and refuses a flood', async () => {
  const flood = await Promise.allSettled(Array.from({ length: 130 }, () => passwords.verify(undefined, 'x')))
  const refused = flood.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused).toHaveLength(130 - flood.filter(({ status }) => status === 'fulfilled').length)
  expect(refused[0]).toMatchObject({ reason: { code: 'too-many-sign-ins' } })
  expect(await passwords.verify(undefined, 'x')).toBe(false)
})
