import type { Database } from 'better-sqlite3'
import { first } from './migrations/0001_first.ts'
import { people } from './migrations/0002_people.ts'
import { desk } from './migrations/0003_desk.ts'
import { administration } from './migrations/0004_administration.ts'
import { words } from './migrations/0005_words.ts'
import { tips } from './migrations/0006_tips.ts'
import { authored } from './migrations/0007_authored.ts'
import { cards } from './migrations/0008_cards.ts'
import { files } from './migrations/0009_files.ts'
import { atWork } from './migrations/0010_at_work.ts'
import { lists } from './migrations/0011_lists.ts'
import { groups } from './migrations/0012_groups.ts'
import { journal } from './migrations/0013_journal.ts'
import { integrations } from './migrations/0014_integrations.ts'
import { closedLists } from './migrations/0015_closed_lists.ts'
import { led } from './migrations/0016_led.ts'
import { skipped } from './migrations/0017_skipped.ts'
import { asked } from './migrations/0018_asked.ts'
import { wordsOfSkills } from './migrations/0019_words_of_skills.ts'
import { automaticTimers } from './migrations/0020_automatic_timers.ts'
import { receptions } from './migrations/0021_receptions.ts'

/** Applied in this order, each once; the number of a migration is its place here, from 1. Never change one that was released. */
const MIGRATIONS: readonly string[] = [
  first,
  people,
  desk,
  administration,
  words,
  tips,
  authored,
  cards,
  files,
  atWork,
  lists,
  groups,
  journal,
  integrations,
  closedLists,
  led,
  skipped,
  asked,
  wordsOfSkills,
  automaticTimers,
  receptions,
]

export const SCHEMA_VERSION = MIGRATIONS.length

/** The data was written by a newer release; this one would misread it. */
export class StorageTooNew extends Error {
  readonly code = 'storage-too-new'
}

/**
 * Brings the schema up to this release's version; each step whole or not at all.
 * @throws StorageTooNew when the file is ahead of the code
 */
export function migrate(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > SCHEMA_VERSION) {
    throw new StorageTooNew(
      `The database ${database.name} has schema version ${version}, and this release knows versions up to ${SCHEMA_VERSION}. ` +
        'It was opened by a newer release before: start that release again, or restore a backup made by this one.',
    )
  }
  MIGRATIONS.slice(version).forEach((migration, index) => {
    database.transaction(() => {
      database.exec(migration)
      database.pragma(`user_version = ${version + index + 1}`)
    })()
  })
}
