import type { InteractionOf } from '../../definition.ts'
import type { InteractionKind, Words } from '../../kind.ts'
import { forRecords } from '../../records.ts'

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
        ...itemsOf(section, words).map(({ title: label }) => `- ${label}`),
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
        ...itemsOf(section, words).map(({ title: label }) => {
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
    sections.flatMap((section) =>
      itemsOf(section, words).map(({ title }) => ({ text: title, value: SELECTED + title })),
    ),
}

/** An item that names list fields stands for each of their records (dialogs R5.13). */
function itemsOf({ items }: InteractionOf<'listPicker'>['sections'][number], words: Words) {
  return items.flatMap(({ title, subtitle, image }) =>
    forRecords([title, subtitle, image], words, (own) => ({ title: own.text(title) })),
  )
}
