import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type BotDefinition, INTERACTION_KINDS } from '@baton/dialog'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from '../runCommandLine.ts'

const bots = resolve(import.meta.dirname, '../../../../examples/bots')
const file = (name: string) => `${bots}/coffee-shop${name}`

interface Line {
  readonly turn: number
  readonly type: string
  readonly text?: string
  readonly skillId?: string
  readonly level?: string
}

afterEach(() => vi.restoreAllMocks())

/** What a play of an example prints; it imports without a word first. */
async function played(bot: string, ...inputs: string[]): Promise<Line[]> {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  expect(await runCommandLine(['bot', 'import', file(`${bot}.json`), '--json'])).toBe(0)
  expect(JSON.parse(printed.pop() ?? '')).toMatchObject({ imported: true, findings: [] })
  expect(
    await runCommandLine(['bot', 'play', file(`${bot}.json`), '--turns', file(`${bot}.turns.jsonl`), ...inputs]),
  ).toBe(0)
  return printed.map((line) => JSON.parse(line) as Line)
}

describe('the coffee shop of the examples', () => {
  it('imports without a word and plays its turns', async () => {
    const inputs = ['--http', file('.services.json'), '--env', file('.env.json'), '--articles', file('.articles.json')]
    const lines = await played('', ...inputs, '--policy', 'https://shop.example/policy')
    const of = (turn: number, type: string) => lines.filter((line) => line.turn === turn && line.type === type)
    const said = (turn: number) => of(turn, 'text').map(({ text }) => text)
    expect(said(3)).toEqual(['A number from 1 to 99, please.'])
    expect(said(4)).toEqual(['2 cups of Cappuccino, coming right up.'])
    expect(said(7)).toEqual(['1 cup of tea, coming right up.'])
    expect(said(9)).toEqual(['Ada, there are 12.5 francs on your card.'])
    expect(said(11)).toEqual(['Noted: I like Sidamo.'])
    expect(of(12, 'transfer')).toMatchObject([{ skillId: '2' }])
    expect(said(13)).toEqual(['My colleagues are all busy. May I help in the meantime?'])
    expect(of(14, 'image')).toMatchObject([{ url: expect.stringContaining('https://placehold.co/') }])
    expect(JSON.stringify(of(15, 'structuredContent'))).toContain('https://shop.example/story')
    expect(said(17)).toEqual(['On its way. User Selected: Croissant.'])
    expect(JSON.stringify(of(18, 'structuredContent'))).toMatch(/09:00 GMT \(60 min\).*15:30 GMT \(90 min\)/)
    expect(said(19)).toEqual(['The table is yours.'])
    expect(JSON.stringify(of(20, 'structuredContent'))).toContain('Cups today: 1')
    expect(said(21)).toEqual(['One more stamp for you.'])
    expect(JSON.stringify([...of(22, 'text'), ...of(22, 'structuredContent')])).toMatch(/Which hours.*Something else/)
    expect(said(23)).toEqual(['The kitchen closes at eleven.'])
    expect(JSON.stringify(of(24, 'structuredContent'))).toContain('the password is on your cup')
    expect(said(25)).toHaveLength(2)
    expect(said(26)).toEqual(['The file type is invalid. Upload one of these types: PDF, JPEG, PNG.'])
    expect(of(27, 'call')).toMatchObject([{ integration: 'policy', method: 'POST', status: 200 }])
    expect(said(27)).toEqual(['For catering our people need a day and a number of guests.'])
    expect(of(27, 'transfer')).toMatchObject([{ skillId: '2', message: 'I am passing you on.' }])
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
  }, 60_000)

  it('dialogs R1.16, R2.29, R9.4: has a survey that begins by itself, counts what is answered, and closes', async () => {
    const lines = await played('-survey')
    expect(lines.map(({ turn, type, text }) => `${turn} ${type} ${text ?? ''}`.trim())).toEqual([
      '0 text Did you get what you came for?',
      '1 log Nothing understood "perhaps".',
      '1 text Yes or no, please.',
      '2 log The survey\'s answer to "Did you get what you came for?" is 1.',
      '2 text How did we do, from 1 to 5?',
      '3 log The survey\'s answer to "How did we do, from 1 to 5?" is 3.',
      '3 text What could we do better?',
      '4 log The survey\'s answer to "What could we do better?" is More cake.',
      '4 text Thank you, and see you soon!',
      '4 close',
    ])
  }, 60_000)

  it('dialogs section 2: shows every kind of interaction that the engine knows', () => {
    const shown = new Set(
      ['.json', '-survey.json'].flatMap((name) =>
        (JSON.parse(readFileSync(file(name), 'utf8')) as BotDefinition).dialogs.flatMap(({ interactions }) =>
          interactions.map(({ type }) => type),
        ),
      ),
    )
    const known = Object.keys(INTERACTION_KINDS).filter((type) => type !== 'unsupported')
    expect(known.filter((type) => !shown.has(type as never))).toEqual([])
  })
})
