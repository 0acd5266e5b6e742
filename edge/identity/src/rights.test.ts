import { expect, it } from 'vitest'
import { holdsAll, isRight, RIGHTS, type Right, type Role, rightsOf } from './rights.ts'

const roles: readonly Role[] = ['agent', 'manager', 'builder', 'admin']

it.each<[Right, string]>([
  ['answer', 'agent manager admin'],
  ['seeAll', 'manager admin'],
  ['direct', 'manager admin'],
  ['managePeople', 'admin'],
  ['manageSkills', 'admin'],
  ['manageEntryPoints', 'admin'],
  ['manageAccount', 'admin'],
  ['manageBots', 'builder admin'],
  ['manageWords', 'manager admin'],
  ['manageKeys', 'admin'],
  ['readAudit', 'admin'],
  ['readAccount', 'agent manager builder admin'],
  ['readPeople', 'agent manager builder admin'],
  ['readSkills', 'agent manager builder admin'],
  ['readEntryPoints', 'agent manager builder admin'],
  ['export', 'manager admin'],
  ['eraseConsumers', 'admin'],
])('messaging R1.5: the right to %s is held by: %s', (right, holders) => {
  expect(roles.filter((role) => rightsOf(role).includes(right)).join(' ')).toBe(holders)
})

it('every right is held by somebody, and named once', () => {
  expect(new Set(RIGHTS).size).toBe(RIGHTS.length)
  expect([...rightsOf('admin')].sort()).toEqual([...RIGHTS].sort())
})

it('nobody gives away what they do not hold', () => {
  const manager = new Set(rightsOf('manager'))
  expect(holdsAll(manager, rightsOf('agent'))).toBe(true)
  expect(holdsAll(manager, rightsOf('builder'))).toBe(false)
  expect(holdsAll(manager, rightsOf('admin'))).toBe(false)
})

it.each(['', 'Answer', 'everything', 'constructor', '__proto__'])('%j is no right', (text) => {
  expect(isRight(text)).toBe(false)
})
