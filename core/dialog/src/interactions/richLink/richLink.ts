import type { InteractionKind } from '../../kind.ts'

/** A link with picture and title (dialogs R2.17); where it cannot be shown, title and address as text. */
export const richLink: InteractionKind<'richLink'> = {
  category: 'statement',
  produce({ image, url, title }, words) {
    const [address, label] = [words.url(url), words.text(title)]
    if (!words.rich) return [{ kind: 'text', text: `${label} ${address}` }]
    const click = { actions: [{ type: 'link' as const, uri: address, name: label }] }
    return [
      {
        kind: 'structured',
        content: {
          type: 'vertical',
          elements: [
            { type: 'image', url: words.url(image), tooltip: label, click },
            { type: 'text', text: label, tooltip: label },
            { type: 'button', title: label, tooltip: label, click },
          ],
        },
      },
    ]
  },
}
