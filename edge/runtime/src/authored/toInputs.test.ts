import type { Turn, TurnMessage } from '@baton/bot'
import { describe, expect, it } from 'vitest'
import { authoredConfig } from './authoredConfig.ts'
import { toInputs } from './toInputs.ts'

const at = 1_000_000_000
const said = (text: string, more: object = {}): TurnMessage =>
  ({ seq: 1, at: at - 1_000, content: { kind: 'text', text }, ...more }) as never
const inputs = (turn: object, connector: object = {}) =>
  toInputs(
    { turnId: 1, botId: 1, trigger: 'seated', messages: [], language: 'en', ...turn } as unknown as Turn,
    authoredConfig.parse({ connector }),
    at,
    new Map(),
  )

describe('a bot that receives a conversation', () => {
  const lastConsumerMessage = said('my parcel')

  it('dialogs R7.34: goes by what the former bot passes on, before all else', () => {
    const transferContext = { intentId: 'track', userMessage: 'where is it' }
    expect(inputs({ transferContext, lastConsumerMessage })).toEqual([{ kind: 'opening', at, transferContext }])
  })

  it('dialogs R7.34, R7.33: hears the last words where it is set so, else greets, or is silent', () => {
    expect(inputs({ lastConsumerMessage }, { skipAgentMessage: true })).toEqual([
      { kind: 'message', at, text: 'my parcel' },
    ])
    expect(inputs({ lastConsumerMessage })).toEqual([{ kind: 'opening', at }])
    const byAgent = { lastConsumerMessage, lastLine: { by: 'agent', text: 'billing' } }
    expect(inputs(byAgent)).toEqual([{ kind: 'opening', at, lastLine: 'billing' }])
    expect(inputs(byAgent, { skipAgentMessage: true })).toEqual([{ kind: 'message', at, text: 'my parcel' }])
    expect(inputs({ lastConsumerMessage, lastLine: { by: 'consumer', text: 'my parcel' } })).toEqual([
      { kind: 'message', at, text: 'my parcel' },
    ])
    expect(inputs({ lastConsumerMessage }, { disableGreetings: true })).toEqual([
      { kind: 'opening', at, greeting: null },
    ])
  })

  it('dialogs R7.34: answers what nobody has answered', () => {
    expect(inputs({ messages: [said('hello?')] })).toEqual([{ kind: 'message', at, text: 'hello?' }])
  })
})

it('dialogs R3.1, R7.33: a message that waited longer than is set is not answered any more', () => {
  const old = said('old', { at: at - 1_800_001 })
  expect(inputs({ trigger: 'message', messages: [old, said('new')] })).toEqual([{ kind: 'message', at, text: 'new' }])
})

it('dialogs R9.7: the platform speaks in its own words', () => {
  expect(inputs({ trigger: 'platformEvent' })).toEqual([
    { kind: 'event', at, text: '__agent_escalation_failed__', counted: true },
  ])
  const [told] = inputs({ trigger: 'platformEvent', tells: 'transferFailed', why: 'timedOut' })
  expect(told).toMatchObject({ why: 'timedOut' })
  expect(inputs({ trigger: 'stepUp' })).toEqual([{ kind: 'event', at, text: '_STEPUP_' }])
})
