import pg from 'pg'

/** Leaves a database of the tests as its migrations left it; quicker than making another one. */
export async function wipeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'probe', 'sequences', 'search_progress')`,
    )
    const numbered = await client.query(
      `SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL`,
    )
    await client.query(
      [
        ...rows.map(({ tablename }) => `DELETE FROM ${tablename};`),
        ...numbered.rows.map(({ sequencename }) => `ALTER SEQUENCE ${sequencename} RESTART;`),
        'UPDATE sequences SET last = 0; UPDATE search_progress SET position = 0;',
      ].join('\n'),
    )
  } finally {
    await client.end()
  }
}
