import { isJsonObject, pointer } from '@baton/base'
import { FieldCheck, type Fields } from './fields.ts'
import { checkMetadataItems } from './metadata.ts'
import type { Report } from './report.ts'

/** Addresses that a tap may open; everything else, above all `javascript:` and `data:`, is refused (SC5.6). */
const LINK_SCHEMES = new Set(['http:', 'https:', 'tel:', 'mailto:'])
const MAX_ACTIONS = 4
const MAX_URI = 1_024
/** Blanks and control characters. Browsers drop some of them; what is checked here must be what they open. */
const NOT_IN_URI = /[\p{Cc}\p{Zs}]/u

const ACTIONS: ReadonlyMap<string, (check: FieldCheck) => void> = new Map([
  ['publishText', checkPublishText],
  ['link', checkLink],
  ['navigate', checkNavigate],
  ['datePicker', (check) => check.oneOf('class', ['single', 'range'], true)],
  ['scheduleSlotList', checkSlots],
  ['addToCart', (check) => void check.list('items', { min: 0, max: 10 }, true)],
  ['custom', (check) => void check.list('data', { min: 0, max: 10 })],
  ['checked', (check) => void check.text('publishText', 250, true)],
  ['submitAsText', (check) => check.flag('submit')],
])

/**
 * Checks what a tap does.
 * @param only the single action that may occur: a tick box only ticks, a submit button only submits (SC4.11)
 */
export function checkClick(click: unknown, path: string, report: Report, only?: string): void {
  if (click === undefined) return
  if (!isJsonObject(click)) {
    report.error(path, 'not-an-object', 'Must be an object with "actions" and "metadata".')
    return
  }
  const check = new FieldCheck(click, path, report)
  const actions = check.list('actions', { min: 0, max: MAX_ACTIONS })
  for (const [index, action] of actions.entries()) {
    checkAction(action, pointer(pointer(path, 'actions'), index), report, only)
  }
  const metadata = check.list('metadata', { min: 0, max: Number.POSITIVE_INFINITY })
  checkMetadataItems(metadata, pointer(path, 'metadata'), report, { untyped: true })
}

function checkAction(action: unknown, path: string, report: Report, only?: string): void {
  if (!isJsonObject(action) || typeof action.type !== 'string') {
    report.error(path, 'action-shape', 'Must be an object with a text "type".')
    return
  }
  const typePath = pointer(path, 'type')
  if (only !== undefined && action.type !== only) {
    report.error(typePath, 'action-not-allowed', `Only the action "${only}" is allowed here.`)
    return
  }
  const check = ACTIONS.get(action.type)
  if (check) check(new FieldCheck(action, path, report))
  else report.error(typePath, 'unknown-action', `There is no action "${action.type.slice(0, 40)}".`)
}

/** 256 is the limit for senders, 5,000 what circulates; a text in between is told, not refused (C2). */
function checkPublishText(check: FieldCheck): void {
  if (!check.text('text', 5_000, true)) return
  const { text } = check.fields
  if (typeof text === 'string' && text.length > 256) {
    check.report.warn(pointer(check.path, 'text'), 'text-long', 'More than 256 characters; not every channel takes it.')
  }
}

function checkNavigate(check: FieldCheck): void {
  check.number('la', undefined, true)
  check.number('lo', undefined, true)
  check.text('name', 256)
}

function checkLink(check: FieldCheck): void {
  check.text('name', 256)
  check.oneOf('target', ['self', 'blank', 'slideout'])
  checkUri(check, 'uri', true)
  for (const device of ['web', 'ios', 'android']) {
    const part = check.fields[device]
    if (isJsonObject(part)) checkUri(new FieldCheck(part, pointer(check.path, device), check.report), 'uri')
    else check.object(device)
  }
}

function checkSlots(check: FieldCheck): void {
  check.text('title', 40)
  const slots = check.list('slots', { min: 0, max: 256 })
  for (const [index, slot] of slots.entries()) {
    const path = pointer(pointer(check.path, 'slots'), index)
    if (!isJsonObject(slot)) {
      check.report.error(path, 'not-an-object', 'A slot must be an object.')
      continue
    }
    const slotCheck = new FieldCheck(slot, path, check.report)
    slotCheck.oneOf('type', ['scheduleSlot'], true)
    slotCheck.text('id', 256, true)
    slotCheck.number('start', undefined, true)
    slotCheck.text('imageUrl', 1_024)
  }
}

function checkUri(check: FieldCheck, name: string, required = false): void {
  if (!check.text(name, MAX_URI, required)) return
  const scheme = schemeOf(check.fields, name)
  const path = pointer(check.path, name)
  if (scheme === undefined) {
    check.report.error(path, 'uri-not-absolute', 'Must be an absolute address, such as https://example.com.')
  } else if (!LINK_SCHEMES.has(scheme)) {
    check.report.error(path, 'scheme-not-allowed', `The scheme "${scheme.slice(0, 40)}" is not allowed in a link.`)
  }
}

function schemeOf(fields: Fields, name: string): string | undefined {
  const uri = fields[name]
  if (typeof uri !== 'string' || NOT_IN_URI.test(uri) || !URL.canParse(uri)) return undefined
  return new URL(uri).protocol
}
