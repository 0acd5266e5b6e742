import { readTokenFile } from '@baton/server'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { isRunning, localUrl, readConfig } from './settings.ts'

/** Makes a new link for the first administrator; the one that was printed at the start is void then. */
export async function firstRun(options: { json: boolean; url?: string }): Promise<number> {
  const config = readConfig()
  const url = options.url ?? localUrl(config)
  if (!(await isRunning(url))) throw new CommandFailed(`No Baton server answers at ${url}; start one first.`)
  const token = await readTokenFile(config.dataDir)
  if (token === undefined) {
    throw new CommandFailed(`The admin token is missing: ${config.dataDir}/admin-token cannot be read.`)
  }
  const answer = await fetch(`${url}/api/v1/first-run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })
  const body = (await answer.json().catch(() => ({}))) as { url?: string; error?: { message?: string } }
  if (!answer.ok || body.url === undefined) {
    throw new CommandFailed(body.error?.message ?? `The server answered ${answer.status}.`)
  }
  console.log(options.json ? JSON.stringify({ firstRunUrl: body.url }) : body.url)
  return EXIT.fine
}
