import type { Database } from 'better-sqlite3'
import type { Bindable } from './commitItem.ts'

export interface SettingsStatement {
  readonly sql: string
  readonly parameters: readonly Bindable[]
}

/** Performs all statements or none. @returns how many rows each changed */
export function prepareWriteSettings(database: Database): (statements: readonly SettingsStatement[]) => number[] {
  return (statements) => statements.map(({ sql, parameters }) => database.prepare(sql).run(...parameters).changes)
}
