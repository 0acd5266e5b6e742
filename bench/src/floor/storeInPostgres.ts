import pg from 'pg'
import { FIELDS, type Group, type OnFlushed, type Store } from './appends.ts'

// Side by side in the list of a SELECT, arrays are cheaper than each in a store of its own (docs/decisions/0045).
const INSERT = `INSERT INTO events (conversation, seq, at, body)
  SELECT unnest($1::text[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::text[])`

/** The same in one statement, with what a bot remembers. */
const INSERT_TURNS = `WITH told AS (${INSERT} RETURNING 1),
  kept AS (INSERT INTO runs (conversation, state) SELECT unnest($5::text[]), unnest($6::text[])
    ON CONFLICT (conversation) DO UPDATE SET state = excluded.state),
  noted AS (INSERT INTO records (conversation, turn, record)
    SELECT unnest($7::text[]), unnest($8::bigint[]), unnest($9::text[]))
  SELECT count(*)::int AS count FROM told`

/** One prepared statement for each group: what comes while one is being flushed is the next. */
export async function storeInPostgres(url: string, onFlushed: OnFlushed): Promise<Store> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('SET synchronous_commit = on')
  await client.query(
    'CREATE TABLE events (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation TEXT, seq BIGINT, at BIGINT, body TEXT)',
  )
  await client.query('CREATE TABLE runs (conversation TEXT PRIMARY KEY, state TEXT)')
  await client.query(
    'CREATE TABLE records (conversation TEXT, turn BIGINT, record TEXT, PRIMARY KEY (conversation, turn))',
  )
  let waiting: Group[] = []
  let isFlushing = false

  function flush(): void {
    isFlushing = true
    const events = columnsOf(waiting.map((group) => group.events))
    const turns = columnsOf(waiting.map((group) => group.turns))
    waiting = []
    const [conversations = [], places = [], states = [], records = []] = turns
    // A statement may touch a row once: the latest run of each conversation.
    const latest = new Map(conversations.map((conversation, index) => [conversation, states[index]]))
    const query =
      conversations.length === 0
        ? { name: 'append', text: INSERT, values: events }
        : {
            ...{ name: 'append-turns', text: INSERT_TURNS },
            values: [...events, [...latest.keys()], [...latest.values()], conversations, places, records],
          }
    client.query(query).then(({ rows, rowCount }) => {
      isFlushing = false
      if (waiting.length > 0) flush()
      onFlushed(conversations.length === 0 ? (rowCount ?? 0) : rows[0].count)
    }, crash)
  }
  return {
    append(group) {
      waiting.push(group)
      if (!isFlushing) flush()
    },
  }
}

function columnsOf(lists: readonly (readonly (string | number)[])[]): (string | number)[][] {
  const columns: (string | number)[][] = Array.from({ length: FIELDS }, () => [])
  for (const list of lists)
    for (let i = 0; i < list.length; i += 1) columns[i % FIELDS]?.push(list[i] as string | number)
  return columns
}

/** A floor that lost something measures nothing. */
function crash(cause: unknown): never {
  console.error(cause)
  process.exit(1)
}
