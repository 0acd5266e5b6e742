import { afterAll, beforeAll, expect, it } from 'vitest'
import { foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

let house: TestServer
beforeAll(async () => {
  house = await openServer({
    limits: { waitingBytes: 100_000, framesPerSecond: 100_000, framesBurst: 100_000, resumeEvents: 5_000 },
  })
  await foundAcme(house)
})
afterAll(() => house?.stop())

const LARGE = '漢'.repeat(5_000)
const ROUNDS = 8
const AT_ONCE = 80

it('design §6: tells a slow reader to resume instead of buffering for it, and it misses nothing', {
  timeout: 60_000,
}, async () => {
  const { socket: writer, token } = await house.consumer()
  const { conversationId } = await writer.say('first')
  const { socket: slow } = await house.consumer(token)
  await slow.next('conversation')
  slow.raw.pause()
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => writer.say(LARGE)))
  }
  const { text } = await house.call('GET', '/metrics')
  expect(text).toContain('baton_slow_readers_total 1')
  const sentBefore = slow.frames.length
  slow.raw.resume()
  await slow.next('behind', (frame) => frame.conversationId === conversationId)
  const last = () => slow.frames.flatMap(({ type, events = [] }) => (type === 'events' ? events : [])).at(-1)?.seq ?? 2
  expect(last()).toBeLessThan(ROUNDS * AT_ONCE)
  expect(sentBefore).toBeLessThan(slow.frames.length)
  slow.send({ type: 'resume', frameId: 'r', conversationId, after: last() })
  await slow.next('events', ({ events }) => events.at(-1)?.seq === ROUNDS * AT_ONCE + 2)
  const seqs = slow.frames.flatMap(({ type, events = [] }) =>
    type === 'events' ? events.map(({ seq }: { seq: number }) => seq) : [],
  )
  expect(seqs).toEqual(Array.from({ length: ROUNDS * AT_ONCE }, (_, index) => index + 3))
  await Promise.all([writer.close(), slow.close()])
})
