import type { IntentsNeed, NeedAnswer } from '@baton/dialog'
import type { Asking, Means } from './asking.ts'

/** What the words may mean, by the bot's engine of intents. */
export async function answerIntents(need: IntentsNeed, { shelved }: Asking, { parts }: Means): Promise<NeedAnswer> {
  const { text, language, domainIds } = need
  const scores = await parts.intents.score({ definition: shelved.definition, text, language, domainIds })
  return { kind: 'intents', engine: 'default', scores }
}
