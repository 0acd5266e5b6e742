import type { BotId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { type BotOnSkill, chooseBot } from './chooseBot.ts'

const bot = (id: number, load: number, capacity = 10, enabled = true): BotOnSkill => ({
  botId: id as BotId,
  enabled,
  capacity,
  load,
})

describe('chooseBot', () => {
  it('leaves a skill without bots to people', () => {
    expect(chooseBot([])).toBeUndefined()
  })
  it('takes the bot with the largest free share, not the fewest conversations', () => {
    expect(chooseBot([bot(1, 3, 4), bot(2, 20, 100)])).toBe(2)
  })
  it('takes the smaller number among equals', () => {
    expect(chooseBot([bot(7, 1), bot(3, 1)])).toBe(3)
  })
  it('passes over bots that are switched off or full', () => {
    expect(chooseBot([bot(1, 0, 10, false), bot(2, 10)])).toBeUndefined()
  })
})
