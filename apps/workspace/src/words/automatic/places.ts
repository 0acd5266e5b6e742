import { z } from 'zod'
import { type AutomaticKind, KINDS } from './kinds.ts'
import { type Timer, type Times, timesAt } from './silences.ts'

const message = z.object({
  kind: z.enum(KINDS),
  entryPointId: z.string().optional(),
  skillId: z.number().optional(),
  language: z.string().optional(),
  text: z.string(),
})
export const messages = z.object({ items: z.array(message) })
export type Message = z.infer<typeof message>

/** `''` for everywhere; else `skill:` or `entry:` with the id. */
export interface Place {
  readonly scope: string
  readonly language: string
}

export type Values = { readonly [kind in AutomaticKind]: string } & {
  readonly times: Times
  /** Of which place they are: the fields of a time begin anew with them, in the unit that fits. */
  readonly at: string
}

const scopeOf = ({ skillId, entryPointId }: Message) =>
  skillId !== undefined ? `skill:${skillId}` : entryPointId !== undefined ? `entry:${entryPointId}` : ''

const isAt =
  ({ scope, language }: Place) =>
  (one: Message) =>
    scopeOf(one) === scope && (one.language ?? '') === language

/** As the API names a place. */
export function fieldsOf({ scope, language }: Place) {
  const id = scope.slice(scope.indexOf(':') + 1)
  return {
    ...(scope.startsWith('skill:') && { skillId: Number(id) }),
    ...(scope.startsWith('entry:') && { entryPointId: id }),
    ...(language !== '' && { language }),
  }
}

const saidAt = (items: readonly Message[], kind: AutomaticKind, place: Place): string =>
  items.filter(isAt(place)).find((one) => one.kind === kind)?.text ?? ''

/** What is said there although nothing is said here: the nearest that has words. */
export const saidElsewhere = (items: readonly Message[], kind: AutomaticKind, place: Place): string | undefined =>
  [
    { ...place, language: '' },
    { ...place, scope: '' },
    { scope: '', language: '' },
  ]
    .map((at) => saidAt(items, kind, at))
    .find((text) => text !== '')

/** All that is set for a place. */
export const valuesAt = (items: readonly Message[], times: readonly Timer[], place: Place): Values => ({
  ...(Object.fromEntries(KINDS.map((kind) => [kind, saidAt(items, kind, place)])) as {
    [kind in AutomaticKind]: string
  }),
  times: timesAt(times, fieldsOf(place).skillId),
  at: place.scope,
})

/** Times are of a skill or of everywhere, whatever the entry point and the language. */
export const hasTimes = ({ scope, language }: Place): boolean => !scope.startsWith('entry:') && language === ''
