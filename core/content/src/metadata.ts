import { isJsonObject } from '@baton/base'
import type { Checked } from './checked.ts'
import { checkPayload, type PayloadRules } from './checkPayload.ts'
import type { Metadata, MetadataItem } from './click.ts'

/**
 * Typed objects beside a message. A single object is read as a list of one, because both forms are published (connector R4.32).
 * Unknown types and members are kept as they are.
 */
export function checkMetadata(
  value: unknown,
  path = '/metadata',
  rules: PayloadRules = {},
): Checked<'metadata', Metadata> {
  const { valid, problems } = checkPayload(value, 'metadata', { ...rules, path })
  if (!valid) return { ok: false, problems }
  return { ok: true, metadata: (Array.isArray(value) ? value : [value]) as Metadata, problems }
}

export function isMetadataItem(value: unknown): value is MetadataItem {
  return isJsonObject(value) && typeof value.type === 'string'
}
