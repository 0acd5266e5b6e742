import {
  APPS,
  address,
  button,
  carousel,
  click,
  image,
  type Limit,
  link,
  ofText,
  say,
  text,
  times,
  vertical,
  WEB,
  WITH_ALL,
} from './limit.ts'

const shared = (name: 'tooltip' | 'alt' | 'tag' | 'tagVersion', most: number): Limit[] => {
  const ELEMENTS = {
    text: text('a'),
    image: image(),
    button: button(),
    map: { type: 'map', la: 1, lo: 1 },
    linkPreview: { type: 'linkPreview', url: 'https://a.example' },
    template: { type: 'template', templateType: 'quickReply', title: 'a', resp: ['b'] },
  }
  return Object.entries(ELEMENTS).map(([type, element]) =>
    ofText(APPS, `3.1 ${name} of ${type}`, most, (words) => ({ ...element, [name]: words })),
  )
}
const onClick = (of: string, most: number, make: (words: string) => object): Limit =>
  ofText(APPS, `5 ${of}`, most, (words) => button({ click: click(make(words)) }))
const style = (name: string): Limit =>
  ofText(APPS, `6 ${name}`, 256, (words) => ({ ...text('a'), style: { [name]: words } }))
const checkbox = (more: object = {}) => ({
  type: 'checkbox',
  text: 'a',
  click: click({ type: 'checked', publishText: 'a' }),
  ...more,
})
const list = (parts: { boxes?: readonly unknown[]; sections?: number; section?: object; submit?: object } = {}) => ({
  type: 'list',
  elements: [
    text('Choose'),
    {
      type: 'sectionList',
      elements: times(parts.sections ?? 1, {
        type: 'section',
        sectionID: 'a',
        elements: [{ type: 'checklist', elements: parts.boxes ?? [checkbox(), checkbox()] }],
        ...parts.section,
      }),
    },
    {
      type: 'buttonList',
      elements: [
        { type: 'submitButton', title: 'a', click: click({ type: 'submitAsText', submit: true }), ...parts.submit },
      ],
    },
  ],
})
const selection = (count: number, more: object = {}) => ({
  type: 'carouselSelect',
  selectMode: { name: 'a', type: 'single' },
  elements: times(count, image()),
  ...more,
})
const accordion = (count: number, more: object = {}) => ({
  type: 'accordionSelect',
  selectMode: { name: 'a' },
  elements: times(count, image()),
  titles: times(count, { name: 'a' }),
  ...more,
})
const ATTRIBUTES: Readonly<Record<string, number>> = {
  'aria-colspan': 10,
  tabindex: 20,
  'aria-hidden': 20,
  'aria-rowspan': 20,
  role: 100,
  'aria-valuenow': 100,
  'aria-label': 1_000,
  'aria-valuetext': 1_000,
}

export const ELEMENT_LIMITS: readonly Limit[] = [
  ...shared('tooltip', 256),
  ...shared('alt', 2_000),
  ...shared('tag', 64),
  ...shared('tagVersion', 64),
  ofText(APPS, '3.2 text', 5_000, (words) => text(words)),
  { of: '3.3 url of image', on: APPS, most: 2_048, make: (size) => image({ url: address(size) }) },
  ofText(APPS, '3.3 caption', 128, (caption) => image({ caption })),
  ofText(APPS, '3.4 title', 128, (words) => button({ title: words })),
  ofText(APPS, '3.4 subtitle', 128, (words) => button({ subtitle: words })),
  ofText(APPS, '3.4 name of ref', 200, (name) => button({ ref: { name, type: 'carouselSelect' } })),
  ofText(APPS, '3.6 url of linkPreview', 2_048, (url) => ({ type: 'linkPreview', url })),
  ofText(APPS, '3.6 title', 128, (words) => ({ type: 'linkPreview', url: 'a', title: words })),
  ofText(APPS, '3.7 title', 5_000, (words) => ({
    type: 'template',
    templateType: 'quickReply',
    title: words,
    resp: ['a'],
  })),
  ofText(APPS, '3.7 resp', 128, (words) => ({
    type: 'template',
    templateType: 'quickReply',
    title: 'a',
    resp: [words],
  })),
  {
    of: '3.7 entries of resp',
    on: APPS,
    least: 1,
    most: 32,
    make: (size) => ({ type: 'template', templateType: 'quickReply', title: 'a', resp: times(size, 'a') }),
  },
  {
    of: '3.8 pairs',
    on: APPS,
    least: 1,
    most: 50,
    make: (size) => ({ type: 'keyValuePairList', elements: times(size, { key: 'a' }) }),
  },
  ofText(APPS, '3.8 key', 128, (key) => ({ type: 'keyValuePairList', elements: [{ key }] })),
  ofText(APPS, '3.8 value', 2_048, (value) => ({ type: 'keyValuePairList', elements: [{ key: 'a', value }] })),
]

export const LAYOUT_LIMITS: readonly Limit[] = [
  { of: '4.1 elements of vertical', on: APPS, least: 0, most: 256, make: (size) => vertical(times(size, text('a'))) },
  {
    of: '4.1 elements of horizontal',
    on: APPS,
    least: 0,
    most: 256,
    make: (size) => ({ type: 'horizontal', elements: times(size, text('a')) }),
  },
  {
    of: '4.1 percentages',
    on: APPS,
    most: 256,
    make: (size) => ({ type: 'horizontal', elements: [], percentages: times(size, 1) }),
  },
  ofText(APPS, '4.1 tag of vertical', 64, (tag) => vertical([], { tag })),
  ofText(APPS, '4.1 alt of horizontal', 2_000, (alt) => ({ type: 'horizontal', elements: [], alt })),
  { of: '4.2 cards of carousel', on: APPS, least: 2, most: 10, make: (size) => carousel(times(size, image())) },
  { of: '4.2 padding', on: APPS, least: 0, most: 10, make: (padding) => carousel([image(), image()], { padding }) },
  ofText(APPS, '4.2 tooltip', 256, (tooltip) => carousel([image(), image()], { tooltip })),
  { of: '4.3 cards of carouselSelect', on: WITH_ALL, least: 1, most: 20, make: selection },
  ofText(WEB, '4.3 selectMode.name', 200, (name) => selection(1, { selectMode: { name, type: 'multiple' } })),
  { of: '4.3 cards of accordionSelect', on: WITH_ALL, least: 1, most: 20, make: accordion },
  ofText(WEB, '4.3 titles.name', 200, (name) => accordion(1, { titles: [{ name }] })),
  ofText(WEB, '4.3 titles.additional', 200, (additional) => accordion(1, { titles: [{ name: 'a', additional }] })),
  {
    of: '4.4 tabs',
    on: WITH_ALL,
    least: 1,
    most: 10,
    make: (size) => ({ type: 'tabs', elements: times(size, text('a', 'b')) }),
  },
  // Its other end, 256, lies beyond the thousand elements of SC2.7.
  { of: '4.5 sections', on: WITH_ALL, least: 1, make: (sections) => list({ sections }) },
  {
    of: '4.5 boxes of a checklist',
    on: WITH_ALL,
    least: 2,
    most: 256,
    make: (size) => list({ boxes: times(size, checkbox()) }),
  },
  ofText(WEB, '4.5 sectionID', 256, (sectionID) => list({ section: { sectionID } })),
  { of: '4.5 padding of section', on: WEB, least: 0, most: 10, make: (padding) => list({ section: { padding } }) },
  ofText(WEB, '4.5 text of checkbox', 5_000, (words) => list({ boxes: [checkbox({ text: words }), checkbox()] })),
  ofText(WEB, '4.5 borderColor', 256, (borderColor) => list({ boxes: [checkbox({ borderColor }), checkbox()] })),
  ofText(WEB, '4.5 title of submitButton', 128, (words) => list({ submit: { title: words } })),
  ofText(WEB, 'SC4.11 publishText of checked', 250, (publishText) =>
    list({ boxes: [checkbox({ click: click({ type: 'checked', publishText }) }), checkbox()] }),
  ),
]

export const ACTION_LIMITS: readonly Limit[] = [
  {
    of: '5 actions',
    on: APPS,
    least: 0,
    most: 4,
    make: (size) => button({ click: { actions: times(size, say('a')) } }),
  },
  onClick('publishText', 256, say),
  { of: '5 uri', on: APPS, most: 1_024, make: (size) => button({ click: click(link(address(size))) }) },
  {
    of: '5 web.uri',
    on: APPS,
    most: 1_024,
    make: (size) => button({ click: click({ ...link('a:b'), uri: 'tel:1', web: { uri: address(size) } }) }),
  },
  onClick('name of link', 256, (name) => ({ ...link('tel:1'), name })),
  onClick('name of navigate', 256, (name) => ({ type: 'navigate', la: 1, lo: 1, name })),
  onClick('title of datePicker', 40, (words) => ({ type: 'datePicker', class: 'single', title: words })),
  onClick('dateFormat', 100, (dateFormat) => ({ type: 'datePicker', class: 'range', dateFormat })),
  onClick('title of scheduleSlotList', 40, (words) => ({ type: 'scheduleSlotList', title: words })),
  {
    of: '5 slots',
    on: APPS,
    most: 256,
    make: (size) =>
      button({
        click: click({ type: 'scheduleSlotList', slots: times(size, { type: 'scheduleSlot', id: '1', start: 1 }) }),
      }),
  },
  ...(['id', 'title', 'description'] as const).map((name) =>
    onClick(`${name} of a slot`, name === 'id' ? 256 : 40, (words) => ({
      type: 'scheduleSlotList',
      slots: [{ type: 'scheduleSlot', id: '1', start: 1, [name]: words }],
    })),
  ),
  {
    of: '5.3 imageUrl',
    on: APPS,
    most: 1_024,
    make: (size) =>
      button({
        click: click({
          type: 'scheduleSlotList',
          slots: [{ type: 'scheduleSlot', id: '1', start: 1, imageUrl: address(size) }],
        }),
      }),
  },
  {
    of: '5 items',
    on: APPS,
    most: 10,
    make: (size) =>
      button({ click: click({ type: 'addToCart', items: times(size, { productId: '1', quantity: 1 }) }) }),
  },
  onClick('productId', 256, (productId) => ({ type: 'addToCart', items: [{ productId, quantity: 1 }] })),
  {
    of: '5 data',
    on: APPS,
    most: 10,
    make: (size) => button({ click: click({ type: 'custom', data: times(size, { key: 'a', value: 'b' }) }) }),
  },
  onClick('key of custom', 128, (key) => ({ type: 'custom', data: [{ key, value: '' }] })),
  onClick('value of custom', 2_048, (value) => ({ type: 'custom', data: [{ key: 'a', value }] })),
  ...['color', 'background-color', 'border-color', 'fill', 'border-color-selected', 'color-hover', 'font-family'].map(
    style,
  ),
  ...Object.entries(ATTRIBUTES).map(([name, most]) =>
    ofText(APPS, `7 ${name}`, most, (words) => ({ ...text('a'), accessibility: { web: { [name]: words } } })),
  ),
]
