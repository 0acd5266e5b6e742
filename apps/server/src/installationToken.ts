import { chmod, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Identity, isAccessTokenShape, makeAccessToken } from '@baton/identity'

export const ADMIN_TOKEN_FILE = 'admin-token'

/**
 * The operator's own token: made at the first start and left in the data directory, readable by its owner only. The file is
 * on disk before the token counts, so that no crash can lock the operator out.
 *
 * @returns the token when it was made by this start
 */
export async function ensureInstallationToken({ access }: Identity, dataDir: string): Promise<string | undefined> {
  if (await access.hasInstallationToken()) return undefined
  const path = join(dataDir, ADMIN_TOKEN_FILE)
  const left = await readTokenFile(dataDir)
  const token = left ?? makeAccessToken()
  if (left === undefined) await writeTokenFile(path, token)
  return (await access.claimInstallation(token)) ? token : undefined
}

/** @returns undefined when there is none that could be one */
export async function readTokenFile(dataDir: string): Promise<string | undefined> {
  const text = (await readFile(join(dataDir, ADMIN_TOKEN_FILE), 'utf8').catch(() => '')).trim()
  return isAccessTokenShape(text) ? text : undefined
}

async function writeTokenFile(path: string, token: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(`${token}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(path, 0o600)
}
