import { isJsonObject, type JsonObject } from '@baton/base'
import { member } from './writing.ts'

/** The key of this house under `x-extensions` (export B-44). */
export const OURS = 'baton'

/** Ids of integrations that stand in the extensions only. */
export function extendedIntegrations(file: JsonObject): string[] {
  const list = member(member(file, 'x-extensions'), OURS).integrations
  return Array.isArray(list)
    ? list.flatMap((one) => (isJsonObject(one) && typeof one.id === 'string' ? [one.id] : []))
    : []
}
