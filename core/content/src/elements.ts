import { isJsonObject, pointer } from '@baton/base'
import { checkClick } from './checkClick.ts'
import { FieldCheck } from './fields.ts'
import { MAX_ELEMENT_DEPTH, MAX_ELEMENTS, MAX_METADATA_IN_TREE } from './limits.ts'
import { checkMetadataItems } from './metadata.ts'
import type { Report } from './report.ts'

/** Counts over the whole tree. */
export interface TreeCount {
  elements: number
  metadata: number
}

type ElementCheck = (check: FieldCheck) => void
interface ElementRule {
  readonly check: ElementCheck
  /** How many children, if it has any. */
  readonly children?: { readonly min: number; readonly max: number; readonly types?: readonly string[] }
}

const CARDS = [
  'text',
  'image',
  'button',
  'map',
  'linkPreview',
  'template',
  'keyValuePairList',
  'vertical',
  'horizontal',
]

/** Every element that the web knows (structured content, sections 3 and 4). */
const ELEMENTS: ReadonlyMap<string, ElementRule> = new Map<string, ElementRule>([
  ['text', { check: (check) => void check.text('text', 5_000, true) }],
  ['image', { check: checkImage }],
  ['button', { check: checkButton }],
  ['map', { check: checkMap }],
  ['linkPreview', { check: checkLinkPreview }],
  ['template', { check: (check) => void check.list('resp', { min: 1, max: 32 }, true) }],
  ['keyValuePairList', { check: (check) => void check.list('elements', { min: 1, max: 50 }, true) }],
  ['vertical', { check: checkCard, children: { min: 0, max: 256 } }],
  ['horizontal', { check: checkCard, children: { min: 0, max: 256 } }],
  ['carousel', { check: checkCarousel, children: { min: 2, max: 10, types: CARDS } }],
  ['carouselSelect', { check: checkCarousel, children: { min: 1, max: 20, types: CARDS } }],
  ['accordionSelect', { check: checkCarousel, children: { min: 0, max: 20, types: CARDS } }],
  ['tabs', { check: anything, children: { min: 1, max: 10 } }],
  ['list', { check: checkListOrder, children: { min: 3, max: 3, types: ['text', 'sectionList', 'buttonList'] } }],
  ['sectionList', { check: anything, children: { min: 1, max: 256, types: ['section'] } }],
  ['section', { check: checkSection, children: { min: 1, max: 2, types: ['text', 'checklist'] } }],
  ['checklist', { check: anything, children: { min: 1, max: 256, types: ['checkbox'] } }],
  ['checkbox', { check: checkCheckbox }],
  ['buttonList', { check: anything, children: { min: 1, max: 2, types: ['submitButton', 'button'] } }],
  ['submitButton', { check: checkSubmitButton }],
])

/** Checks an element and all below it. Recursion is bounded: the tree has passed the gate. */
export function checkElement(
  element: unknown,
  path: string,
  report: Report,
  count: TreeCount,
  depth = 1,
  types?: readonly string[],
): void {
  count.elements += 1
  if (count.elements === MAX_ELEMENTS + 1) report.error('', 'too-many-elements', `More than ${MAX_ELEMENTS} elements.`)
  if (depth > MAX_ELEMENT_DEPTH) {
    report.error(path, 'too-deep', `Elements are nested deeper than ${MAX_ELEMENT_DEPTH} levels.`)
    return
  }
  if (!isJsonObject(element)) {
    report.error(path, 'not-an-object', 'An element must be an object.')
    return
  }
  const { type } = element
  if (typeof type !== 'string') {
    report.error(pointer(path, 'type'), 'missing', '"type" is missing; it names the element.')
    return
  }
  const rule = ELEMENTS.get(type)
  if (!rule) {
    report.error(pointer(path, 'type'), 'unknown-element', `There is no element "${type.slice(0, 40)}".`)
    return
  }
  if (types && !types.includes(type)) {
    report.error(pointer(path, 'type'), 'element-not-allowed', `"${type}" may not stand here; ${types.join(', ')} may.`)
  }
  const check = new FieldCheck(element, path, report)
  checkCommon(check, count)
  rule.check(check)
  if (!rule.children) return
  const children = check.list('elements', rule.children, true)
  const childrenPath = pointer(path, 'elements')
  for (const [index, child] of children.entries()) {
    checkElement(child, pointer(childrenPath, index), report, count, depth + 1, rule.children.types)
  }
}

function anything(): void {}

/** What every element may carry (3.1). */
function checkCommon(check: FieldCheck, count: TreeCount): void {
  check.text('tooltip', 256)
  check.text('alt', 2_000)
  check.text('tag', 64)
  check.text('tagVersion', 64)
  check.flag('rtl')
  check.object('style')
  check.object('accessibility')
  const { type, click } = check.fields
  const only = type === 'checkbox' ? 'checked' : type === 'submitButton' ? 'submitAsText' : undefined
  if (click !== undefined) checkClick(click, pointer(check.path, 'click'), check.report, only)
  const metadata = check.list('metadata', { min: 0, max: Number.POSITIVE_INFINITY })
  if (metadata.length > 0) {
    checkMetadataItems(metadata, pointer(check.path, 'metadata'), check.report, { untyped: true })
  }
  const clicked = isJsonObject(click) && Array.isArray(click.metadata) ? click.metadata.length : 0
  const before = count.metadata
  count.metadata += metadata.length + clicked
  if (before <= MAX_METADATA_IN_TREE && count.metadata > MAX_METADATA_IN_TREE) {
    check.report.error('', 'too-much-metadata', `More than ${MAX_METADATA_IN_TREE} entries of metadata altogether.`)
  }
}

function checkImage(check: FieldCheck): void {
  check.text('url', 2_048, true)
  check.text('caption', 128)
}

function checkButton(check: FieldCheck): void {
  check.text('title', 128, true)
  check.text('subtitle', 128)
  check.oneOf('class', ['text', 'button'])
  check.flag('disabled')
  check.object('ref')
}

function checkMap(check: FieldCheck): void {
  check.number('la', undefined, true)
  check.number('lo', undefined, true)
  const { la, lo } = check.fields
  // Several published examples are outside of the world; they draw nothing, and harm nobody (SC2.3).
  if ((typeof la === 'number' && Math.abs(la) > 90) || (typeof lo === 'number' && Math.abs(lo) > 180)) {
    check.report.warn(
      check.path,
      'not-on-earth',
      '"la" is a latitude from -90 to 90, "lo" a longitude from -180 to 180.',
    )
  }
}

function checkLinkPreview(check: FieldCheck): void {
  check.text('url', 2_048, true)
  check.text('title', 128)
  check.text('description', 5_000)
  check.text('imageUrl', 2_048)
}

function checkCard(check: FieldCheck): void {
  check.oneOf('border', ['border', 'borderLess', 'dropShadow'])
  check.oneOf('scroll', ['disable', 'enable'])
  check.flag('borderLine')
  check.object('display')
  const percentages = check.list('percentages', { min: 0, max: 256 })
  if (percentages.some((part) => typeof part !== 'number')) {
    check.report.error(pointer(check.path, 'percentages'), 'not-a-number', '"percentages" must hold numbers only.')
  }
}

function checkCarousel(check: FieldCheck): void {
  check.number('padding', { min: 0, max: 10 })
  check.object('display')
  check.object('selectMode')
}

/** The three parts of a checklist have fixed places (4.5). */
function checkListOrder(check: FieldCheck): void {
  const { elements } = check.fields
  if (!Array.isArray(elements)) return
  for (const [index, type] of ['text', 'sectionList', 'buttonList'].entries()) {
    const part: unknown = elements[index]
    if (isJsonObject(part) && part.type === type) continue
    check.report.error(pointer(pointer(check.path, 'elements'), index), 'list-order', `Must be a "${type}".`)
  }
}

function checkSection(check: FieldCheck): void {
  check.text('sectionID', 256, true)
}

function checkCheckbox(check: FieldCheck): void {
  check.text('text', 5_000, true)
  requireClick(check)
}

function checkSubmitButton(check: FieldCheck): void {
  check.text('title', 128, true)
  check.flag('disabled')
  requireClick(check)
}

function requireClick(check: FieldCheck): void {
  if (check.fields.click === undefined) {
    check.report.error(pointer(check.path, 'click'), 'missing', '"click" is missing; it says what a tap does.')
  }
}
