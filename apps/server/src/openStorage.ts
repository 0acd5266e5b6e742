import type { BoundaryObserver, Clock } from '@baton/base'
import { openPostgresStorage, openSqliteStorage, type SqliteStorageOptions, type Storage } from '@baton/storage'

/** Where the installation lies. */
export interface StoragePlace {
  readonly dataDir: string
  /** Present: in this PostgreSQL, which other servers may share. */
  readonly databaseUrl?: string
  /** For tests: where the process kills itself. */
  readonly storageCrash?: Pick<SqliteStorageOptions, 'crashAt' | 'crashAtPassage'>
}

export function openStorage({ databaseUrl, dataDir, storageCrash }: StoragePlace, clock: Clock): Promise<Storage> {
  if (databaseUrl === undefined) return openSqliteStorage({ directory: dataDir, clock, ...storageCrash })
  // Without an observer a commit is written and saved in one wait.
  if (storageCrash?.crashAt === undefined) return openPostgresStorage({ url: databaseUrl, clock })
  const { crashAt, crashAtPassage = 1 } = storageCrash
  let left = crashAtPassage
  const pass: BoundaryObserver = (passed) => {
    if (passed === crashAt && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
  return openPostgresStorage({ url: databaseUrl, clock, pass })
}
