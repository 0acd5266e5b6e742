import { isJsonObject, type JsonValue } from '@baton/base'

type Step = { readonly key: string } | { readonly index: number } | { readonly each: true }

/** Where a custom data field lies in a result: `{$.api_<variable>.a[0].b}`, `[i]` for every element (scripting A-53). */
export interface FieldPath {
  readonly variable: string
  readonly steps: readonly Step[]
}

const WHOLE = /^\{?\$\.api_([^.[\]{}]+)((?:\.[^.[\]{}]+|\[(?:\d+|i)\])*)\}?$/

/** @returns undefined when the path is not of that form, or has two list markers */
export function parseFieldPath(path: string): FieldPath | undefined {
  const match = WHOLE.exec(path.trim())
  if (!match) return undefined
  const [, variable = '', rest = ''] = match
  const steps = [...rest.matchAll(/\.([^.[\]]+)|\[(\d+|i)\]/g)].map(([, key, index]): Step => {
    if (key !== undefined) return { key }
    return index === 'i' ? { each: true } : { index: Number(index) }
  })
  return steps.filter((step) => 'each' in step).length > 1 ? undefined : { variable, steps }
}

/**
 * @param body of the answer
 * @returns a list where the path has a marker: one entry per record, null where one lacks it (scripting ); undefined when unset
 */
export function readField({ steps }: FieldPath, body: JsonValue): JsonValue | undefined {
  const marker = steps.findIndex((step) => 'each' in step)
  if (marker < 0) return follow(body, steps)
  const list = follow(body, steps.slice(0, marker))
  if (!Array.isArray(list)) return undefined
  return (list as readonly JsonValue[]).map((record) => follow(record, steps.slice(marker + 1)) ?? null)
}

function follow(value: JsonValue, steps: readonly Step[]): JsonValue | undefined {
  let here: JsonValue | undefined = value
  for (const step of steps) {
    if ('index' in step) here = Array.isArray(here) ? (here as readonly JsonValue[])[step.index] : undefined
    else if ('key' in step)
      here = isJsonObject(here) && Object.hasOwn(here, step.key) ? (here[step.key] as JsonValue) : undefined
    if (here === undefined) return undefined
  }
  return here
}
