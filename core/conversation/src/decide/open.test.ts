import type { JsonObject } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { absent } from '../conversation.ts'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import {
  consumerId,
  conversationId,
  entryPoint,
  greeter,
  later,
  noon,
  open,
  orders,
  responseTimes,
  seat,
  toBot,
  toQueue,
} from '../testing/examples.ts'
import { accepted, given, openIn } from '../testing/requests.ts'

describe('a conversation opens', () => {
  it('at the skill of its entry point, with the words that opened it', () => {
    const { events } = accepted(decide(absent, open(toQueue(orders), 'Hello')))

    expect(events).toMatchObject([
      {
        type: 'opened',
        conversationId,
        consumerId,
        entryPointId: entryPoint,
        language: 'en',
        skillId: orders,
        assignee: { kind: 'queue', skillId: orders, since: noon },
        priority: { type: 'normal', responseMs: responseTimes.normal },
      },
      {
        type: 'messageSent',
        by: { kind: 'consumer' },
        audience: 'ALL',
        kind: 'text',
        fate: 'toPeople',
        body: { content: { kind: 'text', text: 'Hello' } },
      },
    ])
  })

  it('wakes the dispatcher where people sit, and counts down to auto close', () => {
    const { effects } = accepted(decide(absent, open(toQueue(orders))))

    expect(effects).toEqual([
      { do: 'setTimer', timer: { name: 'idle', on: 'idle', dueAt: later(7_776_000_000) } },
      { do: 'wakeDispatcher', skillId: orders },
    ])
  })

  it('asks the bot at once where a bot sits, within its budget', () => {
    const { events, effects } = accepted(decide(absent, open(toBot(orders, seat(greeter)))))

    expect(events.map(({ type }) => type)).toEqual(['opened', 'messageSent', 'turnOpened'])
    expect(events[0]).toMatchObject({ assignee: { kind: 'bot', botId: greeter } })
    expect(events[1]).toMatchObject({ fate: 'waits' })
    expect(events[2]).toMatchObject({ turnId: 1, botId: greeter, trigger: 'message', messages: [2], typing: true })
    const id = `${conversationId}/t1`
    expect(effects.slice(1)).toEqual([
      {
        do: 'perform',
        effect: { kind: 'turn', name: 'askBot', id, turnId: 1, botId: greeter, deadline: later(180_000) },
      },
      { do: 'setTimer', timer: { name: 'turnBudget', dueAt: later(180_000), on: 'turnBudget', turnId: 1 } },
    ])
  })

  it('tells a bot that wants to hear of it, before it is asked', () => {
    const { events, effects } = accepted(decide(absent, open(toBot(orders, seat(greeter, { hears: true })))))

    expect(events[0]).toMatchObject({ assignee: { hears: true } })
    const performed = effects.flatMap((effect) => (effect.do === 'perform' ? [effect.effect] : []))
    expect(performed).toMatchObject([
      { kind: 'job', name: 'tellBot', botId: greeter, what: 'STARTED' },
      { kind: 'turn', name: 'askBot' },
    ])
  })

  it('keeps what the page told of the consumer in the part that can be erased', () => {
    const attributes: JsonObject = { tier: 'gold' }
    const world = given({ ...open(toQueue(orders)), attributes })

    expect(world.eventsOf('opened')[0]?.body).toEqual({ attributes })
    expect(openIn(world).attributes).toEqual(attributes)
  })

  it('keeps the metadata of the first message', () => {
    const metadata = [{ type: 'ExternalId', id: 'from-the-page' }] as const
    const command = open(toQueue(orders))
    const world = given({ ...command, message: { ...command.message, metadata } })

    expect(world.eventsOf('messageSent')[0]?.body?.metadata).toEqual(metadata)
    expect(world.eventsOf('messageSent')[0]?.clientId).toBe(command.message.clientId)
  })

  it('with the time that the skill gives its priority', () => {
    const world = given({ ...open(toQueue(orders)), priority: 'prioritized' })

    expect(openIn(world).priority).toEqual({ type: 'prioritized', responseMs: responseTimes.prioritized })
  })

  it('once: a second opening is refused, also after the end', () => {
    const world = given(open(toQueue(orders)))

    expect(decide(world.state, open(toQueue(orders)))).toEqual(refuse('conversation-exists'))
  })

  it.each(['', ' \n\t'])('messaging R3.2: not with words that say nothing (%j)', (text) => {
    expect(decide(absent, open(toQueue(orders), text))).toEqual(refuse('message-empty'))
  })
})
