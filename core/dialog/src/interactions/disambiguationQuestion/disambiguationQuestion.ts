import { askWithChoices } from '../../choices.ts'
import type { InteractionOf } from '../../definition.ts'
import type { InteractionKind, Words } from '../../kind.ts'
import type { Output } from '../../output.ts'
import type { Frame } from '../../run.ts'

/** Asks which of several likely intents was meant; the engine knows which, so that it puts the question together itself. */
export const disambiguationQuestion: InteractionKind<'disambiguationQuestion'> = { category: 'question' }

/** The question with the names of the intents, and the choice that stands for none of them (dialogs R2.28). */
export function askWhichIntent(
  { text, other }: InteractionOf<'disambiguationQuestion'>,
  offered: NonNullable<Frame['offered']>,
  words: Words,
): Output[] {
  const labels = [...offered.map(({ label }) => label), ...(other ? [words.text(other)] : [])]
  const options = labels.map((label) => ({ text: label }))
  const look = { displayAs: 'quickReplies', perRow: 1, style: 'numbers', rich: words.rich } as const
  return [askWithChoices(words.text(text), options, look)]
}
