import { type BotDefinition, checkDefinition, FORMAT, parseDefinition } from '@baton/dialog'
import type { Finding } from './liveperson/findings.ts'
import type { ImportContext } from './liveperson/importContext.ts'
import { importExport } from './liveperson/importExport.ts'
import { looksLikeExport } from './liveperson/parseExport.ts'

/** A bot's file, whoever wrote it. */
export interface ReadBot {
  readonly format: 'baton' | 'liveperson'
  /** Absent when something keeps it from being used; `findings` says what. */
  readonly definition?: BotDefinition
  readonly findings: readonly Finding[]
}

/** @returns undefined when it is neither of the formats that are known */
export function readBotFile(text: string, context: ImportContext = {}): ReadBot | undefined {
  const value = parse(text)
  if (value === undefined || looksLikeExport(value)) return { format: 'liveperson', ...importExport(text, context) }
  const isOurs = typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT
  if (!isOurs) return undefined
  const { definition, problems } = parseDefinition(value)
  const meant = definition === undefined ? [] : checkDefinition(definition)
  const findings = [...problems, ...meant].map(({ path, rule, message, severity }): Finding => {
    const code = rule === 'unknown-key' ? 'I-UNKNOWNKEY' : severity === 'warning' ? 'W-SHAPE' : 'E-SHAPE'
    return { severity: code[0] as Finding['severity'], code, jsonPointer: path, message: `${rule}: ${message}` }
  })
  return { format: 'baton', ...(definition && { definition }), findings }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
