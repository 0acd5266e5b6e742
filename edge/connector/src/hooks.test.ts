import type { JsonValue } from '@baton/base'
import { createOutbound } from '@baton/outbound'
import { afterEach, describe, expect, it } from 'vitest'
import { createConnector } from './createConnector.ts'
import { asking, config, secretsInMemory, TestClock } from './examples/asking.ts'
import { type Answer, json, replyOf, startBotService, status } from './examples/botService.ts'
import type { HookRunner } from './hooks.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const answer = replyOf({ type: 'TEXT', data: { message: 'from the service' } })

/** A bot with hooks, whose functions are what `does` says. */
async function ask(
  hooks: object,
  does: (name: string, payload: JsonValue) => JsonValue | Error,
  reply: Answer = json(answer),
) {
  const service = await startBotService()
  service.answerEvents(reply)
  const outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton/test' })
  opened.push(service, outbound)
  const clock = new TestClock()
  const told: [string, JsonValue, string][] = []
  const runner: HookRunner = {
    async run({ function: name, payload, idempotencyKey }) {
      told.push([name, payload, idempotencyKey])
      const value = does(name, payload)
      return value instanceof Error ? { ok: false, cause: value.message } : { ok: true, value }
    },
  }
  const connector = await createConnector({ outbound, clock, settings: secretsInMemory(), hooks: runner })
  const settings = config(service.url, { hooks, http: { maxAttempts: 1 } })
  return { outcome: await connector.ask(asking(settings, clock)), told, service }
}

describe('hooks of a custom endpoint', () => {
  it('connector §8.2: the pre hook changes what the service gets, the post hook what it answered', async () => {
    const changed = replyOf({ type: 'TEXT', data: { message: 'from the hook' } }) as unknown as JsonValue
    const { outcome, told, service } = await ask({ pre: 'Before', post: 'After' }, (name, payload) =>
      name === 'Before' ? { ...(payload as object), marked: true } : changed,
    )
    expect(service.lastEvent()).toMatchObject({ type: 'TEXT', marked: true })
    expect(told.map(([name, , key]) => [name, key])).toEqual([
      ['Before', 'conversation/turn-1/ask/0/pre'],
      ['After', 'conversation/turn-1/ask/0/post'],
    ])
    expect(told[1]?.[1]).toEqual(answer)
    expect(outcome).toMatchObject({ ok: true, reply: { items: [{ text: 'from the hook' }] } })
  })

  it('a hook that gives nothing back changes nothing', async () => {
    const { outcome } = await ask({ pre: 'Before', post: 'After' }, () => null)
    expect(outcome).toMatchObject({ ok: true, reply: { items: [{ text: 'from the service' }] } })
  })

  it.each(['pre', 'post'])('connector R5.T30: a %s hook that fails is a failure of the bot', async (which) => {
    const { outcome } = await ask({ [which]: 'Hook' }, () => new Error('It is broken.'))
    expect(outcome).toMatchObject({ ok: false, code: 'hook-failed', cause: expect.stringContaining('It is broken.') })
  })

  it('connector §8.2: the error hook hears of what went wrong in the end, and changes nothing', async () => {
    const { outcome, told } = await ask({ error: 'Trouble' }, () => new Error('x'), status(500))
    expect(outcome).toMatchObject({ ok: false, code: 'server-error' })
    expect(told).toMatchObject([['Trouble', { error: { errorId: 'server-error' } }, expect.any(String)]])
  })
})
