/** Spreadsheets take what begins so for a formula, and run it (CWE-1236). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A line of RFC 4180, in which no cell is ever a formula. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  // A nul byte ends the cell in some programs: what follows would begin another.
  const text = value.replaceAll('\u0000', '')
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
