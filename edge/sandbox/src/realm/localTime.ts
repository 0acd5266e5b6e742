const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']
const formats = new Map<string, Intl.DateTimeFormat | null>()
const MAX_FORMATS = 200

/** What clock and calendar show in a zone; null for a zone that nobody knows. */
export function localTime(zone: string, ms: number): { weekday: string; date: string; minutes: number } | null {
  const format = formatOf(zone)
  if (format === null || !Number.isFinite(ms)) return null
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  const two = (number: number): string => String(number).padStart(2, '0')
  return {
    weekday: WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '',
    date: `${two(month)}.${two(day)}.${year}`,
    minutes: hour * 60 + minute,
  }
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  if (formats.size >= MAX_FORMATS) formats.clear()
  let format: Intl.DateTimeFormat | null = null
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  } catch {
    // Not a zone.
  }
  formats.set(zone, format)
  return format
}
