import { readFile } from 'node:fs/promises'
import { type Problem, problem } from '@baton/base'
import {
  type Channel,
  checkPayload,
  type PayloadKind,
  type PayloadRules,
  type Profile,
  parseImageHostEntry,
} from '@baton/content'
import { CommandFailed, EXIT } from './exitCodes.ts'

export interface ContentCheckOptions {
  readonly channel: Channel
  readonly kind: PayloadKind
  readonly profile: Profile
  readonly at?: string
  readonly imageHosts?: string
  readonly maxBytes?: string
}

interface FileVerdict {
  readonly file: string
  readonly valid: boolean
  readonly problems: readonly Problem[]
}

/** Most bytes of a file that are read; a payload is far smaller. */
const MAX_FILE_BYTES = 16 * 1024 * 1024

/**
 * Checks files of structured content, quick replies or metadata, and prints one JSON object a line for each, in the order given.
 * @param files paths; `-` is the standard input
 * @returns the exit code: 1 when one of them is not valid
 */
export async function contentCheck(files: readonly string[], options: ContentCheckOptions): Promise<number> {
  const { channel, kind, profile } = options
  const rules: PayloadRules = {
    channel,
    profile,
    ...(options.at !== undefined && { at: readTime(options.at) }),
    ...(options.imageHosts !== undefined && { imageHosts: await readHosts(options.imageHosts) }),
    ...(options.maxBytes !== undefined && { maxBytes: readBytes(options.maxBytes) }),
  }
  // All of them first: a name that is wrong must not come to light after half of the work.
  const texts = await Promise.all(files.map(readText))
  let allValid = true
  for (const [index, file] of files.entries()) {
    const verdict = judge(file, texts[index] ?? '', kind, rules)
    allValid &&= verdict.valid
    console.log(JSON.stringify(verdict))
  }
  return allValid ? EXIT.fine : EXIT.failed
}

function judge(file: string, text: string, kind: PayloadKind, rules: PayloadRules): FileVerdict {
  if (text.length > MAX_FILE_BYTES) {
    return { file, valid: false, problems: [problem('', 'too-large', 'The file has more than 16 MiB.')] }
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault)
    return { file, valid: false, problems: [problem('', 'not-json', `The file is not JSON: ${why}.`)] }
  }
  const { valid, problems } = checkPayload(value, kind, rules)
  return { file, valid, problems }
}

async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await readStandardInput() : await readFile(file, 'utf8')
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault)
    throw new CommandFailed(`${file} cannot be read: ${why}`, EXIT.usage)
  }
}

async function readStandardInput(): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of process.stdin) {
    bytes += part.length
    if (bytes > 2 * MAX_FILE_BYTES) break
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** An ISO 8601 time, or milliseconds since 1970. */
function readTime(text: string): number {
  const instant = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (!Number.isNaN(instant)) return instant
  throw new CommandFailed(`--at ${text} is no time; write it as 2030-02-19T08:30:00Z.`, EXIT.usage)
}

function readBytes(text: string): number {
  const bytes = Number(text)
  if (Number.isInteger(bytes) && bytes > 0) return bytes
  throw new CommandFailed(`--max-bytes ${text} is no number of bytes.`, EXIT.usage)
}

/** A JSON list of hosts, or one host a line; a line that begins with # is a remark. */
async function readHosts(file: string): Promise<readonly string[]> {
  const text = (await readText(file)).trim()
  const entries: unknown = text.startsWith('[') ? parseList(file, text) : readLines(text)
  if (!Array.isArray(entries)) throw new CommandFailed(`${file} must hold a list of hosts.`, EXIT.usage)
  return entries.map((entry) => {
    const parsed = parseImageHostEntry(entry)
    if (parsed.ok) return parsed.value
    throw new CommandFailed(`${file}: ${JSON.stringify(entry)}: ${parsed.error.message}`, EXIT.usage)
  })
}

const readLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

function parseList(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (fault) {
    throw new CommandFailed(
      `${file} is not JSON: ${fault instanceof Error ? fault.message : String(fault)}`,
      EXIT.usage,
    )
  }
}
