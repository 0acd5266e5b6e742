import { readFile } from 'node:fs/promises'
import { type BotDefinition, checkDefinition, type Domain, FORMAT, parseDefinition } from '@baton/dialog'
import { type Finding, importExport, looksLikeExport } from '@baton/exchange'
import { CommandFailed, EXIT } from '../exitCodes.ts'

/** A bot's file, whoever wrote it. */
export interface ReadBot {
  readonly format: 'baton' | 'liveperson'
  /** Absent when something keeps it from being used; `findings` says what. */
  readonly definition?: BotDefinition
  readonly findings: readonly Finding[]
}

/** @param domains that an exported bot names and does not hold @throws CommandFailed when there is no such file, or it is neither of the formats that are known */
export async function readBot(file: string, domains: readonly Domain[] = []): Promise<ReadBot> {
  const text = await readFile(file, 'utf8').catch((fault: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${fault.message}`, EXIT.usage)
  })
  const value = parse(text)
  if (value === undefined || looksLikeExport(value)) return { format: 'liveperson', ...importExport(text, { domains }) }
  const isOurs = typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT
  if (!isOurs)
    throw new CommandFailed(`${file} is neither a bot of Baton ("format": "${FORMAT}") nor a LivePerson export.`)
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
