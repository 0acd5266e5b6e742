import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'

export const searchFile = (directory: string): string => join(directory, 'search.db')

/** Raised whenever the tables or what is put into them change: the index is then made anew from the log. */
const VERSION = 1

const SCHEMA = /* sql */ `
-- Up to where the log was read, and what stood there: another log, such as a restored backup's, has something else.
CREATE TABLE progress (position INTEGER NOT NULL, mark TEXT NOT NULL);
INSERT INTO progress VALUES (0, '');

CREATE TABLE texts (
  position INTEGER PRIMARY KEY,
  conversation_key INTEGER NOT NULL,
  words TEXT NOT NULL,
  scope TEXT NOT NULL
);
CREATE INDEX texts_of ON texts (conversation_key, position);
CREATE VIRTUAL TABLE found USING fts5(
  words, scope, content = 'texts', content_rowid = 'position', prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
-- What is taken out leaves no trace in the index's own pages.
INSERT INTO found (found, rank) VALUES ('secure-delete', 1);

-- Who answered what, at some time.
CREATE TABLE handled (
  agent_id INTEGER NOT NULL,
  conversation_key INTEGER NOT NULL,
  PRIMARY KEY (agent_id, conversation_key)
) WITHOUT ROWID;
`

/**
 * Opens the index, or begins a new one where there is none that fits the log. It holds nothing that the log does not: losing it
 * costs time only, which is why it need not survive a loss of power.
 * @param isOfLog whether the log has this mark at this position
 */
export function openIndex(directory: string, isOfLog: (position: number, mark: string) => boolean): Database {
  const file = searchFile(directory)
  const known = tryOpen(file)
  if (known !== undefined) {
    if (fits(known, isOfLog)) return known
    known.close()
  }
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  const fresh = open(file)
  fresh.transaction(() => {
    fresh.exec(SCHEMA)
    fresh.pragma(`user_version = ${VERSION}`)
  })()
  return fresh
}

function open(file: string): Database {
  const database = new Sqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('secure_delete = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('cache_size = -16384')
  database.pragma('journal_size_limit = 16777216')
  return database
}

function tryOpen(file: string): Database | undefined {
  try {
    return open(file)
  } catch {
    return undefined // damaged beyond opening: begun anew
  }
}

function fits(database: Database, isOfLog: (position: number, mark: string) => boolean): boolean {
  try {
    if (database.pragma('user_version', { simple: true }) !== VERSION) return false
    const row = database.prepare<[], { position: number; mark: string }>('SELECT position, mark FROM progress').get()
    return row !== undefined && (row.position === 0 || isOfLog(row.position, row.mark))
  } catch {
    return false
  }
}
