import { type Problem, warning } from '@baton/base'
import type { Intent } from './reply.ts'
import type { UntrustedReply } from './untrustedReply.ts'

/** As many as the published metadata type holds. */
const MAX_INTENTS = 16
const MAX_WORDS = 256

type Untrusted = UntrustedReply['intents'][number]

/** An intent that cannot be used is left out; it never harms the conversation (connector R4.38). */
export function readIntents(untrusted: readonly Untrusted[]): { intents: Intent[]; problems: Problem[] } {
  const intents: Intent[] = []
  const problems: Problem[] = []
  for (const one of untrusted.slice(0, MAX_INTENTS)) {
    const intent = readIntent(one)
    if (intent) intents.push(intent)
    else
      problems.push(
        warning(one.path, 'intent-invalid', 'Needs an id without blanks, a description and a score from 0 to 1.'),
      )
  }
  const next = untrusted[MAX_INTENTS]
  if (next) problems.push(warning(next.path, 'too-many-intents', `Only the first ${MAX_INTENTS} intents are kept.`))
  return { intents, problems }
}

function readIntent({ id, name, confidenceScore }: Untrusted): Intent | undefined {
  if (typeof id !== 'string' || id === '' || id.length > MAX_WORDS || /\s/.test(id)) return undefined
  if (typeof name !== 'string' || name.length > MAX_WORDS) return undefined
  // Written so that NaN fails, too.
  if (typeof confidenceScore !== 'number' || !(confidenceScore >= 0 && confidenceScore <= 1)) return undefined
  return { id, name, confidenceScore }
}
