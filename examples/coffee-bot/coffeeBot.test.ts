import { describe, expect, it } from 'vitest'
import type { BotEvent, Memory } from '../bot-service/contract.ts'
import { coffeeBot } from './coffeeBot.ts'

const bot = coffeeBot({ skillName: 'Baristas', ada: '7', slowSeconds: 3 })

const said = (text: string, clickedIds: readonly string[] = []): BotEvent => ({ type: 'TEXT', text, clickedIds })
const hear = (text: string, memory: Memory = new Map()) => bot(said(text), memory).response
const kinds = (text: string) => hear(text).map(({ type }) => type)

describe('the coffee bot', () => {
  it('greets with suggestions, and does not greet twice', () => {
    const memory: Memory = new Map()
    const first = JSON.stringify(hear('hello', memory))
    expect(first).toContain('quickReplies')
    expect(JSON.stringify(hear('hello', memory))).not.toEqual(first)
  })

  it('shows the menu as a carousel whose buttons bring the id of the card back', () => {
    const [, cards] = hear('menu')
    expect(cards).toMatchObject({ data: { structuredContent: { type: 'carousel' } } })
    const chosen = bot(said("I'd like a flat white", ['drink-flat-white']), new Map())
    expect(JSON.stringify(chosen.response)).toContain('drink-flat-white')
  })

  it('remembers the drink until it knows where to serve it', () => {
    const memory: Memory = new Map()
    hear('a cortado please', memory)
    expect(JSON.stringify(hear('To take away', memory))).toContain('Cortado to take away')
  })

  it('lets the consumer wait a little for the status of an order', () => {
    expect(kinds('Where is my order 1042?')).toEqual(['TEXT', 'DELAY', 'TEXT'])
  })

  it('passes to people with a private note, the action last', () => {
    expect(hear('talk to a person')).toMatchObject([
      { type: 'TEXT' },
      { type: 'TEXT', data: { messageAudience: 'AGENTS_AND_MANAGERS' } },
      { type: 'ACTION', data: { name: 'TRANSFER', parameters: { skillName: 'Baristas' } } },
    ])
  })

  it('passes to Ada by her number', () => {
    expect(hear('talk to Ada').at(-1)).toMatchObject({ data: { parameters: { skillName: 'Baristas', agentId: '7' } } })
  })

  it('asks for the roastery, and says so politely when nobody takes it', () => {
    expect(hear('is somebody at the roastery?').at(-1)).toMatchObject({
      data: { parameters: { skillName: 'Roastery' } },
    })
    expect(JSON.stringify(hear('__agent_escalation_failed__'))).toContain('Nobody is there at the moment')
  })

  it('closes with and without the questions afterwards', () => {
    expect(hear('bye').at(-1)).toMatchObject({ data: { name: 'CLOSE_CONVERSATION', parameters: {} } })
    expect(hear('bye quickly').at(-1)).toMatchObject({ data: { parameters: { withoutPcs: true } } })
  })

  it('raises the priority', () => {
    expect(hear('this is urgent').at(-1)).toMatchObject({
      data: { name: 'CHANGE_TTR', parameters: { ttrType: 'URGENT' } },
    })
  })

  it('goes on from what the consumer said before it got the conversation', () => {
    const start: BotEvent = { type: 'START', text: '', clickedIds: [], lastConsumerMessage: 'My cup is empty' }
    expect(JSON.stringify(bot(start, new Map()))).toContain('My cup is empty')
  })

  it('can be slow and can be wrong, to show what happens then', () => {
    expect(bot(said('slow'), new Map()).holdSeconds).toBe(3)
    expect(kinds('broken').filter((kind) => kind === 'ACTION')).toHaveLength(2)
  })
})
