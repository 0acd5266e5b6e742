import type { AccountId } from '@baton/base'
import type { FunctionRequest, HttpRequest } from '@baton/dialog'
import type { OutboundRequest } from '@baton/outbound'
import { expect, it } from 'vitest'
import { type CallingPorts, runCall } from './runCall.ts'

const calling = { accountId: 'acme' as AccountId, idempotencyKey: 'k', withinMs: 170_000 }
const get: HttpRequest = { type: 'api', method: 'GET', url: 'https://a.example/', headers: [] }

/** What a service is asked with, its answers as they are given here. */
function service(...statuses: number[]) {
  const asked: OutboundRequest[] = []
  const outbound: CallingPorts['outbound'] = {
    async request(request) {
      asked.push(request)
      return { status: statuses[asked.length - 1] ?? 200, headers: {}, body: new Uint8Array() }
    },
  }
  return { asked, ports: { outbound } as CallingPorts }
}

it.each([
  ['20 s where it says nothing', {}, 170_000, 20_000],
  ['as long as it says', { timeoutMs: 45_000 }, 170_000, 45_000],
  ['what is left of the turn, at the most', { timeoutMs: 45_000 }, 3_000, 3_000],
])('scripting A-39: a call has %s, repetitions included', async (_what, settings, withinMs, longest) => {
  const { asked, ports } = service(500, 500, 200)
  const answer = await runCall({ ...get, ...settings }, { ...calling, withinMs }, ports)
  expect(answer).toMatchObject({ outcome: 'success', status: 200 })
  const times = asked.map(({ timeoutMs }) => timeoutMs)
  expect(times[0]).toBeGreaterThan(longest - 1_500)
  expect(times[0]).toBeLessThanOrEqual(longest)
  // The same clock for all of them: 200 and 600 ms of pause are gone by then.
  expect(times[2]).toBeLessThanOrEqual(longest - 800)
  expect(new Set(asked.map(({ headers }) => headers?.['idempotency-key']))).toEqual(new Set(['k']))
})

it('scripting A-39: three repetitions where it says nothing, as many as it says where it does', async () => {
  const usual = service(500, 500, 500, 500, 200)
  expect(await runCall(get, calling, usual.ports)).toMatchObject({ outcome: 'failure', status: 500 })
  expect(usual.asked).toHaveLength(4)
  const none = service(500, 200)
  expect(await runCall({ ...get, retries: 0 }, calling, none.ports)).toMatchObject({ outcome: 'failure' })
  expect(none.asked).toHaveLength(1)
})

it('scripting A-24: a function has 20 s, and is not tried again', async () => {
  const given: number[] = []
  const functions = {
    async run({ timeoutMs }: { timeoutMs: number }) {
      given.push(timeoutMs)
      return { ok: false, status: 901, cause: 'It took too long.', logs: [], ms: timeoutMs }
    },
  }
  const request: FunctionRequest = { type: 'function', function: 'VIP', headers: [] }
  const answer = await runCall(request, calling, { functions } as unknown as CallingPorts)
  expect(answer).toMatchObject({ outcome: 'failure', status: 901 })
  expect(given).toEqual([20_000])
})
