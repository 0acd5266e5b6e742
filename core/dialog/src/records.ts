import type { Words } from './kind.ts'

/** Of tiles that are repeated for the records of a list (dialogs R5.16). */
export const MAX_TILES = 10

/**
 * Something that names list fields stands for each of their records, all lists advancing together; something that names none
 * stands for itself (dialogs R5.13, scripting A-59). What is beyond the limit is left out, and told.
 * @param templates all texts of it; absent ones do not count
 */
export function forRecords<T>(
  templates: readonly (string | undefined)[],
  words: Words,
  make: (words: Words) => T,
): T[] {
  const records = words.records(templates.filter((template) => template !== undefined))
  if (records === undefined) return [make(words)]
  if (records > MAX_TILES)
    words.warn(`${records - MAX_TILES} of ${records} records are not shown; a question has ${MAX_TILES} tiles at most.`)
  return Array.from({ length: Math.min(records, MAX_TILES) }, (_, index) => make(words.ofRecord(index)))
}
