import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { testServer } from './testServer.ts'

export interface EmptyDatabase {
  readonly url: string
  /** Ends what is still connected to it. */
  drop(): Promise<void>
}

/** A database of its own on the server of this test run, which the first call starts. */
export async function emptyDatabase(template?: string): Promise<EmptyDatabase> {
  const server = await testServer()
  const name = `baton_test_${randomBytes(6).toString('hex')}`
  await tell(server, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${nameOf(template)}`}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => tell(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1)

async function tell(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
