import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from '../runCommandLine.ts'

const published = resolve(import.meta.dirname, '../../../../../shared/data/bot-exports')
const folder = mkdtempSync(join(tmpdir(), 'baton-published-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Exported {
  readonly conversationMessage: readonly {
    readonly name: string
    readonly content: {
      readonly results?: { readonly tile: { readonly tileData: readonly { readonly text?: string }[] } }
    }
    readonly responseMatches: readonly {
      readonly conditions: readonly { readonly noMatch?: { readonly fallbackMessage: string } }[]
    }[]
  }[]
}

/** What reading the file says is shown: the text of an interaction, the words of its No Match rule, or what is no text. */
type Shown = string | { readonly noMatch: string } | { readonly is: string }
const noMatch = (name: string) => ({ noMatch: name })
const CLOSED = { is: 'close false' }
const CLOSED_FOR_SURVEY = { is: 'close true' }
const CARD = { is: 'card' }
const DEFAULT = { is: 'Not able to understand your question. Can you please re-phrase it?' }
const called = (status: number) => ({ is: `call ${status}` })

interface Script {
  readonly file: string
  readonly of: string
  readonly opening: readonly Shown[]
  readonly turns: readonly (readonly [turn: object, shown: readonly Shown[]])[]
  readonly http?: readonly object[]
  readonly facts?: object
  readonly domains?: readonly object[]
}

const say = (words: string) => ({ say: words })
const choose = (label: string) => ({ choose: label })

const SCRIPTS: readonly Script[] = [
  {
    file: 'ReplacementCardHelper',
    of: 'goes by an intent of a domain that is here, loops at what it does not know, and closes',
    domains: [
      {
        id: 'finance',
        name: 'LP_Finance',
        intents: [{ id: 'r', name: 'ask about replacement card', phrases: ['I lost my card'] }],
      },
    ],
    opening: [],
    turns: [
      [say('I lost my card'), ['intro text and custom event', 'which card?']],
      [say('a red one'), [noMatch('which card?'), 'which card?']],
      [choose('Credit Card'), ['hold?']],
      [say('yeah'), ['confirm address']],
      [choose('No'), ['what is your address?']],
      [say('5 Elm St'), ['confirm address']],
      [say('maybe'), [noMatch('confirm address'), 'confirm address']],
      [choose('Yes'), ['confirm automation', 'proceed?']],
      // No rule of this question takes it, and the fallback dialog says nothing: the question is put again.
      [say('hmm'), ['proceed?']],
      [choose('Yes'), ['more help?']],
      [choose('No'), ['no more help', CLOSED]],
    ],
  },
  {
    file: 'goBackBot',
    of: 'goes back by a rule, by a tap, and by the starter of another dialog',
    opening: ['text_6', 'text_question_5'],
    turns: [
      [say('what'), [noMatch('text_question_5'), 'text_question_5']],
      [say('CONTINUE'), ['quick_reply_7']],
      [choose('Back'), ['text_question_5']],
      [say('continue'), ['quick_reply_7']],
      [choose('Continue'), ['text_question_8']],
      [say('go back please'), ['quick_reply_7']],
      [choose('Continue'), ['text_question_8']],
      [say('xyz'), ['fallback_starter', 'text_question_8']],
      [say('continue'), ['text_9', CLOSED_FOR_SURVEY]],
    ],
  },
  {
    file: 'gpt3-character-template',
    of: 'begins although its first function throws, asks a service, and goes from the fallback dialog to its button',
    http: [{ method: 'POST', url: 'https://api.openai.com/*', body: { choices: [{ text: 'As one does.' }] } }],
    opening: ['text_29', 'button_40'],
    turns: [
      [choose('Channel Character'), ['collect character name']],
      [say('Ada'), ['echo character name', 'collect user input']],
      [say('How do you do?'), [called(200), { is: 'As one does.' }]],
      [say('And then?'), [called(200), { is: 'As one does.' }]],
      [say('start over'), ['text_29', 'button_40']],
      [say('banana'), ['fallback_starter', 'button_40']],
    ],
  },
  {
    file: 'gpt3-character-template',
    of: 'says the default text where the service fails and no rule takes care of it',
    http: [{ method: 'POST', url: 'https://api.openai.com/*', status: 401, body: { error: 'key' } }],
    opening: ['text_29', 'button_40'],
    turns: [
      [say('channel'), ['collect character name']],
      [say('Ada'), ['echo character name', 'collect user input']],
      [say('x'), [called(401), { is: 'Sorry, I could not find anything for that.' }]],
    ],
  },
  {
    file: 'instagram-starter-template',
    of: 'goes on at what the consumer came by',
    facts: { customerInfo: { ctype: 'BrandStoryReply' } },
    opening: ['BrandStoryReply'],
    turns: [[say('anything'), ['BrandStoryReply']]],
  },
  {
    file: 'instagram-starter-template',
    of: 'tells an error where nobody knows that',
    opening: [DEFAULT],
    turns: [],
  },
  {
    file: 'qr-sms-template',
    of: 'knows its words, asks, and closes for the survey',
    facts: { customerInfo: { imei: '+41440000000' } },
    opening: [],
    turns: [
      [say('tix'), ['text_6']],
      [say('stop'), ['text_8']],
      [say('Help'), ['text_question_11']],
      [say('call me'), ['text_11']],
      [say('something else'), []],
      [say('I want to get a text for the next secret show.'), ['Thanks and Collect Number', CLOSED_FOR_SURVEY]],
    ],
  },
  {
    file: 'universal-tile-demo',
    of: 'leads by choices into dialogs that nothing else starts',
    opening: ['text_message', 'tile_categories'],
    turns: [
      [choose('Button'), ['button_tile_examples']],
      [choose('Button Multiple'), [CARD]],
      [say('thanks'), []],
      // The second visit: a script goes on at an interaction that is not there, and is not heeded.
      [say('hi'), ['text_message', 'tile_categories']],
      [say('6'), ['vertical_tile_examples']],
      [choose('Vertical Card with Horizontal Buttons'), [CARD]],
    ],
  },
  {
    file: 'dynamic-button-bot',
    of: 'shows as many buttons as a service says',
    http: [3, 2].map((count) => ({
      url: `https://*/dynamic-button-demo/${count}`,
      body: {
        buttons: Array.from({ length: count }, (_, at) => ({ label: `Number ${at + 1}`, payload: `n${at + 1}` })),
      },
    })),
    opening: ['welcome_message', 'how_many_buttons?'],
    turns: [
      [say('nine'), [noMatch('how_many_buttons?'), 'how_many_buttons?']],
      [say('3'), [called(200), CARD]],
      [choose('Number 3'), ['retry']],
      [choose('Yes'), ['how_many_buttons?']],
      [say('2'), [called(200), CARD]],
      [choose('Number 1'), ['retry']],
      [choose('No'), [CLOSED]],
    ],
  },
  {
    file: 'top-level-key-demo',
    of: 'puts a key above a bare list and repeats its tile',
    http: [{ url: 'https://*/stores', body: [{ city: 'Seattle' }, { city: 'Bothell' }] }],
    opening: ['text_message', called(200), CARD],
    turns: [[say('thanks'), []]],
  },
]

interface Line {
  readonly turn: number
  readonly type: string
  readonly text?: string
  readonly survey?: boolean
  readonly status?: number
}

async function play(script: Script): Promise<{ readonly code: number; readonly lines: readonly Line[] }> {
  const write = (name: string, text: string) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const printed: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  try {
    const turns = write('turns.jsonl', script.turns.map(([turn]) => JSON.stringify(turn)).join('\n'))
    const words = ['bot', 'play', join(published, `${script.file}.json`), '--turns', turns]
    words.push('--http', write('http.json', JSON.stringify(script.http ?? [])))
    if (script.facts) words.push('--facts', write('facts.json', JSON.stringify(script.facts)))
    if (script.domains) words.push('--domains', write('domains.json', JSON.stringify(script.domains)))
    return { code: await runCommandLine(words), lines: printed.map((line) => JSON.parse(line) as Line) }
  } finally {
    log.mockRestore()
  }
}

/** A text with variables fits whatever they are. */
function fits(line: Line, shown: Shown, bot: Exported): boolean {
  if (typeof shown === 'object' && 'is' in shown) {
    if (shown.is === 'card') return line.type === 'structuredContent'
    if (shown.is.startsWith('close ')) return line.type === 'close' && shown.is === `close ${line.survey}`
    if (shown.is.startsWith('call ')) return line.type === 'call' && shown.is === `call ${line.status}`
    return line.text === shown.is
  }
  const name = typeof shown === 'string' ? shown : shown.noMatch
  const found = bot.conversationMessage.find((one) => one.name === name)
  const template =
    typeof shown === 'string'
      ? found?.content.results?.tile.tileData[0]?.text
      : found?.responseMatches.flatMap(({ conditions }) => conditions).find((one) => one.noMatch)?.noMatch
          ?.fallbackMessage
  if (template === undefined) throw new Error(`The file has no text for "${name}".`)
  const pieces = template.split(/\{\$[^}]*\}/).map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  const text = line.type === 'structuredContent' ? JSON.stringify(line) : (line.text ?? '')
  return new RegExp(line.type === 'structuredContent' ? pieces.join('.*') : `^${pieces.join('[^]*')}$`).test(text)
}

const SHOWN = new Set(['text', 'structuredContent', 'image', 'close', 'call', 'transfer', 'private'])

const titled = new Map(SCRIPTS.map((script) => [`${script.file} ${script.of}`, script]))
const isHere = existsSync(published)

describe('an exported bot that is played', () => {
  it.skipIf(!isHere).each(isHere ? [...titled.keys()] : ['exported bots need them beside the repository'])(
    '%s',
    async (title) => {
      const script = titled.get(title)
      if (script === undefined) throw new Error(title)
      const bot = JSON.parse(readFileSync(join(published, `${script.file}.json`), 'utf8')) as Exported
      const { code, lines } = await play(script)
      expect(code).toBe(0)
      const expected = [script.opening, ...script.turns.map(([, shown]) => shown)]
      for (const [turn, shown] of expected.entries()) {
        const told = lines.filter((line) => line.turn === turn && SHOWN.has(line.type))
        const fitting = told.length === shown.length && shown.every((one, at) => fits(told[at] as Line, one, bot))
        if (!fitting) throw new Error(`Turn ${turn}: expected ${JSON.stringify(shown)}, got ${JSON.stringify(told)}`)
      }
    },
    40_000,
  )

  it('there is a script for each of the eight files', () => {
    expect(new Set(SCRIPTS.map(({ file }) => file)).size).toBe(8)
  })
})
