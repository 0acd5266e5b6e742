import { expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { accept, refuse } from '../decision.ts'
import { fold } from '../evolve.ts'
import {
  consumerId,
  greeter,
  later,
  open,
  orders,
  seat,
  signedInConsumerId,
  toBot,
  write,
} from '../testing/examples.ts'
import { close, consumer } from '../testing/requests.ts'
import { World } from '../testing/world.ts'

const stepUp = { type: 'stepUp', consumerId: signedInConsumerId, at: later(10) } as const

function given(): World {
  const world = new World()
  world.do(open(toBot(orders, seat(greeter)), 'Hello'))
  world.do(write('Anybody?', later(5)))
  return world
}

it('messaging R1.10: replaces who the consumer is, and nothing else', () => {
  const world = given()
  const before = world.state
  world.do(stepUp)
  const { seq, lastAt } = world.state as { seq: number; lastAt: number }
  expect(world.state).toEqual({ ...before, consumerId: signedInConsumerId, seq, lastAt })
  expect(fold(world.log)).toEqual(world.state)
})

it('neither takes the floor from the bot nor asks it anything', () => {
  const decision = decide(given().state, stepUp)
  expect(decision).toEqual(accept([{ type: 'steppedUp', v: 1, consumerId: signedInConsumerId }], []))
})

it('said twice is said once', () => {
  const world = given()
  world.do(stepUp)
  expect(decide(world.state, stepUp)).toEqual(accept([]))
  expect(decide(given().state, { ...stepUp, consumerId })).toEqual(accept([]))
})

it('comes too late for a conversation that is closed, and too early for one that is not open yet', () => {
  const world = given()
  world.do(close(consumer, undefined, later(8)))
  expect(decide(world.state, stepUp)).toEqual(refuse('conversation-closed'))
  expect(decide(new World().state, stepUp)).toEqual(refuse('conversation-not-found'))
})
