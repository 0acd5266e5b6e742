import {
  advance,
  type BotDefinition,
  type CompiledBot,
  compile,
  FORMAT,
  type Input,
  newRun,
  type Run,
} from '@baton/dialog'
import type { BenchOptions } from '../options.ts'
import type { Row } from '../row.ts'
import { median, pairedRatio } from '../statistics.ts'

/** A turn may not grow with its bot. */
const BAR = 2
const WARM_UP_MS = 500
/** Of one side, before the other has its turn. */
const SLICE_MS = 50
/** Conversations of which each message is one's next. */
const TALKS = 200

/** One turn of an authored bot, pure: in a bot of 10 interactions, and in one of 10,000 with 1,000 dialog starters. */
export async function measureDialog({ rounds, stretchMs }: BenchOptions): Promise<Row[]> {
  const small = new Talks(compile(shop(2, 3)))
  const large = new Talks(compile(shop(1_000, 8)))
  small.run(WARM_UP_MS)
  large.run(WARM_UP_MS)
  const ofSmall: number[] = []
  const ofLarge: number[] = []
  for (let round = 0; round < Math.max(rounds, Math.ceil((rounds * stretchMs) / (4 * SLICE_MS))); round += 1) {
    ofSmall.push(small.run(SLICE_MS))
    ofLarge.push(large.run(SLICE_MS))
  }
  const ratio = pairedRatio(ofLarge, ofSmall)
  return [
    {
      what: `a turn of a bot with ${large.size} interactions, against one with ${small.size}`,
      floor: micro(median(ofSmall)),
      baton: micro(median(ofLarge)),
      ratio: `${ratio.toFixed(2)}×`,
      bar: `≤ ${BAR}×`,
      holds: ratio <= BAR,
      data: { ratio, ofSmall, ofLarge },
    },
  ]
}

/** Dialogs that begin with patterns of all kinds, ask, and say something with what they were told. */
function shop(dialogs: number, statements: number): BotDefinition {
  return {
    format: FORMAT,
    id: 'shop',
    name: 'Shop',
    language: 'en',
    dialogs: Array.from({ length: dialogs }, (_, n) => ({
      id: `d${n}`,
      name: `Dialog ${n}`,
      kind: 'standard' as const,
      interactions: [
        {
          type: 'dialogStarter' as const,
          id: `s${n}`,
          name: `starter ${n}`,
          patterns: [`product ${n}`, `* buy (a|the|some) item${n} *`, `(show|tell)* thing${n}`],
        },
        {
          type: 'textQuestion' as const,
          id: `q${n}`,
          name: `question ${n}`,
          text: 'How many?',
          rules: [
            {
              when: [{ kind: 'regex' as const, expression: '^[0-9]+$' }],
              set: [{ name: 'count', value: '{$userMessage}', scope: 'session' as const }],
              next: { go: 'next' as const },
            },
          ],
        },
        ...Array.from({ length: statements }, (_, index) => ({
          type: 'text' as const,
          id: `t${n}.${index}`,
          name: `text ${n} ${index}`,
          text: '{$botContext.count} of it.',
          ...(index === 1 && { next: { go: 'end' as const } }),
        })),
      ],
    })),
  }
}

/** Many conversations with one bot, one message after the other: a starter by a short text, an answer, a starter by a wildcard, an answer. */
class Talks {
  readonly size: number
  readonly #bot: CompiledBot
  readonly #dialogs: number
  #said = 0
  #runs: Run[] = []

  constructor(bot: CompiledBot) {
    this.#bot = bot
    this.#dialogs = bot.definition.dialogs.length
    this.size = bot.interactions.size
    const facts = { accountId: 'a', conversationId: 'c', consumerId: 'u', channel: 'lp_web' }
    this.#runs = Array.from({ length: TALKS }, (_, seed) => newRun('shop', facts, seed))
  }

  /** @returns milliseconds of one turn */
  run(ms: number): number {
    const began = performance.now()
    let turns = 0
    let now = began
    while (now - began < ms) {
      for (let step = 0; step < 4; step += 1) this.#turn(step)
      turns += 4
      now = performance.now()
    }
    return (now - began) / turns
  }

  #turn(step: number): void {
    const at = Math.floor(this.#said++ / 4) % TALKS
    const n = (at * 31) % this.#dialogs
    const text = [`product ${n}`, '12', `I want to buy some item${n} today`, '3'][step] ?? ''
    const input: Input = { kind: 'message', at: this.#said, text }
    const { run, outputs } = advance(this.#bot, this.#runs[at] as Run, input)
    if (outputs[0]?.kind !== 'text') throw new Error(`a turn said nothing: ${JSON.stringify(outputs)}`)
    this.#runs[at] = run
  }
}

const micro = (ms: number): string => `${(ms * 1000).toFixed(1)} µs`
