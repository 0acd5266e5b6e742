import { readFileSync, writeFileSync } from 'node:fs'
import type { AdminApi } from './adminApi.ts'
import { ACCOUNT, type Staff } from './setUpDemo.ts'

/** Tokens of the demo's people, by their numbers. */
export type SignIns = Readonly<Record<string, string>>

/**
 * Tokens are shown once, when they are made: the demo keeps its own in a file that only its owner can read, and makes new ones
 * for people who have none in it.
 */
export async function ensureSignIns(admin: AdminApi, staff: readonly Staff[], file: string): Promise<SignIns> {
  const signIns: Record<string, string> = { ...readSignIns(file) }
  const without = staff.filter(({ id }) => signIns[id] === undefined)
  for (const { id, name } of without) {
    const body = { kind: 'agent', name: `demo: ${name}`, personId: id }
    signIns[id] = (await admin.create<{ token: string }>(`/accounts/${ACCOUNT}/tokens`, body)).token
  }
  if (without.length > 0) writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 })
  return signIns
}

function readSignIns(file: string): SignIns {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SignIns
  } catch {
    return {} // the first start
  }
}
