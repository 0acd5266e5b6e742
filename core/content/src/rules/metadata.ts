import type { Profile } from '../channels.ts'
import { type AlsoList, any, type ListRule, list, object, pick, type Rule, typed } from '../check/rule.ts'
import { MAX_METADATA } from '../limits.ts'
import { generalMetadata } from './generalMetadata.ts'

interface Place {
  /** Inside clicks, entries without a type are in use; they are kept, and not returned with the click. */
  readonly untyped?: boolean
}

/** Metadata at a place inside a tree. The schemas let any list through; we check the types that we know (section 9). */
export function metadataIn(profile: Profile, { untyped = false }: Place = {}): ListRule {
  if (profile === 'strict') return list(any, { metadata: true })
  const types = { ...generalMetadata({ open: true }), ...(untyped && { [WITHOUT_TYPE]: withoutType }) }
  const entry = typed('metadata', types, { open: true, ...(untyped && { guess: () => WITHOUT_TYPE }) })
  return list(entry, { max: MAX_METADATA, metadata: true, also: [notTooLong] })
}

/** The channels whose schema lets any list through as metadata beside a message, and what of it is ours to check. */
export function openMetadata(profile: Profile): Rule {
  return metadataList(profile, webEntry)
}

/** The web also takes a single object, which is read as a list of one (connector R4.32). */
export function webMetadata(profile: Profile): Rule {
  const several = openMetadata(profile)
  const alone = profile === 'strict' ? object('metadata', {}, { open: true }) : webEntry
  return pick([several, alone], (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? alone : several,
  )
}

/** The one entry that needs no type: what only it has says which it is (9.1). */
export const guessEntry = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  fields.botMsgId === undefined ? undefined : 'CbBotResponseMetaData'

const webEntry = typed('metadata', generalMetadata({ open: true }), { open: true, guess: guessEntry })

/** Metadata beside a message of a channel with types of its own, as a list. */
export function metadataList(profile: Profile, entry: Rule, most = MAX_METADATA): ListRule {
  if (profile === 'strict') return list(any)
  return list(entry, { max: most, also: [notTooLong] })
}

const WITHOUT_TYPE = 'without type'
const withoutType = object(
  'an entry without type',
  {},
  {
    open: true,
    also: [(_fields, walk) => walk.warn('metadata-untyped', 'Has no text “type”; it is not returned with the click.')],
  },
)

const MAX_ENTRY = 5_000

/** Section 9: measured only where the whole payload could hold such an entry. */
const notTooLong: AlsoList = (entries, walk) => {
  if (walk.bytesBound <= MAX_ENTRY) return
  for (const [index, entry] of entries.entries()) {
    const { length } = JSON.stringify(entry)
    if (length <= MAX_ENTRY) continue
    walk.errorAt(
      index,
      'too-much-metadata',
      `This entry has ${length} characters as JSON; at most ${MAX_ENTRY} are allowed.`,
      { count: length, most: MAX_ENTRY },
    )
  }
}
