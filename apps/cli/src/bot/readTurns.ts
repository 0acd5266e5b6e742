import { CommandFailed, EXIT } from '../exitCodes.ts'

/** One line of a file of turns. */
export type Turn =
  | { readonly do: 'say'; readonly text: string }
  /** Taps a button, choice or quick reply by its label. */
  | { readonly do: 'choose'; readonly label: string }
  | { readonly do: 'location'; readonly location: Readonly<Record<string, unknown>> }
  | { readonly do: 'file'; readonly path: string; readonly caption?: string }
  | { readonly do: 'event'; readonly text: string }
  /** Moves the clock on, in milliseconds. */
  | { readonly do: 'advance'; readonly ms: number }

/** @throws CommandFailed that names the line which is wrong */
export function readTurn(line: string, number: number): Turn {
  const wrong = (what: string) => new CommandFailed(`turns, line ${number}: ${what}`, EXIT.usage)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw wrong('is not JSON')
  }
  if (typeof value !== 'object' || value === null) throw wrong('is not a JSON object')
  const { say, choose, location, file, caption, event, advance } = value as Record<string, unknown>
  if (typeof say === 'string') return { do: 'say', text: say }
  if (typeof choose === 'string') return { do: 'choose', label: choose }
  if (typeof location === 'object' && location !== null) {
    return { do: 'location', location: location as Record<string, unknown> }
  }
  if (typeof file === 'string') {
    return { do: 'file', path: file, ...(typeof caption === 'string' && { caption }) }
  }
  if (typeof event === 'string') return { do: 'event', text: event }
  if (typeof advance === 'number' && advance >= 0) return { do: 'advance', ms: advance }
  throw wrong('has none of "say", "choose", "location", "file", "event", "advance"')
}
