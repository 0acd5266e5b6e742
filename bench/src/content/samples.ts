import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkPayload, type PayloadKind } from '@baton/content'

interface SampleText {
  readonly kind: PayloadKind
  readonly text: string
}
interface Listed {
  readonly file: string
  readonly channel: string
  readonly kind: PayloadKind
  readonly valid: boolean
}

/** Published payloads beside the repository. */
const PUBLISHED = resolve(import.meta.dirname, '../../../shared/data/structured-content')

/** The published valid web samples where they are there, else cards of our own of the same size; all without blanks. */
export function contentSamples(): readonly SampleText[] {
  const index = join(PUBLISHED, 'index.json')
  if (!existsSync(index)) return OWN.map((value) => ({ kind: 'body', text: JSON.stringify(value) }))
  const { samples } = JSON.parse(readFileSync(index, 'utf8')) as { samples: readonly Listed[] }
  return samples
    .filter(({ channel, valid }) => channel === 'web' && valid)
    .map(({ kind, file }) => ({ kind, text: JSON.stringify(JSON.parse(readFileSync(join(PUBLISHED, file), 'utf8'))) }))
    .filter(({ kind, text }) => checkPayload(JSON.parse(text), kind).valid)
}

const click = (text: string) => ({
  actions: [{ type: 'publishText', text }],
  metadata: [{ type: 'ExternalId', id: text }],
})
const card = (name: string) => ({
  type: 'vertical',
  tag: 'generic',
  elements: [
    { type: 'image', url: `https://img.example/${name}.png`, tooltip: name, alt: `A picture of ${name}` },
    { type: 'text', text: name, tooltip: name, style: { bold: true, size: 'large' } },
    { type: 'text', text: 'Two sentences about it. They are not long.', rtl: false },
    { type: 'button', title: 'Choose', tooltip: 'Choose this one', class: 'button', click: click(name) },
  ],
})
const OWN: readonly object[] = [
  card('kestrel'),
  { type: 'carousel', padding: 10, elements: [card('kestrel'), card('merlin')] },
  { type: 'map', la: 51.5, lo: -0.1, tooltip: 'Here' },
]

interface Hostile {
  readonly name: string
  readonly kind: PayloadKind
  readonly value: unknown
}

/** Payloads just below the limit of size, each of the worst of its kind. */
export function hostilePayloads(): readonly Hostile[] {
  const body = (name: string, value: unknown): Hostile => ({ name, kind: 'body', value })
  const many = (count: number, of: unknown) => ({ type: 'vertical', elements: Array(count).fill(of) })
  let deep: unknown = []
  for (let level = 0; level < 5_000; level += 1) deep = [deep]
  return [
    body('elements that are nothing', many(250, {})),
    body(
      'thousands of empty objects',
      Array.from({ length: 20 }).reduce((one) => ({ type: 'vertical', elements: [one] }), many(256, {})),
    ),
    body('thousands of unknown members', Object.fromEntries(Array.from({ length: 1_900 }, (_, n) => [`m${n}`, 1]))),
    body('a thousand wrong styles', many(140, { type: 'text', text: 1, style: { a: 1, b: 2, c: 3, d: 4, e: 5 } })),
    body('texts too long in code points', many(2, { type: 'button', title: '🙂'.repeat(1_800) })),
    body('an address that almost is one', {
      type: 'button',
      title: 'x',
      click: { actions: [{ type: 'link', uri: `a:${'/@'.repeat(500)} ` }] },
    }),
    body('nested too deeply', deep),
    body('a list of a million', Array(1_000_000).fill(1)),
    body('a text of a megabyte', 'x'.repeat(1_000_000)),
    { name: 'metadata that is nothing', kind: 'metadata', value: Array(7_000).fill(1) },
    {
      name: 'replies that are nothing',
      kind: 'quickReply',
      value: { type: 'quickReplies', replies: Array(3_500).fill(null) },
    },
  ]
}
