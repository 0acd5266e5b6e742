import { writeFile } from 'node:fs/promises'
import { type Finding, importReport, type ReadBot } from '@baton/exchange'
import { EXIT } from '../exitCodes.ts'
import { readBot } from './readBot.ts'
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

const toReport = (file: string, read: ReadBot) => ({ file, ...importReport(read) })

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
