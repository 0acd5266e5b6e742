import { isJsonObject, pointer } from '@baton/base'
import type { Metadata, MetadataItem } from './click.ts'
import { jsonGate } from './jsonGate.ts'
import { MAX_METADATA } from './limits.ts'
import { type Checked, Report } from './report.ts'

/**
 * Typed objects beside a message. A single object is read as a list of one, because both forms are published (connector R4.32).
 * Unknown types and members are kept as they are.
 */
export function checkMetadata(value: unknown, path = '/metadata'): Checked<'metadata', Metadata> {
  const gate = jsonGate(value, path)
  if (gate) return { ok: false, problems: [gate] }
  const report = new Report()
  const list = isJsonObject(value) ? [value] : value
  if (!Array.isArray(list)) {
    report.error(path, 'metadata-shape', 'Must be a list of objects, or one object.')
    return { ok: false, problems: report.problems }
  }
  checkMetadataItems(list, path, report, { single: isJsonObject(value) })
  if (report.failed) return { ok: false, problems: report.problems }
  return { ok: true, metadata: list as Metadata, problems: report.problems }
}

interface ItemRules {
  /** The author wrote one object, so paths have no index. */
  readonly single?: boolean
  /** Inside clicks entries without a type are in use; they are kept in the tree, and not returned with the click. */
  readonly untyped?: boolean
}

/** The entries of a list that has passed the gate. */
export function checkMetadataItems(
  list: readonly unknown[],
  path: string,
  report: Report,
  rules: ItemRules = {},
): void {
  if (list.length > MAX_METADATA) {
    report.error(path, 'wrong-count', `Holds ${list.length} entries; at most ${MAX_METADATA} are allowed.`)
  }
  for (const [index, item] of list.entries()) {
    const at = rules.single ? path : pointer(path, index)
    if (isMetadataItem(item)) checkKnownType(item, at, report)
    else if (rules.untyped && isJsonObject(item)) {
      report.warn(at, 'metadata-untyped', 'Has no text "type"; it is not returned with the click.')
    } else report.error(at, 'metadata-shape', 'Must be an object with a text "type".')
  }
}

function checkKnownType({ type, id }: MetadataItem, path: string, report: Report): void {
  if (type === 'ExternalId' && (typeof id !== 'string' || id.length > 64)) {
    report.warn(pointer(path, 'id'), 'external-id', 'An ExternalId has a text "id" of at most 64 characters.')
  }
}

export function isMetadataItem(value: unknown): value is MetadataItem {
  return isJsonObject(value) && typeof value.type === 'string'
}
