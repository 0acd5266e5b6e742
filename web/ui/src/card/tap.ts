import type { Click, ClickAction, DatePickerAction, LinkAction, ScheduleSlotListAction } from '@baton/content'
import { isSafeAddress } from '../safeAddress.ts'

/** Two taps within this time are one (structured-content SC13.4). */
export const ONE_TAP_MS = 500

/** Where a tap leads, when it does nothing else: such an element is a link and not a button. */
export interface Lead {
  readonly address: string
  /** The page is left (SC5.5). */
  readonly isSameTab: boolean
  /** A panel beside the conversation is wanted, where there is one (SC5.5). */
  readonly slidesOut: boolean
}

export function onlyLeadOf(click: Click | undefined): Lead | undefined {
  const [action, ...others] = click?.actions ?? []
  return action !== undefined && others.length === 0 ? leadOf(action) : undefined
}

/** Where a tap leads beside what it says. */
export function leadsOf(click: Click): readonly Lead[] {
  return click.actions.flatMap((action) => leadOf(action) ?? [])
}

/** What has to be picked before the tap is done. */
export function pickerOf(click: Click | undefined): DatePickerAction | ScheduleSlotListAction | undefined {
  return click?.actions.find((action) => action.type === 'datePicker' || action.type === 'scheduleSlotList')
}

/** A point on a map site, for looking at it and for the way there. */
export function mapAddress(la: number, lo: number): string {
  return `https://www.openstreetmap.org/?mlat=${la}&mlon=${lo}#map=16/${la}/${lo}`
}

function leadOf(action: ClickAction): Lead | undefined {
  if (action.type === 'navigate')
    return { address: mapAddress(action.la, action.lo), isSameTab: false, slidesOut: false }
  if (action.type !== 'link') return undefined
  const address = addressOf(action)
  if (!isSafeAddress(address)) return undefined
  return {
    address,
    isSameTab: action.target === 'self',
    slidesOut: action.target === 'slideout' && isForPanel(address),
  }
}

/** A browser takes the address that is meant for browsers (SC5.4). */
const addressOf = ({ uri, web }: LinkAction): string => web?.uri ?? uri

/** Only other sites' pages: one of this site, in a frame, could reach out of it; and a telephone number is no page. */
function isForPanel(address: string): boolean {
  const { protocol, origin } = new URL(address)
  return (protocol === 'https:' || protocol === 'http:') && origin !== globalThis.location?.origin
}
