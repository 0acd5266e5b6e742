import type { EpochMs } from '@baton/base'
import type { BotDefinition, Facts, Input, Need, Output, Run, TraceEntry } from '@baton/dialog'

/** The dialog engine as turns use it. Pure: the same run and input always give the same. */
export interface DialogEngine<Compiled = unknown> {
  /** Once per version; a turn does not grow with the bot's size. */
  compile(definition: BotDefinition): Compiled
  begin(bot: Compiled, start: RunStart): Run
  advance(bot: Compiled, run: Run, input: Input): Advanced
}

export interface RunStart {
  readonly facts: Facts
  readonly seed: number
  readonly at: EpochMs
  /** What the consumer's earlier conversations with this bot left behind. */
  readonly lasting: Run['permanent']
}

export interface Advanced {
  readonly run: Run
  readonly outputs: readonly Output[]
  readonly trace: readonly TraceEntry[]
  /** Answer it, and advance again. */
  readonly need?: Need
}

/** Who finds intents in words; a small local one comes with the house, others live behind HTTP. */
export interface IntentProvider {
  /** @returns scores of 0 … 1, the best first */
  score(asked: {
    readonly definition: BotDefinition
    readonly text: string
    readonly language: string
    readonly domainIds: readonly string[]
  }): Promise<readonly { readonly intentId: string; readonly score: number }[]>
}
