import pg from 'pg'
import { type Appends, FIELDS, type OnFlushed, type Store } from './appends.ts'

const INSERT = `INSERT INTO events (conversation, seq, at, body)
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])`

/** One prepared statement for each group: what comes while one is being flushed is the next. */
export async function storeInPostgres(url: string, onFlushed: OnFlushed): Promise<Store> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('SET synchronous_commit = on')
  await client.query(
    'CREATE TABLE events (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation TEXT, seq BIGINT, at BIGINT, body TEXT)',
  )
  let waiting: Appends[] = []
  let isFlushing = false

  function flush(): void {
    isFlushing = true
    const columns: (string | number)[][] = [[], [], [], []]
    for (const appends of waiting) {
      for (let i = 0; i < appends.length; i += 1) columns[i % FIELDS]?.push(appends[i] as string | number)
    }
    waiting = []
    client.query({ name: 'append', text: INSERT, values: columns }).then(({ rowCount }) => {
      isFlushing = false
      if (waiting.length > 0) flush()
      onFlushed(rowCount ?? 0)
    }, crash)
  }
  return {
    append(appends) {
      waiting.push(appends)
      if (!isFlushing) flush()
    },
  }
}

/** A floor that lost something measures nothing. */
function crash(cause: unknown): never {
  console.error(cause)
  process.exit(1)
}
