import { isJsonObject, type JsonValue } from '@baton/base'

/** What an integration gave, as its variable holds it and scripts know it (scripting A-44). */
export const packResult = (variable: string, body: JsonValue): JsonValue => ({
  jsonData: JSON.stringify({ [variable]: body }),
})

/** @returns undefined where a script has put something else there (scripting A-50) */
export function unpackResult(variable: string, stored: JsonValue | undefined): JsonValue | undefined {
  const json = isJsonObject(stored) ? stored.jsonData : undefined
  if (typeof json !== 'string') return undefined
  try {
    const wrapped = JSON.parse(json) as JsonValue
    return isJsonObject(wrapped) && Object.hasOwn(wrapped, variable) ? wrapped[variable] : undefined
  } catch {
    return undefined
  }
}
