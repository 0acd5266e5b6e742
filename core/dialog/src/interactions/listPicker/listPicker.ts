import type { InteractionKind } from '../../kind.ts'

/** What the answer begins with (dialogs R2.26). */
const SELECTED = 'User Selected: '

/** Sections of items to choose from; a card with a button for each item where the channel has no such picker (dialogs R2.26). */
export const listPicker: InteractionKind<'listPicker'> = {
  category: 'question',
  produce({ title, subtitle, image, sections }, words) {
    const head = [words.text(title), ...(subtitle === undefined ? [] : [words.text(subtitle)])]
    if (!words.rich) {
      const lines = sections.flatMap((section) => [
        words.text(section.title),
        ...section.items.map((item) => `- ${words.text(item.title)}`),
      ])
      return [{ kind: 'text', text: [...head, ...lines].join('\n') }]
    }
    const elements = [
      ...(image === undefined ? [] : [{ type: 'image' as const, url: words.url(image), tooltip: head[0] ?? '' }]),
      ...head.map((text) => ({ type: 'text' as const, text, tooltip: text })),
      ...sections.flatMap((section) => [
        {
          type: 'text' as const,
          text: words.text(section.title),
          tooltip: words.text(section.title),
          style: { bold: true },
        },
        ...section.items.map((item) => {
          const label = words.text(item.title)
          return {
            type: 'button' as const,
            title: label.slice(0, 128),
            tooltip: label,
            click: { actions: [{ type: 'publishText' as const, text: SELECTED + label }] },
          }
        }),
      ]),
    ]
    return [{ kind: 'structured', content: { type: 'vertical', elements } }]
  },
  options: ({ sections }, words) =>
    sections.flatMap(({ items }) =>
      items.map(({ title }) => ({ text: words.text(title), value: SELECTED + words.text(title) })),
    ),
}
