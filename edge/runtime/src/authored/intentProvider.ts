import type { BotDefinition } from '@baton/dialog'

/** Who finds intents in words; a small local one comes with the house, others live behind HTTP. */
export interface IntentProvider {
  /** @returns scores of 0 … 1, the best first */
  score(asked: {
    readonly definition: BotDefinition
    readonly text: string
    readonly language: string
    /** Empty: all of the bot. */
    readonly domainIds: readonly string[]
  }): Promise<readonly { readonly intentId: string; readonly score: number }[]>
}
