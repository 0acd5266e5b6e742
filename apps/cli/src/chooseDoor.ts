import { readTokenFile } from '@baton/server'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { localUrl, readConfig } from './settings.ts'

interface Wanted {
  readonly url?: string
  readonly account?: string
  readonly entryPoint?: string
}

/** Where to go in. What was not said is asked of the server, in the name of its administrator if we are on its machine. */
export async function chooseDoor(wanted: Wanted): Promise<Required<Wanted>> {
  const config = readConfig()
  const url = (wanted.url ?? localUrl(config)).replace(/\/+$/, '')
  if (!URL.canParse(url)) throw new CommandFailed(`${url} is not an address.`, EXIT.usage)
  if (wanted.account !== undefined && wanted.entryPoint !== undefined) {
    return { url, account: wanted.account, entryPoint: wanted.entryPoint }
  }
  const token = await readTokenFile(config.dataDir)
  if (token === undefined) throw new CommandFailed('Say which: --account ID --entry-point ID.', EXIT.usage)
  const account = wanted.account ?? (await firstId(`${url}/api/v1/accounts`, token, 'account'))
  const entryPoints = `${url}/api/v1/accounts/${encodeURIComponent(account)}/entry-points`
  return { url, account, entryPoint: wanted.entryPoint ?? (await firstId(entryPoints, token, 'entry point')) }
}

async function firstId(address: string, token: string, what: string): Promise<string> {
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } }).catch(() => undefined)
  if (answer === undefined) throw new CommandFailed(`No Baton server answers at ${new URL(address).origin}.`)
  const { items = [] } = (await answer.json().catch(() => ({}))) as { items?: { id: string }[] }
  const [first] = items
  if (first === undefined) throw new CommandFailed(`There is no ${what} yet; make one through the API first.`)
  return first.id
}
