import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Whether one of the columns holds these words, whatever the case. SQLite folds ASCII alone, so that other letters are also
 * looked for as they were written.
 */
export function holds(columns: readonly string[], words: string): Expression<SqlBool> {
  const pattern = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const like = (column: RawBuilder<unknown>, text: string) => sql<SqlBool>`${column} like ${pattern(text)} escape '\\'`
  const parts = columns.flatMap((name) => {
    const column = sql.ref(name)
    return [like(sql`lower(${column})`, words.toLowerCase()), like(column, words)]
  })
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`
}
