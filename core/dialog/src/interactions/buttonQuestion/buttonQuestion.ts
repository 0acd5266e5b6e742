import { asList, toButton } from '../../choices.ts'
import type { InteractionKind } from '../../kind.ts'

/** dialogs R2.22. */
export const buttonQuestion: InteractionKind<'buttonQuestion'> = {
  category: 'question',
  produce(interaction, words) {
    const text = words.text(interaction.text)
    if (!words.rich) {
      return [{ kind: 'text', text: asList(text, buttonQuestion.options?.(interaction, words) ?? [], 'none') }]
    }
    const buttons = interaction.buttons.map((button) => toButton(button, words))
    const elements = [{ type: 'text' as const, text, tooltip: text.slice(0, 256) }, ...buttons]
    return [{ kind: 'structured', content: { type: 'vertical', elements } }]
  },
  options: ({ buttons }, words) =>
    buttons.map(({ label, value, action }) => ({
      text: words.text(label),
      ...(action === 'postback' && !words.settings.showsButtonLabel && { value: words.text(value) }),
    })),
}
