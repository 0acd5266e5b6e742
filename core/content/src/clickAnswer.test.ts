import { describe, expect, it } from 'vitest'
import type { Chosen, Content, Element } from './index.ts'
import { blocksText, clickAnswer } from './index.ts'

const NOW = Date.UTC(2026, 4, 20, 12)
const structured = (element: object): Content => ({ kind: 'structured', structured: element as Element })
const id = (value: string) => ({ type: 'ExternalId', id: value })
const ask = (element: object, place: string, chosen?: Chosen) => clickAnswer(structured(element), place, chosen, NOW)
const ticked = (...elements: string[]): Chosen => ({ kind: 'elements', elements })

describe('a button', () => {
  it('structured-content SC5.1: says each of its texts, with the metadata', () => {
    const actions = [
      { type: 'publishText', text: 'yes' },
      { type: 'link', uri: 'https://a.example' },
      { type: 'publishText', text: 'please' },
    ]
    const button = { type: 'button', title: 'Yes', click: { actions, metadata: [id('yes')] } }
    expect(ask(button, '/structured')).toEqual({ texts: ['yes', 'please'], metadata: [id('yes')] })
  })

  it('structured-content SC13.2: takes no choice that it does not leave', () => {
    const button = { type: 'button', title: 'Yes', click: { actions: [{ type: 'publishText', text: 'yes' }] } }
    expect(ask(button, '/structured', ticked('/structured'))).toBeUndefined()
    expect(ask(button, '/structured/elements/0')).toBeUndefined()
  })
})

const box = (text: string) => ({
  type: 'checkbox',
  text,
  click: { actions: [{ type: 'checked', publishText: text }], metadata: [id(text)] },
})
const list = (submit = true) => ({
  type: 'list',
  elements: [
    { type: 'text', text: 'Toppings' },
    {
      type: 'sectionList',
      elements: [
        {
          type: 'section',
          sectionID: 'a',
          elements: [{ type: 'checklist', elements: [box('cheese'), box('olives')] }],
        },
        { type: 'section', sectionID: 'b', elements: [{ type: 'checklist', elements: [box('corn'), box('basil')] }] },
      ],
    },
    {
      type: 'buttonList',
      elements: [
        {
          type: 'submitButton',
          title: 'Order',
          disabled: true,
          click: { actions: [{ type: 'submitAsText', submit }], metadata: [id('order')] },
        },
        { type: 'button', title: 'None', click: { actions: [{ type: 'publishText', text: 'nothing' }] } },
      ],
    },
  ],
})
const boxAt = (section: number, index: number) =>
  `/structured/elements/1/elements/${section}/elements/0/elements/${index}`
const SUBMIT = '/structured/elements/2/elements/0'

describe('a checklist', () => {
  it('structured-content SC4.12: says all ticked texts in order, and brings their metadata', () => {
    expect(ask(list(), SUBMIT, ticked(boxAt(1, 0), boxAt(0, 0)))).toEqual({
      texts: ['cheese, corn'],
      metadata: [id('order'), id('cheese'), id('corn')],
    })
    expect(ask(list(), '/structured/elements/2/elements/1')).toEqual({ texts: ['nothing'] })
  })

  it.each([
    ['nothing', undefined],
    ['a box twice', ticked(boxAt(0, 0), boxAt(0, 0))],
    ['a box that is not there', ticked(boxAt(0, 2))],
    ['what is no box', ticked('/structured/elements/0')],
    ['a day', { kind: 'days', days: ['2026-05-21'], language: 'en' } as const],
  ])('structured-content SC13.2: is not submitted with %s', (_what, chosen) => {
    expect(ask(list(), SUBMIT, chosen)).toBeUndefined()
  })

  it('structured-content SC13.2: is not submitted with the boxes of another list', () => {
    const two = { type: 'vertical', elements: [list(), list()] }
    const other = ticked(boxAt(0, 0).replace('/structured', '/structured/elements/1'))
    expect(ask(two, SUBMIT.replace('/structured', '/structured/elements/0'), other)).toBeUndefined()
    expect(ask(two, SUBMIT.replace('/structured', '/structured/elements/1'), other)?.texts).toEqual(['cheese'])
  })

  it('says nothing where the author does not want it sent, or by a mere tick', () => {
    expect(ask(list(false), SUBMIT, ticked(boxAt(0, 1)))?.texts).toEqual([])
    expect(ask(list(), boxAt(0, 0))).toBeUndefined()
  })
})

describe('a selection', () => {
  const selection = (type: 'single' | 'multiple') => ({
    type: 'vertical',
    elements: [
      {
        type: 'carouselSelect',
        selectMode: { name: 'bikes', type },
        elements: ['a', 'b', 'c'].map((name) => ({ type: 'vertical', elements: [], metadata: [id(name)] })),
      },
      {
        type: 'button',
        title: 'Take',
        ref: { name: 'bikes', type: 'carouselSelect' },
        click: { actions: [{ type: 'publishText', text: 'these' }], metadata: [id('own')] },
      },
    ],
  })
  const BUTTON = '/structured/elements/1'
  const card = (index: number) => `/structured/elements/0/elements/${index}`

  it('structured-content SC4.9: the metadata of the selected cards replaces that of the button', () => {
    expect(ask(selection('multiple'), BUTTON, ticked(card(2), card(0)))).toEqual({
      texts: ['these'],
      metadata: [id('a'), id('c')],
    })
  })

  it('structured-content SC4.9: needs a selection, and one only where one is asked for', () => {
    expect(ask(selection('multiple'), BUTTON)).toBeUndefined()
    expect(ask(selection('single'), BUTTON, ticked(card(0), card(1)))).toBeUndefined()
    expect(ask(selection('single'), BUTTON, ticked(card(1)))?.metadata).toEqual([id('b')])
    expect(ask(selection('multiple'), BUTTON, ticked(card(3)))).toBeUndefined()
  })
})

describe('a calendar', () => {
  const seconds = (...day: [number, number, number]) => Date.UTC(...day) / 1_000
  const picker = (more: object) => ({
    type: 'button',
    title: 'When?',
    click: { actions: [{ type: 'datePicker', class: 'single', ...more }] },
  })
  const pick = (more: object, days: string[], language = 'en') =>
    ask(picker(more), '/structured', { kind: 'days', days, language })?.texts

  it('structured-content SC5.9: writes the day as the card asks, else with the month of the language', () => {
    expect(pick({ dateFormat: 'DD-MM-YYYY' }, ['2026-05-09'])).toEqual(['09-05-2026'])
    expect(pick({ dateFormat: "EEEE, d. MMMM yy 'at noon'" }, ['2026-05-09'])).toEqual(['Saturday, 9. May 26 at noon'])
    expect(pick({}, ['2026-05-09'])).toEqual(['May 09, 2026'])
    expect(pick({}, ['2026-03-09'], 'fr')).toEqual(['mars 09, 2026'])
    expect(pick({}, ['2026-05-09'], 'no such language')).toEqual(['May 09, 2026'])
  })

  it('structured-content SC5.10: a range is both days, in order', () => {
    const range = { class: 'range', dateFormat: 'MM/dd/yyyy' }
    expect(pick(range, ['2026-05-09', '2026-05-12'])).toEqual(['05/09/2026 - 05/12/2026'])
    expect(pick(range, ['2026-05-12', '2026-05-09'])).toBeUndefined()
    expect(pick(range, ['2026-05-12'])).toBeUndefined()
    expect(pick({}, ['2026-05-12', '2026-05-13'])).toBeUndefined()
  })

  it('structured-content SC5.8: refuses what lies outside, the bounds being days in UTC', () => {
    const bounds = { minDate: seconds(2026, 4, 9), maxDate: seconds(2026, 4, 10) + 86_399 }
    expect(pick(bounds, ['2026-05-08'])).toBeUndefined()
    expect(pick(bounds, ['2026-05-09'])).toBeDefined()
    expect(pick(bounds, ['2026-05-10'])).toBeDefined()
    expect(pick(bounds, ['2026-05-11'])).toBeUndefined()
    expect(pick({}, ['1876-05-21'])).toBeDefined()
    expect(pick({}, ['1876-05-01'])).toBeUndefined()
  })

  it.each(['2026-02-30', '2026-5-9', 'tomorrow', '99999-01-01', ''])('refuses %j as a day', (day) => {
    expect(pick({}, [day])).toBeUndefined()
  })
})

describe('appointments', () => {
  const start = Date.UTC(2026, 4, 9, 12, 30) / 1_000
  const slots = [{ type: 'scheduleSlot', id: 's1', start, title: 'Service' }]
  const button = {
    type: 'button',
    title: 'Book',
    click: { actions: [{ type: 'scheduleSlotList', slots }], metadata: [id('book')] },
  }

  it('structured-content SC5.13: says title and time where the consumer is, and brings the id', () => {
    const chosen = { kind: 'slot', id: 's1', language: 'en-GB', timeZone: 'Europe/Berlin' } as const
    const answer = ask(button, '/structured', chosen)
    expect(answer?.texts[0]).toMatch(/^Service, Saturday,? 9 May 2026 at 14:30$/)
    expect(answer?.metadata).toEqual([id('book'), id('s1')])
    expect(ask(button, '/structured', { ...chosen, timeZone: 'Nowhere' })?.texts[0]).toContain('12:30')
    expect(ask(button, '/structured', { ...chosen, id: 's2' })).toBeUndefined()
    expect(ask(button, '/structured')).toBeUndefined()
  })
})

it('structured-content SC3.5: an answer of a template says itself', () => {
  const template = { type: 'template', templateType: 'quickReply', title: 'Tea?', resp: ['Yes', 'No'] }
  expect(ask(template, '/structured/resp/1')).toEqual({ texts: ['No'] })
  expect(ask(template, '/structured/resp/2')).toBeUndefined()
  expect(ask({ type: 'vertical', elements: [template] }, '/structured/elements/0/resp/0')).toEqual({ texts: ['Yes'] })
})

describe('structured-content SC14: free text waits', () => {
  const button = (more: object = {}) => ({
    type: 'button',
    title: 'Yes',
    click: { actions: [{ type: 'publishText', text: 'yes' }] },
    ...more,
  })
  it('where an element that can be answered with says so, or what holds it', () => {
    expect(blocksText(structured(button()))).toBe(false)
    expect(blocksText(structured(button({ blockTextInput: true })))).toBe(true)
    expect(blocksText(structured(button({ customSettings: { blockTextInput: true } })))).toBe(true)
    expect(blocksText(structured({ type: 'vertical', blockTextInput: true, elements: [button()] }))).toBe(true)
    expect(
      blocksText(structured({ type: 'vertical', blockTextInput: true, elements: [button({ blockTextInput: false })] })),
    ).toBe(false)
    expect(
      blocksText(structured({ type: 'vertical', blockTextInput: true, elements: [{ type: 'text', text: 'x' }] })),
    ).toBe(false)
  })

  it('structured-content SC14.1: wins over what the account says of all cards', () => {
    const yes = { type: 'button', title: 'Yes', click: { actions: [{ type: 'publishText', text: 'yes' }] } }
    expect(blocksText(structured(yes), true)).toBe(true)
    expect(blocksText(structured({ ...yes, blockTextInput: false }), true)).toBe(false)
    expect(blocksText(structured({ type: 'text', text: 'x' }), true)).toBe(false)
  })
})
