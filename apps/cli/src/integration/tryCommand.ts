import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { MAX_FILE_BYTES } from '@baton/content'
import { readTokenFile } from '@baton/server'
import { CommandFailed, EXIT } from '../exitCodes.ts'
import { localUrl, readConfig } from '../settings.ts'

export interface TryOptions {
  readonly url?: string
  readonly account?: string
  readonly bot: string
  readonly set: readonly string[]
  readonly variables?: string
  readonly say: string
  readonly file?: string
  readonly caption?: string
  readonly json: boolean
}

interface TrialEnd {
  readonly outcome: 'success' | 'failure' | 'not-called'
  readonly request?: { readonly type: string; readonly method?: string; readonly url?: string } & Record<
    string,
    unknown
  >
  readonly response?: { readonly status: number; readonly ms: number; readonly cause?: string } & Record<
    string,
    unknown
  >
  readonly result: unknown
  readonly fields: Readonly<Record<string, unknown>>
  readonly logs: readonly { readonly level: string; readonly text: string }[]
}

/**
 * Runs one integration of a bot's draft on a running server, with test values, and shows what went out and what came back. Secrets
 * are masked by the server; they never come here.
 * @returns `EXIT.failed` when the call was no success
 */
export async function tryCommand(integration: string, options: TryOptions): Promise<number> {
  const variables = { ...readVariables(options.variables), ...Object.fromEntries(options.set.map(readPair)) }
  const file = options.file === undefined ? undefined : readFile(options.file, options.caption)
  const config = readConfig()
  const url = (options.url ?? localUrl(config)).replace(/\/+$/, '')
  if (!URL.canParse(url)) throw new CommandFailed(`${url} is not an address.`, EXIT.usage)
  const token = process.env.BATON_TOKEN ?? (await readTokenFile(config.dataDir))
  if (token === undefined)
    throw new CommandFailed('Give a key in BATON_TOKEN, or DATA_DIR with its admin token.', EXIT.usage)
  const ask = asker(url, token)
  const account = options.account ?? (await firstOf(ask, '/accounts', () => true, 'account')).id
  const home = `/accounts/${encodeURIComponent(String(account))}`
  const isBot = ({ id, name }: Listed) => String(id) === options.bot || name === options.bot
  const bot = await firstOf(ask, `${home}/bots`, isBot, `bot "${options.bot}"`)
  if (bot.kind !== undefined && bot.kind !== 'authored') {
    throw new CommandFailed(
      `"${bot.name}" is written elsewhere; only bots that are written here have integrations.`,
      EXIT.usage,
    )
  }
  const path = `${home}/bots/${bot.id}/draft/integrations/${encodeURIComponent(integration)}/try`
  const end = (await ask('POST', path, { variables, userMessage: options.say, ...(file && { file }) })) as TrialEnd
  for (const line of options.json ? [JSON.stringify(end)] : linesOf(end)) console.log(line)
  return end.outcome === 'success' ? EXIT.fine : EXIT.failed
}

interface Listed {
  readonly id: string | number
  readonly name: string
  /** Of a bot. */
  readonly kind?: string
}
type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>

function asker(url: string, token: string): Ask {
  return async (method, path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => undefined)
    if (answer === undefined) throw new CommandFailed(`No Baton server answers at ${url}.`)
    const said = (await answer.json().catch(() => ({}))) as { error?: { message?: string; path?: string } }
    if (answer.ok) return said
    throw new CommandFailed(`The server answered ${answer.status}: ${said.error?.message ?? 'no more is known.'}`)
  }
}

async function firstOf(ask: Ask, path: string, isWanted: (one: Listed) => boolean, what: string): Promise<Listed> {
  for (let after = ''; ; ) {
    const { items, next } = (await ask('GET', `${path}?limit=200${after}`)) as {
      items: Listed[]
      next?: string | number
    }
    const found = items.find(isWanted)
    if (found !== undefined) return found
    if (next === undefined) throw new CommandFailed(`There is no ${what}.`, EXIT.usage)
    after = `&after=${encodeURIComponent(next)}`
  }
}

function readPair(pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new CommandFailed(`--set ${pair}: write name=value.`, EXIT.usage)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

function readVariables(file: string | undefined): Record<string, unknown> {
  if (file === undefined) return {}
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>
  } catch {
    // told below, in the same words
  }
  throw new CommandFailed(`${file} holds no JSON object.`, EXIT.usage)
}

/** What it is, the server finds out from its bytes. */
function readFile(path: string, caption: string | undefined) {
  const data = (() => {
    try {
      if (statSync(path).size > MAX_FILE_BYTES)
        throw new CommandFailed(`${path} is too large; 5 MB are allowed.`, EXIT.usage)
      return readFileSync(path).toString('base64')
    } catch (fault) {
      if (fault instanceof CommandFailed) throw fault
      throw new CommandFailed(`${path} cannot be read.`, EXIT.usage)
    }
  })()
  return { name: basename(path), data, ...(caption !== undefined && { caption }) }
}

function linesOf({ outcome, request, response, result, fields, logs }: TrialEnd): string[] {
  const json = (value: unknown) => JSON.stringify(value, undefined, 2)
  return [
    ...(request === undefined ? [] : [`request   ${json(request)}`]),
    ...(response === undefined ? [] : [`response  ${json(response)}`]),
    `result    ${json(result)}`,
    `fields    ${json(fields)}`,
    ...logs.map(({ level, text }) => `${level.padEnd(9)} ${text}`),
    `outcome   ${outcome}`,
  ]
}
