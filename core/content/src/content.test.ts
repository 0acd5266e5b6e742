import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Content,
  checkContent,
  checkMetadata,
  checkQuickReplies,
  checkStructuredContent,
  checkText,
  clickAt,
  parseImageHostEntry,
  type StructuredContent,
  summaryLine,
} from './index.ts'

const rules = (checked: { problems: readonly { rule: string }[] }) => checked.problems.map(({ rule }) => rule)
const where = (checked: { problems: readonly { path: string }[] }) => checked.problems.map(({ path }) => path)
const button = (click: unknown, more: object = {}) => ({ type: 'button', title: 'Go', click, ...more })
const vertical = (...elements: unknown[]) => ({ type: 'vertical', elements })
const nested = (levels: number): unknown => {
  let inner: unknown = { type: 'text', text: 'deep' }
  for (let level = 1; level < levels; level += 1) inner = vertical(inner)
  return inner
}

describe('the gate before every check', () => {
  it.each([100, 10_000, 100_000])('refuses %i nested elements without recursion', (levels) => {
    expect(rules(checkStructuredContent(nested(levels)))).toEqual(['too-deep'])
  })

  it('refuses 10,000 nested lists wherever they stand', () => {
    let list: unknown = []
    for (let level = 0; level < 10_000; level += 1) list = [list]
    expect(rules(checkStructuredContent({ type: 'text', text: 'x', style: { list } }))).toEqual(['too-deep'])
    expect(rules(checkMetadata([{ type: 'a', list }]))).toEqual(['too-deep'])
    expect(rules(checkQuickReplies({ type: 'quickReplies', replies: list }))).toEqual(['too-deep'])
  })

  it('lets 20 levels of elements pass, and not 21', () => {
    expect(checkStructuredContent(nested(20)).ok).toBe(true)
    expect(rules(checkStructuredContent(nested(21)))).toEqual(['too-deep'])
  })

  it('refuses what refers to itself, and what is no JSON', () => {
    const round: Record<string, unknown> = { type: 'vertical' }
    round.elements = [round]
    expect(rules(checkStructuredContent(round))).toEqual(['too-deep'])
    expect(rules(checkStructuredContent({ type: 'text', text: 'x', style: () => 1 }))).toEqual(['not-json'])
    expect(rules(checkStructuredContent(vertical(new Date(0))))).toEqual(['not-json'])
  })

  it('refuses members that reach for a prototype, and changes none', () => {
    const hostile: unknown = JSON.parse('{"type":"text","text":"x","__proto__":{"polluted":true}}')
    expect(rules(checkStructuredContent(hostile))).toEqual(['key-not-allowed'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('counts bytes, not characters, and stops at 15,000', () => {
    const note = (text: string) =>
      checkMetadata([{ type: 'own', note: text.slice(0, 4_900), rest: [text.slice(4_900)] }])
    expect(rules(note('ü'.repeat(7_400)))).toEqual(['too-much-metadata'])
    expect(rules(note('ü'.repeat(7_500)))).toEqual(['too-large'])
    expect(rules(note('a'.repeat(50_000_000)))).toEqual(['too-large'])
  })

  it('refuses more elements than anyone can read', () => {
    expect(rules(checkStructuredContent(vertical(...Array(9_000).fill({}))))).toEqual(['too-many-values'])
  })
})

describe('structured content', () => {
  it('SC2.11: tells everything that is wrong, each with its place', () => {
    const checked = checkStructuredContent(
      vertical(
        { type: 'image' },
        button({ actions: [{ type: 'link', uri: 'www.example.com' }, { type: 'dial' }] }),
        7,
        {},
      ),
      { path: '/a~b' },
    )
    expect(where(checked)).toEqual([
      '/a~b/elements/0',
      '/a~b/elements/1/click/actions/0/uri',
      '/a~b/elements/1/click/actions/1/type',
      '/a~b/elements/2',
      '/a~b/elements/3',
    ])
  })

  it('counts a title in code points', () => {
    expect(checkStructuredContent(button(undefined, { title: '🙂'.repeat(128) })).ok).toBe(true)
    expect(rules(checkStructuredContent(button(undefined, { title: '🙂'.repeat(129) })))).toEqual(['text-too-long'])
  })

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    '//example.com',
    'www.example.com',
  ])('SC5.6: refuses a link to %j', (uri) => {
    expect(checkStructuredContent(button({ actions: [{ type: 'link', uri }] })).ok).toBe(false)
    const phone = { type: 'link', uri: 'https://example.com', ios: { uri } }
    expect(checkStructuredContent(button({ actions: [phone] })).ok).toBe(false)
  })

  it.each(['https://example.com/a?b#c', 'http://example.com', 'tel:+491234', 'mailto:a@example.com'])(
    'SC5.6: takes a link to %j',
    (uri) => {
      expect(checkStructuredContent(button({ actions: [{ type: 'link', uri }] }))).toMatchObject({
        ok: true,
        problems: [],
      })
    },
  )

  it('SC4.5: wants 2 to 10 cards in a carousel, and no carousel among them', () => {
    const carousel = (...elements: unknown[]) => checkStructuredContent({ type: 'carousel', elements })
    const card = vertical({ type: 'text', text: 'card' })
    expect(carousel(card, card).ok).toBe(true)
    expect(rules(carousel(card))).toEqual(['wrong-count'])
    expect(rules(carousel(...Array(11).fill(card)))).toEqual(['wrong-count'])
    expect(rules(carousel(card, { type: 'carousel', elements: [card, card] }))).toEqual(['element-not-allowed'])
    expect(carousel(card, vertical({ type: 'carousel', elements: [card, card] })).ok).toBe(true)
  })

  it('SC2.2: gives every element its type and every click its list of actions, and hands on the rest as it was', () => {
    const given = vertical(button({}), { text: 'x', style: { bold: true } })
    expect(checkStructuredContent(given)).toMatchObject({
      ok: true,
      content: vertical(button({ actions: [] }), { type: 'text', text: 'x', style: { bold: true } }),
    })
    expect(given.elements[0]).toEqual(button({}))
  })

  it('connector R4.40: looks for images everywhere, also in the slots of a list of appointments', () => {
    const slot = { type: 'scheduleSlot', id: '1', start: 1, imageUrl: 'https://b.example/1.png' }
    const list = button({ actions: [{ type: 'scheduleSlotList', slots: [slot] }] })
    const checked = checkStructuredContent(vertical({ type: 'image', url: 'https://a.example/1.png' }, list), {
      imageHosts: ['https://c.example/'],
    })
    expect(where(checked)).toEqual(['/elements/0/url', '/elements/1/click/actions/0/slots/0/imageUrl'])
  })

  it('never throws, whatever it is given', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true })
    const elements = fc.array(fc.record({ type: fc.constantFrom('text', 'list', 'image', 'tabs'), click: anything }))
    const input = fc.oneof(anything, fc.record({ type: fc.constant('vertical'), elements, metadata: anything }))
    fc.assert(
      fc.property(input, (value) => {
        const verdicts = [
          checkStructuredContent(value, { imageHosts: ['a.example'] }),
          checkQuickReplies(value),
          checkMetadata(value),
          checkText(value),
          checkContent(value),
          checkContent({ kind: 'structured', structured: value, quickReplies: value }),
        ]
        for (const { ok, problems } of verdicts) if (!ok) expect(problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })
})

describe('an entry of the list of image hosts', () => {
  it.each([
    ['img.example', 'img.example'],
    ['IMG.Example.', 'img.example'],
    ['https://img.example', 'img.example'],
    ['https://img.example/', 'img.example'],
    ['https://img.example:443', 'img.example'],
    ['https://img.example:8443', 'img.example:8443'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('connector R4.40: %s is compared as %s', (entry, value) => {
    expect(parseImageHostEntry(entry)).toEqual({ ok: true, value })
  })

  it.each([
    '*.img.example',
    '*',
    'http://img.example',
    'https://img.example/path',
    'img.example/path',
    'https://user@img.example',
    'https://img.example?a',
    'https://img.example#a',
    'img.example:8443',
    'javascript:x',
    'two words',
    '',
    7,
  ])('connector E16: refuses %j', (entry) => {
    expect(parseImageHostEntry(entry, '/imageHosts/0')).toMatchObject({ ok: false, error: { path: '/imageHosts/0' } })
  })

  it('admits an image from a listed port only', () => {
    const image = { type: 'image', url: 'https://img.example:8443/a.png' }
    expect(checkStructuredContent(image, { imageHosts: ['img.example'] }).ok).toBe(false)
    expect(checkStructuredContent(image, { imageHosts: ['https://img.example:8443'] }).ok).toBe(true)
    expect(checkStructuredContent(image, { imageHosts: ['img.example:8443'] }).ok).toBe(true)
  })
})

describe('what a person sends', () => {
  it('is a text with something in it, at most 5,000 characters', () => {
    expect(checkContent({ kind: 'text', text: ' Hi  ', extra: 1 })).toMatchObject({
      content: { kind: 'text', text: ' Hi  ' },
    })
    expect(rules(checkContent({ kind: 'text', text: ' \n' }))).toEqual(['blank-text'])
    expect(rules(checkContent({ kind: 'text', text: 'a'.repeat(5_001) }))).toEqual(['text-too-long'])
    expect(checkContent({ kind: 'text', text: '🙂'.repeat(5_000) }).ok).toBe(true)
  })

  it('is refused with the place of the fault, in its own document', () => {
    const content = {
      kind: 'structured',
      structured: vertical({ type: 'text' }),
      quickReplies: { type: 'quickReplies', replies: [] },
    }
    expect(where(checkContent(content, { path: '/content' }))).toEqual([
      '/content/structured/elements/0',
      '/content/quickReplies',
      '/content/quickReplies/replies',
    ])
    expect(where(checkContent({ kind: 'song' }))).toEqual(['/kind'])
    expect(where(checkContent({ kind: 'file', fileId: 'a', name: 'b', mediaType: 'c', size: -1 }))).toEqual(['/size'])
  })

  it('connector R4.10: has at most 24 quick replies, in rows of 1 to 8', () => {
    const replies = (count: number, itemsPerRow: unknown = 8) =>
      checkQuickReplies({
        type: 'quickReplies',
        itemsPerRow,
        replies: Array(count).fill({
          type: 'button',
          title: 'a',
          click: { actions: [{ type: 'publishText', text: 'a' }] },
        }),
      })
    expect(replies(24)).toMatchObject({
      ok: true,
      problems: [],
      quickReplies: { replies: Array(24).fill({ title: 'a' }) },
    })
    expect(rules(replies(25))).toEqual(['wrong-count'])
    expect(rules(replies(0))).toEqual(['wrong-count'])
    for (const wrong of [0, 9]) expect(rules(replies(1, wrong))).toEqual(['out-of-range'])
    for (const wrong of [1.5, '8', null]) expect(replies(1, wrong).ok).toBe(false)
  })
})

describe('a tap', () => {
  const click = {
    actions: [{ type: 'publishText', text: 'yep' }],
    metadata: [{ type: 'ExternalId', id: '1' }],
  } as const
  const inner = { type: 'vertical', elements: [{ type: 'text', text: 'x', click }, button(click)] }
  const structured = vertical(button(click, { disabled: true }), inner) as unknown as StructuredContent
  const content: Content = {
    kind: 'structured',
    structured,
    quickReplies: { type: 'quickReplies', replies: [{ type: 'button', title: 'Yes', click }] },
  }

  it('does what the element at that place says', () => {
    expect(clickAt(content, '/structured/elements/1/elements/1')).toEqual(click)
    expect(clickAt(content, '/quickReplies/replies/0')).toEqual(click)
    expect(clickAt({ kind: 'structured', structured: button(click) as StructuredContent }, '/structured')).toEqual(
      click,
    )
  })

  it.each([
    '',
    '/',
    '/structured',
    '/structured/elements/0', // disabled
    '/structured/elements/1/elements/0', // a text
    '/structured/elements/9',
    '/structured/elements/-1',
    '/structured/elements/01',
    '/structured/elements/length',
    '/structured/elements/1/click',
    '/structured/__proto__',
    '/structured/constructor',
    '/structured/elements/__proto__',
    '/quickReplies/replies/1',
    '/quickReplies/replies/constructor',
    '/quickReplies',
    '/kind',
    `/structured${'/elements/0'.repeat(10_000)}`,
  ])('does nothing at %j', (place) => {
    expect(clickAt(content, place)).toBeUndefined()
  })

  it('does nothing in a text without replies, or on a file', () => {
    expect(clickAt({ kind: 'text', text: 'x' }, '/quickReplies/replies/0')).toBeUndefined()
    expect(clickAt({ kind: 'file', fileId: 'a', name: 'b', mediaType: 'c', size: 1 }, '/structured')).toBeUndefined()
  })
})

describe('a summary', () => {
  it('is one line of what there is to read', () => {
    const card = vertical(
      { type: 'image', url: 'x', alt: 'A red bike' },
      { type: 'text', text: 'Kestrel\n 3' },
      button({}),
    )
    const structured = card as unknown as StructuredContent
    expect(summaryLine({ kind: 'structured', structured })).toBe('A red bike · Kestrel 3 · Go')
    expect(summaryLine({ kind: 'structured', structured: { type: 'map', la: 1, lo: 2 } })).toBe('📍')
    expect(summaryLine({ kind: 'file', fileId: 'a', name: 'frame.jpg', mediaType: 'image/jpeg', size: 1 })).toBe(
      '📎 frame.jpg',
    )
  })

  it('ends with an ellipsis where it is cut, and never inside a character', () => {
    expect(summaryLine({ kind: 'text', text: 'abcdef' }, 6)).toBe('abcdef')
    expect(summaryLine({ kind: 'text', text: `${' '.repeat(5_000)}a  ${'b '.repeat(2_000)}` }, 6)).toBe('a b b…')
    expect(summaryLine({ kind: 'text', text: `a${' '.repeat(5_000)}b` }, 6)).toBe('a …')
    expect(summaryLine({ kind: 'text', text: 'abcdefg' }, 6)).toBe('abcde…')
    expect(summaryLine({ kind: 'text', text: '🙂🙂🙂' }, 2)).toBe('🙂…')
  })
})

describe('the host of a picture', () => {
  const problemsOf = (url: string, ...imageHosts: string[]) =>
    checkStructuredContent({ type: 'image', url }, { imageHosts }).problems

  it.each([
    ['https://img.example/a.png', 'img.example'],
    ['https://IMG.Example/a.png', 'img.example'],
    ['https://img.example./a.png', 'img.example'],
    ['https://img.example/a.png', 'IMG.EXAMPLE.'],
    ['https://img.example:443/a.png', 'img.example'],
    ['https://bücher.example/a.png', 'xn--bcher-kva.example'],
    ['https://xn--bcher-kva.example/a.png', 'bücher.example'],
    ['https://192.0.2.7/a.png', '192.0.2.7'],
    ['HTTPS://img.example/a.png', 'https://img.example/'],
  ])('structured content SC12.3: %s is shown where %s is listed', (url, host) => {
    expect(problemsOf(url, host)).toEqual([])
  })

  it.each([
    ['https://cdn.img.example/a.png', 'img.example'],
    ['https://img.example.evil.example/a.png', 'img.example'],
    ['https://evilimg.example/a.png', 'img.example'],
    ['https://img.example@evil.example/a.png', 'img.example'],
    ['https://user:secret@img.example/a.png', 'img.example'],
    ['https://img.example:8443/a.png', 'img.example'],
    ['http://img.example/a.png', 'img.example'],
    ['//img.example/a.png', 'img.example'],
    ['https:\\\\evil.example/a.png', 'img.example'],
    ['data:image/png;base64,AAAA', 'img.example'],
    ['a.png', 'img.example'],
    ['https://3221225991/a.png', 'img.example'],
    ['https://img.example/a.png', '*.example'],
  ])('structured content SC12.3: %s is refused where only %s is listed', (url, host) => {
    const [problem, ...more] = problemsOf(url, host)
    expect(problem).toMatchObject({ path: '/url', rule: 'image-host-not-allowed' })
    expect(more).toEqual([])
  })

  it('is named with the path of the picture, and no secret of its address', () => {
    const [problem] = problemsOf('https://cdn.example/bikes/7.png?size=l', 'img.example')
    expect(problem?.message).toContain('cdn.example')
    expect(problem?.message).toContain('/bikes/7.png')
    expect(problemsOf('https://u:secret@cdn.example/7.png', 'img.example')[0]?.message).not.toContain('secret')
  })

  it('structured content SC12.5: is asked of forms and bubbles on Apple, and never of links', () => {
    const receivedMessage = { title: 'a', imageURL: 'https://a.example/1.png' }
    const form = { type: 'BusinessFormEvent', images: [{ id: '1', imageUrl: 'https://b.example/1.png' }] }
    const metadata = [{ type: 'BusinessChatMessage', receivedMessage }, form]
    const checked = checkMetadata(metadata, '', { channel: 'appleBusinessChat', imageHosts: ['c.example'] })
    expect(where(checked)).toEqual(['/0/receivedMessage/imageURL', '/1/images/0/imageUrl'])
    const link = button({ actions: [{ type: 'link', uri: 'https://other.example' }] })
    expect(checkStructuredContent(link, { imageHosts: [] }).ok).toBe(true)
  })
})
