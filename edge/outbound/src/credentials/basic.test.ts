import { describe, expect, it } from 'vitest'
import { packBasic, unpackBasic } from './basic.ts'

describe('a name and a password in a header', () => {
  it.each([
    ['ada', 'engine'],
    ['ada', 'with:colons:in it'],
    ['', 'ünïcode'],
    ['ada', ''],
  ])('%j and %j come out as they went in', (name, password) => {
    expect(unpackBasic(packBasic(name, password))).toEqual({ name, password })
  })

  it('are not read from anything else', () => {
    expect(unpackBasic('Bearer YWRhOmVuZ2luZQ==')).toBeUndefined()
    expect(unpackBasic(undefined)).toBeUndefined()
  })

  it('are all password where no colon stands between them', () => {
    expect(unpackBasic(`Basic ${Buffer.from('secret').toString('base64')}`)).toEqual({ name: '', password: 'secret' })
  })
})
