import type { Row } from './row.ts'

const COLUMNS = [
  { head: 'what', of: ({ what }: Row) => what },
  { head: 'floor', of: ({ floor }: Row) => floor },
  { head: 'Baton', of: ({ baton }: Row) => baton },
  { head: 'ratio', of: ({ ratio }: Row) => ratio },
  { head: 'bar', of: ({ bar }: Row) => bar },
  { head: '', of: ({ holds }: Row) => (holds ? 'holds' : 'FAILS') },
  { head: 'p50/p99 ms', of: ({ latency }: Row) => latency },
  { head: 'CPU ms/1,000', of: ({ cpu }: Row) => cpu },
]

/** One line for each row, columns under each other. */
export function toTable(rows: readonly Row[]): string {
  const lines = [COLUMNS.map(({ head }) => head), ...rows.map((row) => COLUMNS.map(({ of }) => of(row) ?? ''))]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
