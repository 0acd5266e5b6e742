import type { Channel, Profile } from '../channels.ts'
import {
  type Also,
  flag,
  later,
  list,
  number,
  type ObjectRule,
  object,
  type Rule,
  type TextRule,
  type TypedRule,
  text,
  typed,
  word,
} from '../check/rule.ts'
import { accessibility } from './accessibility.ts'
import { checkedClick, clickOf, submitClick } from './click.ts'
import { metadataIn } from './metadata.ts'
import { onEarth } from './onEarth.ts'
import { display, style } from './style.ts'

/** The rules of a tree of elements on the web; applications on phones share them (structured content, sections 3 and 4; 11.11). */
export interface ElementRules {
  /** Whatever may stand at the root and inside a layout. */
  readonly any: TypedRule
  /** What may stand inside a carousel. */
  readonly card: TypedRule
  readonly button: ObjectRule
}

export function elementRules(profile: Profile, channel: Channel = 'web'): ElementRules {
  const recommended = profile === 'recommended'
  const own = recommended ? interactivity : {}
  const basics = basicElements(profile, own)
  const anyElement = later(() => any)
  const layouts = layoutElements(profile, own, anyElement)
  const card = typed('element', { ...basics, vertical: layouts.vertical, horizontal: layouts.horizontal }, { guess })
  const cards = { elements: card, own, profile }
  const types: Record<string, Rule> = {
    ...basics,
    ...layouts,
    carousel: carousel(cards),
    ...(channel === 'sdk' ? {} : webOnly(cards, basics)),
  }
  const any: TypedRule = typed('element', types, { guess })
  return { any, card, button: basics.button }
}

/** SC14.2: both forms, on every element. The schemas know neither. */
const flags = { blockSCWhenNotLastMsg: flag, blockTextInput: flag }
const interactivity = { ...flags, customSettings: object('customSettings', flags, { open: true }) }

/** Which element it is was seen when its rule was chosen. */
const named: Rule = { is: 'any' }
const tooltip = text(256)
const alt = text(2_000)
const tags = { tag: text(64), tagVersion: text(64) }
const padding = number(0, 10)

/** SC2.2: without a type, what only one element has says which it is; an address alone does not. */
export function guess(fields: Readonly<Record<string, unknown>>): string | undefined {
  if (fields.elements !== undefined || fields.actions !== undefined) return undefined
  if (fields.text !== undefined) return 'text'
  if (fields.la !== undefined || fields.lo !== undefined) return 'map'
  if (fields.templateType !== undefined) return 'template'
  if (fields.url !== undefined) {
    if (fields.caption !== undefined) return fields.title === undefined ? 'image' : undefined
    return fields.title === undefined ? undefined : 'linkPreview'
  }
  return fields.title === undefined ? undefined : 'button'
}

function basicElements(profile: Profile, own: Readonly<Record<string, Rule>>) {
  const recommended = profile === 'recommended'
  const shared = {
    tooltip,
    rtl: flag,
    alt,
    ...tags,
    style: style(profile),
    click: clickOf(profile),
    accessibility,
    ...own,
  }
  const pictureAddress: TextRule = text(2_048, { formats: recommended ? ['httpsAdvised', 'picture'] : ['picture'] })
  return {
    text: object('a text', { type: named, text: text(5_000), ...shared }, { required: ['text'] }),
    image: object(
      'an image',
      { type: named, url: pictureAddress, caption: text(128), ...shared },
      { required: ['url'] },
    ),
    button: object(
      'a button',
      {
        type: named,
        title: text(128),
        subtitle: text(128),
        class: word('text', 'button'),
        ref: object(
          'a ref',
          { name: text(200), type: word('carouselSelect', 'accordionSelect') },
          recommended ? { required: ['name', 'type'] } : {},
        ),
        ...shared,
      },
      { required: ['title'] },
    ),
    map: object(
      'a map',
      { type: named, la: number(), lo: number(), ...shared },
      { required: ['lo', 'la'], ...(recommended && { also: [onEarth] }) },
    ),
    linkPreview: object(
      'a linkPreview',
      { type: named, url: text(2_048), title: text(128), ...shared },
      { required: ['url'] },
    ),
    template: object(
      'a template',
      {
        type: named,
        templateType: word('quickReply'),
        title: text(5_000),
        resp: list(text(128), { min: 1, max: 32 }),
        ...shared,
      },
      { required: ['templateType', 'title', 'resp'] },
    ),
    keyValuePairList: object(
      'a keyValuePairList',
      {
        type: named,
        elements: list(object('a pair', { key: text(128), value: text(2_048) }, { required: ['key'] }), {
          min: 1,
          max: 50,
        }),
        ...own,
      },
      { required: ['type', 'elements'] },
    ),
  }
}

function layoutElements(profile: Profile, own: Readonly<Record<string, Rule>>, anyElement: Rule) {
  const shared = {
    elements: list(anyElement, { max: 256 }),
    border: word('border', 'borderLess', 'dropShadow'),
    ...tags,
    alt,
    accessibility,
    metadata: metadataIn(profile),
    ...own,
  }
  const vertical = { ...shared, scroll: word('disable', 'enable'), style: style(profile), display }
  const horizontal = { ...shared, borderLine: flag, percentages: list(number(), { max: 256 }) }
  return {
    vertical: object('a vertical', { type: named, ...vertical }, { required: ['type', 'elements'] }),
    horizontal: object('a horizontal', { type: named, ...horizontal }, { required: ['type', 'elements'] }),
  }
}

interface Cards {
  readonly elements: TypedRule
  readonly own: Readonly<Record<string, Rule>>
  readonly profile: Profile
}

const selection = ({ own, profile }: Cards) => ({
  padding,
  tooltip,
  alt,
  display,
  style: style(profile),
  accessibility,
  ...own,
})

function carousel(cards: Cards): ObjectRule {
  const fields = { type: named, elements: list(cards.elements, { min: 2, max: 10 }), ...selection(cards) }
  return object('a carousel', fields, { required: ['type', 'elements'] })
}

/** What only a browser shows: selections, tabs and the checklist (11.1). */
function webOnly(cards: Cards, basics: { readonly text: Rule; readonly button: Rule }): Record<string, Rule> {
  const recommended = cards.profile === 'recommended'
  const selected = list(cards.elements, { min: 1, max: 20 })
  const name = text(200)
  const title = object('a title', { name, additional: text(200) }, { required: ['name'] })
  return {
    carouselSelect: object(
      'a carouselSelect',
      {
        type: named,
        elements: selected,
        selectMode: object('a selectMode', { name, type: word('single', 'multiple') }, { required: ['name', 'type'] }),
        ...selection(cards),
      },
      { required: ['type', 'elements', 'selectMode'] },
    ),
    accordionSelect: object(
      'an accordionSelect',
      {
        type: named,
        elements: selected,
        selectMode: object('the selectMode of an accordionSelect', { name }, { required: ['name'] }),
        titles: list(title, { min: 1, max: 20 }),
        ...selection(cards),
      },
      { required: ['type', 'elements', 'selectMode', 'titles'], ...(recommended && { also: [asManyTitles] }) },
    ),
    tabs: object(
      'tabs',
      {
        type: named,
        elements: list(cards.elements, { min: 1, max: 10, ...(recommended && { also: [labelled] }) }),
        style: style(cards.profile),
        ...cards.own,
      },
      { required: ['type', 'elements'] },
    ),
    list: checklistRules(cards, basics),
  }
}

/** 4.5: the header, the sections, the buttons. */
function checklistRules(
  { own, profile }: Cards,
  { text: header, button }: { readonly text: Rule; readonly button: Rule },
): Rule {
  const needs = { required: ['type', 'elements'] }
  const only = (types: Readonly<Record<string, Rule>>) => typed('element', types, { guess })
  const words = { tooltip, alt, ...own }
  const checkbox = object(
    'a checkbox',
    {
      type: named,
      text: text(5_000),
      rtl: flag,
      tooltip,
      ...tags,
      style: style(profile),
      borderLine: flag,
      borderColor: text(256),
      click: checkedClick(profile),
      accessibility,
      ...own,
    },
    { required: ['type', 'text', 'click'] },
  )
  const checklist = object(
    'a checklist',
    {
      type: named,
      elements: list(only({ checkbox }), { min: 2, max: 256 }),
      padding,
      accessibility,
      ...words,
    },
    needs,
  )
  const textPart = only({ text: header })
  const checklistPart = only({ checklist })
  const section = object(
    'a section',
    {
      type: named,
      sectionID: text(256),
      elements: list(only({ text: header, checklist }), {
        min: 1,
        max: 2,
        places: [[checklistPart], [textPart, checklistPart]],
      }),
      padding,
      accessibility,
      ...words,
    },
    { required: ['type', 'elements', 'sectionID'] },
  )
  const sectionList = object(
    'a sectionList',
    { type: named, elements: list(only({ section }), { min: 1, max: 256 }), ...words },
    needs,
  )
  const submitButton = object(
    'a submitButton',
    {
      type: named,
      title: text(128),
      disabled: flag,
      rtl: flag,
      tooltip,
      ...tags,
      style: style(profile),
      alt,
      click: submitClick(profile),
      accessibility,
      ...own,
    },
    { required: ['type', 'title', 'click'] },
  )
  const submitPart = only({ submitButton })
  const buttonList = object(
    'a buttonList',
    {
      type: named,
      elements: list(only({ submitButton, button }), {
        min: 1,
        max: 2,
        places: [[submitPart], [submitPart, only({ button })]],
      }),
      padding,
      ...words,
    },
    needs,
  )
  const part = only({ text: header, sectionList, buttonList })
  const elements = list(part, { min: 3, max: 3, places: [[textPart, only({ sectionList }), only({ buttonList })]] })
  return object('a list', { type: named, elements, ...words }, needs)
}

/** SC4.10 */
const asManyTitles: Also = ({ titles, elements }, walk) => {
  if (!Array.isArray(titles) || !Array.isArray(elements) || titles.length === elements.length) return
  walk.error(
    'titles-do-not-match',
    `There are ${titles.length} titles for ${elements.length} cards; each card needs one.`,
    { count: titles.length, most: elements.length },
  )
}

/** 4.4 */
function labelled(children: readonly unknown[], walk: Parameters<Also>[1]): void {
  for (const [index, child] of children.entries()) {
    if (typeof child !== 'object' || child === null || 'tag' in child) continue
    walk.warnAt(index, 'tab-without-label', 'This tab has no “tag”, so it is shown without a name.')
  }
}
