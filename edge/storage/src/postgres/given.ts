import { fractions, texts, wholes } from './binary.ts'

export type Columns = readonly (readonly [name: string, type: 'text' | 'bigint' | 'double precision'])[]
export type Value = string | number | null | undefined

export const namesOf = (columns: Columns, prefix = ''): string => columns.map(([name]) => prefix + name).join(', ')

/**
 * Rows that are given as arrays, a parameter for each column, as the table `g`. In the list of a SELECT the arrays are gone through
 * side by side; `FROM unnest(a, b, …)` would first put each of them into a store of its own, which costs more than all the rest of
 * a statement once they are many (docs/decisions/0045).
 */
export const given = (columns: Columns): string =>
  `(SELECT ${columns.map(([name, type], index) => `unnest($${index + 1}::${type}[]) AS ${name}`).join(', ')}) AS g`

/** @returns the parameters of a statement with `given(columns)` */
export function transposed(columns: Columns, table: readonly (readonly Value[])[]): Buffer[] {
  return columns.map(([, type], index) => {
    const column = table.map((row) => row[index])
    if (type === 'text') return texts(column as string[])
    return type === 'bigint' ? wholes(column as number[]) : fractions(column as number[])
  })
}

/**
 * PostgreSQL has no assertion that ends a transaction: a division by zero does.
 * @param statement changes rows @param count a parameter: how many it must change
 */
export const changingExactly = (count: string, statement: string): string =>
  `WITH changed AS (${statement} RETURNING 1) SELECT 1 / (count(*) = ${count}::bigint)::int FROM changed`
