import { readFile } from 'node:fs/promises'
import { isJsonObject, type JsonObject } from '@baton/base'
import { type Domain, definitionSchema, type Facts } from '@baton/dialog'
import { CommandFailed, EXIT } from '../exitCodes.ts'

/** What is known of the consumer of a play, as scripts read it. */
export type PlayedFacts = Pick<Facts, 'customerInfo' | 'personalInfo' | 'engagementAttributes' | 'webViewVariables'>

const FACTS = ['customerInfo', 'personalInfo', 'engagementAttributes', 'webViewVariables'] as const

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (fault) {
    throw new CommandFailed(`${file}: ${fault instanceof Error ? fault.message : String(fault)}`, EXIT.usage)
  }
}

async function readObject(file: string): Promise<JsonObject> {
  const value = await readJson(file)
  if (isJsonObject(value)) return value as JsonObject
  throw new CommandFailed(`${file}: must hold one JSON object`, EXIT.usage)
}

/** Environment variables: texts; numbers and truth values become texts. @throws CommandFailed */
export async function readEnvironment(file: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(await readObject(file)).map(([name, value]) => {
      if (typeof value === 'object') throw new CommandFailed(`${file}: /${name} must be a text`, EXIT.usage)
      return [name, String(value)]
    }),
  )
}

/** @throws CommandFailed */
export async function readFacts(file: string): Promise<PlayedFacts> {
  const given = await readObject(file)
  for (const [key, value] of Object.entries(given)) {
    if (!FACTS.some((fact) => fact === key))
      throw new CommandFailed(`${file}: /${key} is not known; there are ${FACTS.join(', ')}`, EXIT.usage)
    if (!isJsonObject(value)) throw new CommandFailed(`${file}: /${key} must be an object`, EXIT.usage)
  }
  return given as PlayedFacts
}

/** Domains that an exported bot names and does not hold: a list as in a bot's file. @throws CommandFailed */
export async function readDomains(file: string): Promise<Domain[]> {
  const read = definitionSchema.shape.domains.unwrap().safeParse(await readJson(file))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new CommandFailed(`${file}: /${issue?.path.join('/') ?? ''} ${issue?.message ?? 'is no domain'}`, EXIT.usage)
}
