import { readFile } from 'node:fs/promises'
import { type Domain, FORMAT } from '@baton/dialog'
import { type ReadBot, readBotFile } from '@baton/exchange'
import { CommandFailed, EXIT } from '../exitCodes.ts'

/** @param domains that an exported bot names and does not hold @throws CommandFailed when there is no such file, or it is neither of the formats that are known */
export async function readBot(file: string, domains: readonly Domain[] = []): Promise<ReadBot> {
  const text = await readFile(file, 'utf8').catch((fault: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${fault.message}`, EXIT.usage)
  })
  const read = readBotFile(text, { domains })
  if (read === undefined)
    throw new CommandFailed(`${file} is neither a bot of Baton ("format": "${FORMAT}") nor a LivePerson export.`)
  return read
}
