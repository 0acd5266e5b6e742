import { writeFile } from 'node:fs/promises'
import type { BotDefinition } from '@baton/dialog'
import type { Finding } from '@baton/exchange'
import { EXIT } from '../exitCodes.ts'
import { type ReadBot, readBot } from './readBot.ts'
import { readDomains } from './readFacts.ts'

export interface ImportOptions {
  readonly json: boolean
  readonly out?: string
  readonly domains?: string
}

/** Reads a bot and tells what came in, what was translated and what is unknown; starts and calls nothing. */
export async function importBot(file: string, { json, out, domains }: ImportOptions): Promise<number> {
  const read = await readBot(file, domains === undefined ? [] : await readDomains(domains))
  const { definition } = read
  if (definition !== undefined && out !== undefined)
    await writeFile(out, `${JSON.stringify(definition, undefined, 2)}\n`)
  const report = toReport(file, read)
  if (json) console.log(JSON.stringify(report))
  else for (const line of toLines(report, out)) console.log(line)
  return definition === undefined ? EXIT.failed : EXIT.fine
}

function toReport(file: string, { format, definition, findings }: ReadBot) {
  return {
    file,
    format,
    imported: definition !== undefined,
    ...(definition && { bot: { id: definition.id, name: definition.name, language: definition.language } }),
    ...(definition && { counts: countsOf(definition), interactionTypes: typesOf(definition) }),
    unknown: findings.filter(({ code }) => UNKNOWN.has(code)).length,
    dangling: findings.filter(({ code }) => code === 'W-DANGLING' || code === 'W-TRIGGER').length,
    findings,
  }
}

const UNKNOWN = new Set(['W-ITYPE', 'W-RTYPE', 'W-MATCH', 'W-ACTION', 'I-UNKNOWNKEY'])

function countsOf({ dialogs, integrations = [], domains = [], globalFunctions }: BotDefinition) {
  const interactions = dialogs.flatMap((dialog) => dialog.interactions)
  return {
    dialogs: dialogs.length,
    interactions: interactions.length,
    rules: interactions.reduce((sum, { rules = [] }) => sum + rules.length, 0),
    integrations: integrations.length,
    domains: domains.length,
    intents: domains.reduce((sum, { intents = [] }) => sum + intents.length, 0),
    globalFunctions: globalFunctions === undefined ? 0 : 1,
  }
}

function typesOf({ dialogs }: BotDefinition): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { type } of dialogs.flatMap(({ interactions }) => interactions)) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

function toLines(report: ReturnType<typeof toReport>, out: string | undefined): string[] {
  const { bot, counts, interactionTypes = {}, findings } = report
  const came =
    bot && counts
      ? [
          `${bot.name} (${report.format}, ${bot.language})`,
          ...Object.entries(counts).map(([what, count]) => `  ${String(count).padStart(6)}  ${what}`),
          'translated:',
          ...Object.entries(interactionTypes).map(([type, count]) => `  ${String(count).padStart(6)}  ${type}`),
        ]
      : [`${report.file} was not imported.`]
  const told = findings.length === 0 ? ['nothing else to tell'] : findings.map(toLine)
  return [...came, ...told, ...(bot && out !== undefined ? [`written to ${out}`] : [])]
}

function toLine({ code, jsonPointer, dialog, interaction, message }: Finding): string {
  const place = [dialog, interaction].filter((name) => name !== undefined).join(' › ')
  return `${code.padEnd(13)} ${jsonPointer}${place === '' ? '' : ` (${place})`}  ${message}`
}
