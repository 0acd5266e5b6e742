import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSeal, type Seal } from '@baton/outbound'
import type { Config } from './config.ts'

export const SEAL_KEY_FILE = 'seal-key'

/**
 * What credentials are closed with: the operator's secret, or, where one process has its directory alone, a key that is made at the
 * first start and left in there, beside the database and not in it.
 *
 * @returns undefined where several servers share a database and no secret: each would close with another key
 */
export async function sealOf(
  { secretKey, secretKeyFormer, databaseUrl }: Partial<Config>,
  dataDir: string,
): Promise<Seal | undefined> {
  const file = join(dataDir, SEAL_KEY_FILE)
  const left = (await readFile(file, 'utf8').catch(() => '')).trim()
  // A server that is given a secret later still opens what it closed before.
  const former = [...(secretKeyFormer ?? []), ...(left === '' ? [] : [left])]
  if (secretKey !== undefined) return createSeal(secretKey, former)
  if (databaseUrl !== undefined) return undefined
  return createSeal(left === '' ? await makeKey(file) : left, secretKeyFormer)
}

async function makeKey(path: string): Promise<string> {
  const key = randomBytes(32).toString('base64url')
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(`${key}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return key
}
