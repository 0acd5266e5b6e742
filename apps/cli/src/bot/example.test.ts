import { resolve } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { runCommandLine } from '../runCommandLine.ts'

const bots = resolve(import.meta.dirname, '../../../../examples/bots')
const file = (name: string) => `${bots}/coffee-shop.${name}`

afterEach(() => vi.restoreAllMocks())

it('the coffee shop of the examples imports without a word and plays its turns', async () => {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  expect(await runCommandLine(['bot', 'import', file('json'), '--json'])).toBe(0)
  expect(JSON.parse(printed.pop() ?? '')).toMatchObject({ imported: true, findings: [] })

  const inputs = ['--turns', file('turns.jsonl'), '--http', file('services.json'), '--env', file('env.json')]
  expect(await runCommandLine(['bot', 'play', file('json'), ...inputs])).toBe(0)
  const lines = printed.map(
    (line) => JSON.parse(line) as { turn: number; type: string; text?: string; skillId?: string },
  )
  const said = (turn: number) =>
    lines.filter((line) => line.turn === turn && line.type === 'text').map(({ text }) => text)
  expect(said(3)).toEqual(['A number from 1 to 99, please.'])
  expect(said(4)).toEqual(['2 cups of Cappuccino, coming right up.'])
  expect(said(7)).toEqual(['1 cup of tea, coming right up.'])
  expect(said(9)).toEqual(['Ada, there are 12.5 francs on your card.'])
  expect(said(11)).toEqual(['Noted: I like Sidamo.'])
  expect(lines.find(({ type }) => type === 'transfer')).toMatchObject({ turn: 12, skillId: '2' })
  expect(said(13)).toEqual(['My colleagues are all busy. May I help in the meantime?'])
})
