import type { IntentsAnswer, IntentsNeed } from '@baton/dialog'

/**
 * Answers a dialog's need for intents. An engine of one's own, here or elsewhere, is one function; what it throws counts as
 * nothing understood.
 */
export interface IntentRecognizer {
  recognize(need: Pick<IntentsNeed, 'text' | 'language' | 'domainIds'>): Promise<IntentsAnswer>
}
