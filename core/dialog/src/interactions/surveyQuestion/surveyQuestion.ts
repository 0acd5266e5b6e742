import { askWithChoices } from '../../choices.ts'
import type { InteractionKind, Option } from '../../kind.ts'

/** What is counted, whatever the author calls it (dialogs R2.29). */
export const SURVEY_CHOICES: Readonly<Record<string, readonly { readonly title: string; readonly value: string }[]>> = {
  fcr: [
    { title: 'Yes', value: '1' },
    { title: 'No', value: '0' },
  ],
  csat: ['1', '2', '3', '4', '5'].map((value) => ({ title: value, value })),
  nps: Array.from({ length: 11 }, (_, value) => ({ title: String(value), value: String(value) })),
}

/** dialogs R2.29. */
export const surveyQuestion: InteractionKind<'surveyQuestion'> = {
  category: 'question',
  produce: (interaction, words) => [
    askWithChoices(words.text(interaction.text), surveyQuestion.options?.(interaction, words) ?? [], {
      displayAs: interaction.measures === 'open' ? 'none' : (interaction.displayAs ?? 'quickReplies'),
      style: interaction.listStyle ?? 'numbers',
      rich: words.rich,
    }),
  ],
  options({ measures, choices, skip }, words): Option[] {
    const offered = (choices ?? SURVEY_CHOICES[measures] ?? []).map(({ title, value }) => ({
      text: words.text(title),
      counts: value,
    }))
    return skip === undefined ? offered : [...offered, { text: words.text(skip) }]
  },
}
