import { mkdirSync } from 'node:fs'
import type { Boundary, Clock } from '@baton/base'
import type { Database } from 'better-sqlite3'
import { Kysely } from 'kysely'
import { authoredOver } from '../authored/authoredOver.ts'
import { deskOver } from '../desk/deskOver.ts'
import { filesOver } from '../files/filesOver.ts'
import { integrationsOver } from '../integrations/integrationsOver.ts'
import { peopleOver } from '../people/peopleOver.ts'
import { settingsOver } from '../settings/settingsOver.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import type { CommitFeed, ConversationStore, Mailbox, Storage } from '../store.ts'
import { surveysOver } from '../surveys/surveysOver.ts'
import { wordsOver } from '../words/wordsOver.ts'
import { backup } from './backup.ts'
import { toCommitItem } from './commitItem.ts'
import { databaseFile, openForReading } from './connection.ts'
import { prepareCountAhead } from './countAhead.ts'
import { prepareDeskReads } from './deskReads.ts'
import { lockDirectory } from './directoryLock.ts'
import { asStorageError } from './faults.ts'
import { prepareFindClientMessage } from './findClientMessage.ts'
import { prepareFindOpen } from './findOpen.ts'
import { health } from './health.ts'
import { prepareHorizon } from './horizon.ts'
import { keepWriter } from './keepWriter.ts'
import { prepareList } from './list.ts'
import { prepareListDead } from './listDead.ts'
import { prepareListDirtySkills } from './listDirtySkills.ts'
import { prepareListKept } from './listKept.ts'
import { prepareListQueue } from './listQueue.ts'
import { prepareListThread } from './listThread.ts'
import { prepareLoad } from './load.ts'
import { matchArticles } from './matchArticles.ts'
import { prepareNextDueAt } from './nextDueAt.ts'
import { prepareReadEvents } from './readEvents.ts'
import { prepareReadFeed } from './readFeed.ts'
import { prepareReadJournal } from './readJournal.ts'
import { prepareReadLog } from './readLog.ts'
import { prepareReadLogBackwards } from './readLogBackwards.ts'
import { prepareReadMarks } from './readMarks.ts'
import { readNews } from './readNews.ts'
import { prepareReadRun } from './readRun.ts'
import { startSearch } from './search/startSearch.ts'
import { settingsDialect } from './settingsDialect.ts'
import type { Writer } from './startWriter.ts'

export interface SqliteStorageOptions {
  /** Made if it is missing; belongs to one process at a time. */
  readonly directory: string
  readonly clock: Clock
  /** For tests: the process kills itself at this boundary of the commit. */
  readonly crashAt?: Boundary
  /** At which passage of that boundary, counted from 1. */
  readonly crashAtPassage?: number
}

/**
 * Opens the storage in a directory and brings its schema up to date.
 * @throws StorageInUse when another process has the directory open; StorageTooNew when a newer release wrote it;
 *   StorageUnavailable when its files cannot be opened
 */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { directory, clock, crashAt, crashAtPassage } = options
  const file = databaseFile(directory)
  const lock = takeDirectory(directory)
  try {
    const writer = await keepWriter({
      task: 'write',
      file,
      ...(crashAt && { crashAt }),
      ...(crashAtPassage !== undefined && { crashAtPassage }),
    })
    const reader = openForReading(file)
    const search = startSearch(directory)
    // One for all, as transactions come one after the other only within one.
    const settingsDatabase: SettingsDatabase = new Kysely({ dialect: settingsDialect(reader, writer) })
    return {
      conversations: conversations(reader, writer, clock),
      mailbox: mailbox(reader, writer, clock),
      feed: feed(reader),
      settings: settingsOver(settingsDatabase, clock),
      people: peopleOver(settingsDatabase, clock),
      desk: deskOver(settingsDatabase, prepareDeskReads(reader)),
      words: wordsOver(settingsDatabase),
      surveys: surveysOver(settingsDatabase),
      integrations: integrationsOver(settingsDatabase),
      authored: authoredOver(settingsDatabase, clock, matchArticles),
      files: filesOver(settingsDatabase),
      search,
      backup: (to) => backup(file, to),
      health: () => health(directory, writer),
      async close() {
        await search.close()
        await writer.close()
        reader.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw asStorageError(error)
  }
}

function takeDirectory(directory: string): { release(): void } {
  try {
    mkdirSync(directory, { recursive: true })
    return lockDirectory(directory)
  } catch (error) {
    throw asStorageError(error)
  }
}

const ACCEPTED = { ok: true } as const

function conversations(reader: Database, writer: Writer, clock: Clock): ConversationStore {
  return {
    load: prepareLoad(reader),
    findOpen: prepareFindOpen(reader),
    findClientMessage: prepareFindClientMessage(reader),
    commit: (commit) => {
      try {
        return writer.perform('commit', toCommitItem(commit, clock.now()), ACCEPTED)
      } catch (fault) {
        return Promise.reject(fault)
      }
    },
    readLog: prepareReadLog(reader),
    readLogBackwards: prepareReadLogBackwards(reader),
    readEvents: prepareReadEvents(reader),
    readRun: prepareReadRun(reader),
    readJournal: prepareReadJournal(reader),
    forgetJournal: (before, limit) => writer.perform('forgetJournal', { before, limit }),
    list: prepareList(reader),
    listThread: prepareListThread(reader),
    listQueue: prepareListQueue(reader),
    listKept: prepareListKept(reader),
    countAhead: prepareCountAhead(reader),
    saveMarks: (marks) => writer.perform('saveMarks', marks),
    readMarks: prepareReadMarks(reader),
  }
}

function mailbox(reader: Database, writer: Writer, clock: Clock): Mailbox {
  return {
    claimWork: (request) => writer.perform('claimWork', request),
    claimTimers: (request) => writer.perform('claimTimers', request),
    nextDueAt: prepareNextDueAt(reader, clock),
    extendClaim: (effectId, by, until) => writer.perform('extendClaim', { effectId, by, until }),
    retryLater: (effectId, by, dueAt) => writer.perform('retryLater', { effectId, by, dueAt }),
    bury: (dead) => writer.perform('bury', dead),
    listDead: prepareListDead(reader),
    releaseClaims: (by) => writer.perform('releaseClaims', by),
    listDirtySkills: prepareListDirtySkills(reader),
    clearDirty: (skill) => writer.perform('clearDirty', skill),
  }
}

function feed(reader: Database): CommitFeed {
  const readFeed = prepareReadFeed(reader)
  const horizon = prepareHorizon(reader)
  return { horizon, readFeed, readNews: readNews(readFeed, horizon) }
}
