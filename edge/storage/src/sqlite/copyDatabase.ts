import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { openForReading } from './connection.ts'

/**
 * Copies a database while others write: one snapshot, compact, checked, and flushed before it gets its name. Runs in a thread
 * of its own, as it takes as long as the disk needs for all the data. SQLite's page-wise backup would start over at every
 * commit of the writer.
 * @throws Error when `to` exists, or when the copy does not pass the check
 */
export function copyDatabase(from: string, to: string): void {
  if (existsSync(to)) throw new Error(`${to} exists already; a backup never overwrites a file`)
  const unfinished = `${to}.unfinished`
  rmSync(unfinished, { force: true })
  try {
    const source = openForReading(from)
    try {
      source.prepare('VACUUM INTO ?').run(unfinished)
    } finally {
      source.close()
    }
    check(unfinished)
    const file = openSync(unfinished, 'r+')
    fsyncSync(file)
    closeSync(file)
    renameSync(unfinished, to)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function check(file: string): void {
  const copy = new Sqlite(file, { readonly: true })
  try {
    const verdict = String(copy.pragma('integrity_check', { simple: true }))
    if (verdict !== 'ok') throw new Error(`the copy is damaged: ${verdict}`)
  } finally {
    copy.close()
  }
}
