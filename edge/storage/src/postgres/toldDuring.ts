import pg from 'pg'
import { vi } from 'vitest'

export interface Told {
  readonly text: string
  readonly values: readonly unknown[]
}

/** For tests. @returns all that any connection was told while `work` was done, in its order */
export async function toldDuring(work: () => Promise<unknown>): Promise<Told[]> {
  const told: Told[] = []
  const query = pg.Client.prototype.query
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [what, bound] = given as [string | Partial<Told & { statements: readonly Told[] }>, unknown[] | undefined]
    if (typeof what === 'string') told.push({ text: what, values: bound ?? [] })
    else if (what.statements) told.push(...what.statements)
    else told.push({ text: what.text ?? '', values: bound ?? what.values ?? [] })
    return (query as (...given: unknown[]) => unknown).apply(this, given) as never
  })
  await work().finally(() => spy.mockRestore())
  return told
}
