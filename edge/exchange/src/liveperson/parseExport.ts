import { isJsonObject, type JsonObject, type JsonValue } from '@baton/base'
import type { Findings } from './findings.ts'

/** More than the 10 MB of export B-31: a bot of 50,000 interactions is a legal bot, and its file is larger than that. */
export const MAX_EXPORT_BYTES = 64 * 1024 * 1024
/** export B-31. */
export const MAX_EXPORT_DEPTH = 64

/** The parts without which there is no bot (export B-31); the others may be missing. */
export interface ExportFile extends JsonObject {
  readonly bot: JsonObject
  readonly groups: readonly JsonValue[]
  readonly conversationMessage: readonly JsonValue[]
}

/** Whether a parsed file claims to be such an export; for choosing a reader. */
export function looksLikeExport(value: unknown): boolean {
  return isJsonObject(value) && ('conversationMessage' in value || ('bot' in value && 'groups' in value))
}

/** @returns the file, if it can be read at all; else what keeps it from being read, in `findings` */
export function parseExport(text: string, findings: Findings): ExportFile | undefined {
  const whole = { pointer: '' }
  if (Buffer.byteLength(text) > MAX_EXPORT_BYTES) {
    findings.add('E-JSON', whole, `The file is larger than ${MAX_EXPORT_BYTES} bytes.`)
    return undefined
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (fault) {
    findings.add('E-JSON', whole, `The file is not JSON: ${fault instanceof Error ? fault.message : String(fault)}`)
    return undefined
  }
  return checkExport(value, findings)
}

/** As `parseExport`, for what is parsed already. */
export function checkExport(value: unknown, findings: Findings): ExportFile | undefined {
  if (!isJsonObject(value)) {
    findings.add('E-SHAPE', { pointer: '' }, 'The file must hold one JSON object.')
    return undefined
  }
  if (deeperThan(value, MAX_EXPORT_DEPTH)) {
    findings.add('E-JSON', { pointer: '' }, `The file is nested deeper than ${MAX_EXPORT_DEPTH} levels.`)
    return undefined
  }
  const { bot, groups, conversationMessage } = value
  const missing = (key: string, what: string) =>
    findings.add('E-SHAPE', { pointer: `/${key}` }, `"${key}" must be ${what}; without it this is no exported bot.`)
  if (!isJsonObject(bot)) missing('bot', 'an object')
  if (!Array.isArray(groups)) missing('groups', 'a list of dialogs')
  if (!Array.isArray(conversationMessage)) missing('conversationMessage', 'a list of interactions')
  return findings.hasErrors ? undefined : (value as ExportFile)
}

/** With a list of its own instead of the call stack: no depth can overflow it. */
function deeperThan(value: unknown, limit: number): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.depth > limit) return true
    for (const part of Object.values(next.value)) open.push({ value: part, depth: next.depth + 1 })
  }
  return false
}
