import { afterAll, describe, expect, it } from 'vitest'
import { createSandbox } from './createSandbox.ts'
import type { ServiceAnswer, ServiceCall, ServiceTask } from './service.ts'

const sandbox = createSandbox({ threads: 2 })
afterAll(() => sandbox.stop())

const task = (code: string, more: Partial<ServiceTask> = {}): ServiceTask => ({
  ...{ accountId: 'acme', name: 'VIP check', code, input: { payload: { id: 7 }, headers: {} } },
  ...{ now: 1_000_000, seed: 3, answers: [], ...more },
})
const run = (code: string, more?: Partial<ServiceTask>) => sandbox.runService(task(code, more), { timeMs: 1_000 })
const answered = (asked: ServiceCall, body: string, status = 200): ServiceAnswer => ({
  ...{ asked, status, body, headers: { 'content-type': 'application/json' } },
})

describe('a function', () => {
  it.each([
    [
      'calls back',
      'function lambda(input, callback) { callback(null, { vip: input.payload.id === 7 }) }',
      { vip: true },
    ],
    ['is asynchronous', 'const lambda = async (input) => ({ id: input.payload.id })', { id: 7 }],
    ['gives nothing back', 'async function lambda() {}', null],
    ['gives a text back', 'function lambda(i, callback) { callback(null, "yes") }', 'yes'],
  ])('scripting A-22: %s', async (_how, code, value) => {
    expect(await run(code)).toMatchObject({ state: 'done', value })
  })

  it.each([
    [
      'calls back with an error',
      'function lambda(i, callback) { callback(new Error("no such shop"), null) }',
      'no such shop',
    ],
    ['throws', 'function lambda() { throw new Error("broken") }', 'broken'],
    ['is rejected', 'async function lambda() { throw new Error("broken") }', 'broken'],
    ['is not there', 'var x = 1', 'no function called lambda'],
    ['cannot be read', 'function lambda( {', 'function, line 1'],
    ['forgets to call back', 'function lambda() {}', 'without calling back'],
    ['never ends', 'function lambda() { for (;;); }', 'cut off after 1000 ms'],
    ['gives too much back', 'function lambda(i, c) { c(null, "x".repeat(300000)) }', 'more than 262144'],
    ['calls itself for ever', 'function lambda(i, c) { return lambda(i, c) + 1 }', 'too deeply'],
  ])('scripting A-23: one that %s has failed, and says why', async (_how, code, message) => {
    const result = await run(code)
    expect(result).toMatchObject({ state: 'failed' })
    expect(result.state === 'failed' && result.fault.message).toContain(message)
  })

  it('asks for what it fetches, holds nothing while it waits, and goes on when it is run again', async () => {
    const code = `async function lambda({ payload }) {
      console.log('asking for', payload.id)
      const [first, second] = await Promise.all([
        fetch('https://a.example/' + payload.id, { headers: { Accept: 'application/json' }, credential: 'Shop' }),
        fetch('https://b.example/', { method: 'post', body: { n: Math.random() < 2 } }),
      ])
      const { next } = await first.json()
      const third = await fetch(next)
      return { ok: third.ok, status: second.status, text: await third.text(), at: Date.now() }
    }`
    const first = await run(code)
    const a = { method: 'GET', url: 'https://a.example/7', headers: { Accept: 'application/json' }, credential: 'Shop' }
    const b = { method: 'POST', url: 'https://b.example/', headers: {}, body: '{"n":true}' }
    expect(first).toMatchObject({ state: 'asks', calls: [a, b], logs: [{ level: 'debug', text: 'asking for 7' }] })
    const answers = [answered(a, '{"next":"https://c.example/"}'), answered(b, '', 202)]
    const second = await run(code, { answers })
    const c = { method: 'GET', url: 'https://c.example/', headers: {} }
    expect(second).toMatchObject({ state: 'asks', calls: [c] })
    const third = await run(code, { answers: [...answers, answered(c, 'gone', 404)] })
    expect(third).toMatchObject({ state: 'done', value: { ok: false, status: 202, text: 'gone', at: 1_000_000 } })
  })

  it('hears of a call that had no answer as of an error that it can catch', async () => {
    const code = "async function lambda() { try { await fetch('https://a.example/') } catch (e) { return e.message } }"
    const asked = { method: 'GET', url: 'https://a.example/', headers: {} }
    expect(await run(code, { answers: [{ asked, failed: 'The answer took too long.' }] })).toMatchObject({
      state: 'done',
      value: 'The answer took too long.',
    })
  })

  it('is given up when it asks for something else than before: an answer belongs to one call', async () => {
    const code = "async function lambda() { return (await fetch('https://a.example/2')).status }"
    const asked = { method: 'GET', url: 'https://a.example/1', headers: {} }
    expect(await run(code, { answers: [answered(asked, '')] })).toMatchObject({ state: 'failed' })
  })

  it('makes ten calls and no more', async () => {
    const code = `async function lambda() {
      const all = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => fetch('https://a.example/' + i)))
      return all.map(({ status }) => status)
    }`
    const first = await run(code)
    expect(first.state === 'asks' && first.calls).toHaveLength(10)
    const answers = first.state === 'asks' ? first.calls.map((call) => answered(call, '')) : []
    const second = await run(code, { answers })
    expect(second.state === 'done' && second.value).toEqual([...Array(10).fill('fulfilled'), 'rejected', 'rejected'])
  })

  it('scripting A-100: reaches nothing else, and leaves nothing behind for a panel', async () => {
    const code = `function lambda(i, callback) {
      globalThis.left = 1
      callback(null, ['process', 'require', 'setTimeout', 'WebSocket', 'XMLHttpRequest', 'botContext'].map((name) => typeof globalThis[name]))
    }`
    expect(await run(code)).toMatchObject({ state: 'done', value: Array(6).fill('undefined') })
    const snapshot = {
      ...{ now: 0, seed: 0, accountId: 'acme', botId: '1', conversationId: 'c', consumerId: 'u', channel: 'lp_web' },
      ...{ userMessage: '', variables: { request: {}, dialog: {}, session: {}, permanent: {} } },
    }
    const panel = 'botContext.sendMessage(typeof fetch + typeof left + typeof __baton)'
    const { effects } = await sandbox.run({ accountId: 'acme', name: 'preProcess', code: panel, snapshot })
    expect(effects).toMatchObject([{ text: 'undefinedundefinedundefined' }])
  })
})
