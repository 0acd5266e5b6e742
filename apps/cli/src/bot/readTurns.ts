import { readFile } from 'node:fs/promises'
import type { Input } from '@baton/dialog'
import { CommandFailed, EXIT } from '../exitCodes.ts'

type Location = Extract<Input, { kind: 'location' }>['location']

/** One line of a file of turns. */
export type Turn =
  | { readonly do: 'say'; readonly text: string }
  /** Taps a button, choice or quick reply by its label. */
  | { readonly do: 'choose'; readonly label: string }
  | { readonly do: 'location'; readonly location: Location }
  | { readonly do: 'file'; readonly path: string; readonly caption?: string; readonly line: number }
  | { readonly do: 'event'; readonly text: string }
  /** Moves the clock on, in milliseconds. */
  | { readonly do: 'advance'; readonly ms: number }

const KINDS = ['say', 'choose', 'location', 'file', 'event', 'advance'] as const
const LIST = KINDS.map((kind) => `"${kind}"`).join(', ')

/** @throws CommandFailed that names the line which is wrong, and what in it */
export function readTurn(line: string, number: number): Turn {
  const wrong = (what: string) => new CommandFailed(`turns, line ${number}: ${what}`, EXIT.usage)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (fault) {
    throw wrong(`is not JSON: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('is not a JSON object')
  const turn = value as Readonly<Record<string, unknown>>
  const kinds = KINDS.filter((kind) => Object.hasOwn(turn, kind))
  const [kind] = kinds
  if (kind === undefined) throw wrong(`has none of ${LIST}`)
  if (kinds.length > 1) throw wrong(`has both ${kinds.map((one) => `"${one}"`).join(' and ')}; a line is one turn`)
  const unknown = Object.keys(turn).find((key) => key !== kind && !(kind === 'file' && key === 'caption'))
  if (unknown !== undefined) throw wrong(`"${unknown}" is not known beside "${kind}"`)
  const text = (key: string): string => {
    const found = turn[key]
    if (typeof found === 'string') return found
    throw wrong(`"${key}" must be a text`)
  }
  switch (kind) {
    case 'say':
      return { do: 'say', text: text('say') }
    case 'choose':
      return { do: 'choose', label: text('choose') }
    case 'event':
      return { do: 'event', text: text('event') }
    case 'file':
      return {
        ...{ do: 'file', path: text('file'), line: number },
        ...(turn.caption !== undefined && { caption: text('caption') }),
      }
    case 'location':
      return { do: 'location', location: readLocation(turn.location, wrong) }
    case 'advance':
      if (typeof turn.advance !== 'number' || !Number.isFinite(turn.advance) || turn.advance < 0)
        throw wrong('"advance" must be a number of milliseconds, 0 or more')
      return { do: 'advance', ms: turn.advance }
  }
}

/** As `botContext.getUserLocation` and `{$location.…}` know it; coordinates may be written as texts, and by their long names. */
function readLocation(value: unknown, wrong: (what: string) => Error): Location {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('"location" must be an object')
  const given = value as Readonly<Record<string, unknown>>
  const text = (key: string) => {
    const found = given[key]
    if (found === undefined || typeof found === 'string') return found
    if (typeof found === 'number') return String(found)
    throw wrong(`"location.${key}" must be a text`)
  }
  const number = (...keys: readonly string[]) => {
    const key = keys.find((one) => given[one] !== undefined)
    if (key === undefined) return undefined
    const found = Number(given[key])
    if (typeof given[key] === 'boolean' || given[key] === '' || !Number.isFinite(found))
      throw wrong(`"location.${key}" must be a number`)
    return found
  }
  const [city, state, zip] = [text('city'), text('state'), text('zip')]
  const [lat, lng] = [number('lat', 'latitude'), number('lng', 'lon', 'longitude')]
  return {
    ...(city !== undefined && { city }),
    ...(state !== undefined && { state }),
    ...(zip !== undefined && { zip }),
    ...(lat !== undefined && { lat }),
    ...(lng !== undefined && { lng }),
  }
}

/** All lines of a file, each checked before the first one is played; empty ones do not count. @throws CommandFailed */
export async function readTurnFile(file: string): Promise<Turn[]> {
  const text = await readFile(file, 'utf8').catch((fault: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${fault.message}`, EXIT.usage)
  })
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [readTurn(line, index + 1)]))
}
