import type { Database } from 'better-sqlite3'

export interface Extension {
  readonly effectId: string
  readonly by: string
  readonly until: number
}

export function prepareExtendClaim(database: Database): (extension: Extension) => boolean {
  const extend = database.prepare<[number, string, string]>(
    'UPDATE effects SET claimed_until = ? WHERE id = ? AND claimed_by = ?',
  )
  return ({ effectId, by, until }) => extend.run(until, effectId, by).changes === 1
}
