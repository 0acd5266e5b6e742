import { isJsonObject, type JsonObject } from '@baton/base'
import type { Content } from './content.ts'
import { elementsIn } from './elementAt.ts'

/** The two flags of section 14. */
export type InteractivityFlag = 'blockSCWhenNotLastMsg' | 'blockTextInput'

/** What an element says of itself and all below it; both written forms count (SC14.2). Nothing: as whatever holds it says. */
export function flagOf(element: JsonObject, flag: InteractivityFlag): boolean | undefined {
  const own = element[flag]
  if (typeof own === 'boolean') return own
  const settings = element.customSettings
  const custom = isJsonObject(settings) ? settings[flag] : undefined
  return typeof custom === 'boolean' ? custom : undefined
}

/** Types with which one can answer. */
const ANSWERS = new Set<unknown>(['button', 'image', 'map', 'submitButton', 'template'])

/**
 * Whether free text is to wait while this card is the newest message: an element that can be tapped is asked to be the only way to
 * answer (section 14).
 * @param byDefault what the account says where the card says nothing (SC14.1)
 */
export function blocksText(content: Content, byDefault = false): boolean {
  const inherited = new Map<string, boolean>()
  for (const { element, at } of elementsIn(content)) {
    const above = inherited.get(at.replace(/\/elements\/\d+$/, '')) ?? byDefault
    const own = flagOf(element, 'blockTextInput') ?? above
    inherited.set(at, own)
    if (own && ANSWERS.has(element.type) && saysSomething(element)) return true
  }
  return false
}

function saysSomething({ type, click }: JsonObject): boolean {
  if (type === 'template') return true
  const actions = isJsonObject(click) && Array.isArray(click.actions) ? click.actions : []
  return actions.some((action) => isJsonObject(action) && SAYING.has(action.type))
}

const SAYING = new Set<unknown>(['publishText', 'submitAsText', 'datePicker', 'scheduleSlotList'])
