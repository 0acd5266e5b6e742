import pg from 'pg'
import { expect, it } from 'vitest'
import { emptyDatabase } from '../testing/emptyDatabase.ts'
import { connect, type Database } from './connection.ts'
import { prepareHorizon } from './horizon.ts'
import { migrate } from './migrate.ts'

it('asked by two at once, it does not take for over who began after an answer that is heard late', async () => {
  const database = await emptyDatabase()
  const pool = connect(database.url, 3)
  const slow = new pg.Client({ connectionString: database.url })
  try {
    await migrate(pool)
    await slow.connect()
    const late = holdBack(pool)
    const horizon = prepareHorizon(late.database)
    const first = horizon()
    await late.answered // nobody wrote then

    await slow.query('BEGIN')
    await slow.query(`SELECT pg_current_xact_id(), nextval('events_position_seq')`)
    const second = horizon()
    await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 200))])
    late.hear()
    expect([await first, await second, await horizon()]).toEqual([0, 0, 0])
    await slow.query('COMMIT')
    expect(await horizon()).toBe(1)
  } finally {
    await slow.end()
    await pool.end()
    await database.drop()
  }
})

/** The first answer of who is writing comes only when it is let through. */
function holdBack(pool: pg.Pool) {
  let hear = () => {}
  let asked = false
  const heard = new Promise<void>((resolve) => {
    hear = resolve
  })
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const query = async (statement: pg.QueryConfig) => {
    const result = await pool.query(statement)
    if (statement.text.includes('pg_stat_activity') && !asked) {
      asked = true
      answer()
      await heard
    }
    return result
  }
  return { database: { query } as unknown as Database, answered, hear: () => hear() }
}
