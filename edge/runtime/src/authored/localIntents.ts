import type { BotDefinition } from '@baton/dialog'
import { createLocalIntents, type IntentRecognizer } from '@baton/intents'
import type { IntentProvider } from './intentProvider.ts'

/** One for each version that is in memory; it goes away with it. */
const made = new WeakMap<BotDefinition, IntentRecognizer>()

/** The recogniser that comes with the house, over a bot's own training phrases. A real engine is a provider of its own. */
export const localIntents: IntentProvider = {
  async score({ definition, text, language, domainIds }) {
    const { domains = [] } = definition
    const recognizer = made.get(definition) ?? createLocalIntents(domains)
    made.set(definition, recognizer)
    const asked = domainIds.length > 0 ? domainIds : domains.map(({ id }) => id)
    return (await recognizer.recognize({ text, language, domainIds: asked })).scores
  },
}
