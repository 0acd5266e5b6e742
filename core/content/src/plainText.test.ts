import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ELEMENT_TYPES, plainText, type StructuredContent, summaryLine } from './index.ts'

const lines = (structured: object) => plainText(structured as StructuredContent).split('\n')
const say = (text: string) => ({ type: 'publishText', text })

/** One of each, with what is left of it where only text is shown. */
const FORMS: Readonly<Record<string, readonly [element: object, form: readonly string[]]>> = {
  text: [{ type: 'text', text: 'Hello' }, ['Hello']],
  image: [{ type: 'image', url: 'https://img.example/a.png', caption: 'A bike' }, ['A bike']],
  button: [
    { type: 'button', title: 'Shop', click: { actions: [say('x'), { type: 'link', uri: 'https://shop.example' }] } },
    ['Shop: https://shop.example'],
  ],
  map: [{ type: 'map', la: 51.5, lo: -0.1, tooltip: 'Here' }, ['Here: 51.5, -0.1']],
  linkPreview: [{ type: 'linkPreview', url: 'https://shop.example', title: 'Shop' }, ['Shop: https://shop.example']],
  template: [
    { type: 'template', templateType: 'quickReply', title: 'Sure?', resp: ['Yes', 'No'] },
    ['Sure?', '1. Yes', '2. No'],
  ],
  keyValuePairList: [
    { type: 'keyValuePairList', elements: [{ key: 'Size', value: 'L' }, { key: 'Red' }] },
    ['Size: L', 'Red'],
  ],
  vertical: [
    {
      type: 'vertical',
      elements: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    ['a', 'b'],
  ],
  horizontal: [{ type: 'horizontal', elements: [{ type: 'text', text: 'a' }] }, ['a']],
  carousel: [
    {
      type: 'carousel',
      elements: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    ['a', 'b'],
  ],
  carouselSelect: [{ type: 'carouselSelect', elements: [{ type: 'text', text: 'a' }] }, ['a']],
  accordionSelect: [
    { type: 'accordionSelect', titles: [{ name: 'Bikes', additional: '3' }], elements: [{ type: 'text', text: 'a' }] },
    ['Bikes – 3', 'a'],
  ],
  tabs: [{ type: 'tabs', elements: [{ type: 'text', text: 'a', tag: 'First' }] }, ['First', 'a']],
  list: [{ type: 'list', elements: [{ type: 'text', text: 'Pick' }] }, ['Pick']],
  sectionList: [{ type: 'sectionList', elements: [{ type: 'text', text: 'a' }] }, ['a']],
  section: [{ type: 'section', elements: [{ type: 'text', text: 'a' }] }, ['a']],
  checklist: [{ type: 'checklist', elements: [{ type: 'checkbox', text: 'One' }] }, ['- One']],
  checkbox: [{ type: 'checkbox', text: 'One' }, ['- One']],
  buttonList: [{ type: 'buttonList', elements: [{ type: 'submitButton', title: 'Send' }] }, ['Send']],
  submitButton: [{ type: 'submitButton', title: 'Send' }, ['Send']],
}

describe('the plain-text form', () => {
  it.each(ELEMENT_TYPES)('structured content 11.12: exists for %s', (type) => {
    const [element, form] = FORMS[type] ?? []
    expect(lines(element ?? {})).toEqual(form)
  })

  it('structured content 11.12: is the root’s own alternative text where there is one', () => {
    const card = { type: 'vertical', alt: 'A bike for 700 €', elements: [{ type: 'text', text: 'Kestrel' }] }
    expect(lines(card)).toEqual(['A bike for 700 €'])
  })

  it('lists appointments, and suggested answers by number', () => {
    const slots = [{ type: 'scheduleSlot', id: '1', start: 1, title: 'Monday', description: '10:00' }]
    const button = { type: 'button', title: 'Choose', click: { actions: [{ type: 'scheduleSlotList', slots }] } }
    expect(lines(button)).toEqual(['Choose', '- Monday, 10:00'])
    const reply = (title: string) => ({ type: 'button', title, click: { actions: [] } }) as const
    expect(plainText(undefined, { type: 'quickReplies', replies: [reply('Yes'), reply('No')] })).toBe('1. Yes\n2. No')
  })

  it('shows an element that is not known by its own words, and its siblings as ever (SC15.5)', () => {
    expect(
      lines({
        type: 'vertical',
        elements: [
          { type: 'hologram', alt: 'A bike' },
          { type: 'text', text: 'b' },
        ],
      }),
    ).toEqual(['A bike', 'b'])
  })

  it('never throws, nor does the summary', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const structured = { type: 'vertical', elements: [value] } as unknown as StructuredContent
        expect(typeof plainText(structured)).toBe('string')
        expect(summaryLine({ kind: 'structured', structured })).not.toMatch(/\n/)
      }),
      { numRuns: 200 },
    )
  })
})

it('structured content 15.3: one line says what pairs and folded cards hold', () => {
  const line = (structured: object) => summaryLine({ kind: 'structured', structured: structured as StructuredContent })
  expect(line(FORMS.keyValuePairList?.[0] ?? {})).toBe('Size: L · Red')
  expect(line(FORMS.accordionSelect?.[0] ?? {})).toBe('Bikes – 3 · a')
})
