import { toButton } from '../../choices.ts'
import type { Tile } from '../../definition.ts'
import type { InteractionKind, Words } from '../../kind.ts'
import { forRecords, MAX_TILES } from '../../records.ts'

/** dialogs R2.21. */
export const structuredQuestion: InteractionKind<'structuredQuestion'> = {
  category: 'question',
  produce({ tiles }, words) {
    const cards = tiles.flatMap((tile) => repeat(tile, words)).slice(0, MAX_TILES)
    if (!words.rich) return [{ kind: 'text', text: cards.map(({ asText }) => asText).join('\n\n') }]
    const drawn = cards.map(({ card }) => card)
    const [only] = drawn
    if (only === undefined) return []
    return [
      {
        kind: 'structured',
        content: drawn.length === 1 ? only : { type: 'carousel', padding: 10, elements: drawn },
      },
    ]
  },
  options: ({ tiles }, words) =>
    tiles.flatMap(({ buttons }) =>
      buttons.map(({ label, value, action }) => ({
        text: words.text(label),
        ...(action === 'postback' && !words.settings.showsButtonLabel && { value: words.text(value) }),
      })),
    ),
}

/** A tile that names list fields stands for each of their records. */
function repeat(tile: Tile, words: Words) {
  const templates = [
    tile.title,
    tile.subtitle,
    tile.image,
    tile.itemUrl,
    ...tile.buttons.flatMap((b) => [b.label, b.value]),
  ]
  return forRecords(templates, words, (own) => draw(tile, own))
}

function draw(tile: Tile, words: Words) {
  const title = words.text(tile.title)
  const subtitle = tile.subtitle === undefined ? '' : words.text(tile.subtitle)
  const image = tile.image === undefined ? '' : words.url(tile.image)
  const buttons = tile.buttons.map((button) => toButton(button, words))
  const link = tile.itemUrl === undefined ? '' : words.url(tile.itemUrl)
  const upright = words.settings.tileDisplay !== 'horizontal'
  const card = {
    type: upright ? ('vertical' as const) : ('horizontal' as const),
    elements: [
      ...(image === ''
        ? []
        : [
            {
              type: 'image' as const,
              url: image,
              tooltip: title.slice(0, 256),
              ...(link !== '' && { click: { actions: [{ type: 'link' as const, uri: link, name: title }] } }),
            },
          ]),
      ...(title === ''
        ? []
        : [{ type: 'text' as const, text: title, tooltip: title.slice(0, 256), style: { bold: true } }]),
      ...(subtitle === '' ? [] : [{ type: 'text' as const, text: subtitle, tooltip: subtitle.slice(0, 256) }]),
      ...buttons,
    ],
  }
  const asText = [title, subtitle, ...buttons.map((button) => button.title)].filter((line) => line !== '').join('\n')
  return { card, asText }
}
