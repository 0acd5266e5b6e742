import { randomBytes } from 'node:crypto'
import { startPostgres } from '@baton/storage/testing'
import pg from 'pg'

/** A PostgreSQL server that both sides of a comparison have their databases on, with the durability that it is shipped with. */
export interface DatabaseServer {
  /** @param template address of a database that nobody uses now; the new one begins as a copy of it @returns its address */
  create(template?: string): Promise<string>
  /** What was written is on its disk and known to its planner: nothing of it is left for whoever is measured next. */
  settle(url: string): Promise<void>
  stop(): Promise<void>
}

/** @param named address of a server that is used instead of one of our own; what is made on it is dropped at the end */
export async function startDatabaseServer(named = process.env.DATABASE_URL): Promise<DatabaseServer> {
  const own = named ? undefined : await startPostgres({ fast: false })
  const server = own?.url ?? named ?? ''
  const made: string[] = []
  return {
    async create(template) {
      const name = `baton_bench_${randomBytes(6).toString('hex')}`
      await tell(server, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${nameOf(template)}`}`)
      made.push(name)
      const url = new URL(server)
      url.pathname = `/${name}`
      return url.href
    },
    settle: (url) => tell(url, 'VACUUM ANALYZE', 'CHECKPOINT'),
    async stop() {
      if (own) return own.stop()
      for (const name of made) await tell(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1)

async function tell(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
