import { advance } from '../advance.ts'
import { compile } from '../compile.ts'
import type { BotDefinition, Dialog, Interaction } from '../definition.ts'
import { FORMAT } from '../definition.ts'
import type { AnswerInput, Facts, Input } from '../input.ts'
import type { Need, NeedAnswer } from '../need.ts'
import type { Output } from '../output.ts'
import { newRun, type Run } from '../run.ts'
import type { TraceEntry } from '../trace.ts'

export const FACTS: Facts = {
  accountId: 'acme',
  conversationId: 'c1',
  consumerId: 'consumer-1',
  channel: 'lp_web',
  botUser: { id: '77', firstName: 'Robin' },
  environment: { shop: 'Bern' },
}

/** A bot of the given dialogs; ids are names, and what is not said is the default. */
export function bot(dialogs: readonly Dialog[], more: Partial<BotDefinition> = {}): BotDefinition {
  return { format: FORMAT, id: 'bot', name: 'Test bot', language: 'en-US', dialogs: [...dialogs], ...more }
}

export type Sketch = Interaction extends infer I
  ? I extends Interaction
    ? Omit<I, 'id'> & { id?: string }
    : never
  : never

export function dialog(name: string, interactions: readonly Sketch[], more: Partial<Dialog> = {}): Dialog {
  return {
    id: name,
    name,
    kind: 'standard',
    interactions: interactions.map((each) => ({ id: each.name, ...each }) as Interaction),
    ...more,
  }
}

export const starter = (name: string, ...patterns: string[]): Sketch => ({ type: 'dialogStarter', name, patterns })
export const text = (name: string, words: string, more: Partial<Interaction> = {}): Sketch =>
  ({ type: 'text', name, text: words, ...more }) as Sketch

type Words = string | Exclude<Input, AnswerInput>

/** Talks with a bot in a test; needs are answered by `answer`, and the run goes through JSON at every step. */
export class Player {
  run: Run
  readonly needs: Need[] = []
  outputs: Output[] = []
  trace: TraceEntry[] = []
  at = 1_000_000
  readonly #bot: ReturnType<typeof compile>

  constructor(
    definition: BotDefinition,
    private readonly answer: (need: Need) => NeedAnswer = ({ kind }) => ({
      kind: 'failed',
      message: `no ${kind} here`,
    }),
    facts: Partial<Facts> = {},
  ) {
    this.#bot = compile(definition)
    this.run = newRun('bot', { ...FACTS, ...facts }, 7)
  }

  /** @returns what was said, as lines */
  say(words: Words): string[] {
    const first = typeof words === 'string' ? ({ kind: 'message', text: words } as const) : words
    this.outputs = []
    this.trace = []
    this.at += 1_000
    let input: Input = { ...first, at: 'at' in first && first.at > 0 ? first.at : this.at } as Input
    for (;;) {
      const advanced = advance(this.#bot, this.run, input)
      this.run = JSON.parse(JSON.stringify(advanced.run)) as Run
      this.outputs.push(...advanced.outputs)
      this.trace.push(...advanced.trace)
      if (advanced.need === undefined) return this.lines()
      this.needs.push(advanced.need)
      input = { kind: 'answer', at: this.at, needId: advanced.need.id, answer: this.answer(advanced.need) }
    }
  }

  lines(): string[] {
    return this.outputs.flatMap((output) => {
      switch (output.kind) {
        case 'text':
          return [output.text]
        case 'private':
          return [`(${output.text})`]
        case 'structured':
          return [`[${JSON.stringify(output.content)}]`]
        case 'image':
          return [`image ${output.url}`]
        case 'delay':
          return [`… ${output.ms}`]
        case 'transfer':
          return [`→ ${output.skillId}${output.message === undefined ? '' : `: ${output.message}`}`]
        case 'close':
          return [output.survey ? '■ survey' : '■']
        default:
          return []
      }
    })
  }

  logs(): string[] {
    return this.outputs.flatMap((output) => (output.kind === 'log' ? [output.text] : []))
  }
}

export const OPENING: Exclude<Input, AnswerInput> = { kind: 'opening', at: 0 }
