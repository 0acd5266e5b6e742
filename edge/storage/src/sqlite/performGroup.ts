import type { BoundaryObserver } from '@baton/base'
import type { Database } from 'better-sqlite3'
import { causeOfUnavailability } from './faults.ts'
import type { Operations } from './operations.ts'

export interface WriteItem {
  readonly operation: keyof Operations
  readonly argument: unknown
}

/** What becomes of one item: its answer, or why it has none. */
export type Outcome =
  | { readonly answer: unknown }
  | { readonly unavailable: string }
  | { readonly fault: string; readonly code: string }

/**
 * Performs many items in one transaction with one flush. Each is accepted or refused by its own answer; items see what earlier
 * ones of the group wrote.
 *
 * Items check before they write, so that none needs a savepoint of its own. Should one fail all the same, nothing of the group
 * has been told to anyone: it is rolled back and done again, this time with a savepoint around each item, so that only the one
 * at fault is left out.
 */
export function prepareGroup(
  database: Database,
  operations: Operations,
  pass: BoundaryObserver,
): (items: readonly WriteItem[]) => Outcome[] {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const savepoint = database.prepare('SAVEPOINT item')
  const release = database.prepare('RELEASE item')
  const undo = database.prepare('ROLLBACK TO item')

  const perform = ({ operation, argument }: WriteItem): Outcome => {
    const performer = operations[operation] as (argument: unknown) => unknown
    return { answer: performer(argument) }
  }

  function performApart(item: WriteItem): Outcome {
    savepoint.run()
    try {
      const outcome = perform(item)
      release.run()
      return outcome
    } catch (error) {
      // A full disk may have ended the whole transaction: then there is nothing to go on with.
      if (causeOfUnavailability(error) !== undefined || !database.inTransaction) throw error
      undo.run()
      release.run()
      return asFault(error)
    }
  }

  function flush(items: readonly WriteItem[], how: (item: WriteItem) => Outcome): Outcome[] {
    const commits = items.some(({ operation }) => operation === 'commit')
    begin.run()
    try {
      const outcomes = items.map(how)
      if (commits) pass('commit-in-transaction')
      commit.run()
      if (commits) pass('commit-flushed')
      return outcomes
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  return (items) => {
    try {
      return flushOrSeparate()
    } catch (error) {
      const unavailable = causeOfUnavailability(error)
      return items.map(() => (unavailable === undefined ? asFault(error) : { unavailable }))
    }

    function flushOrSeparate(): Outcome[] {
      try {
        return flush(items, perform)
      } catch (error) {
        if (causeOfUnavailability(error) !== undefined) throw error
        return flush(items, performApart)
      }
    }
  }
}

function asFault(error: unknown): Outcome {
  const { message, code } = error as { message?: string; code?: string }
  return { fault: message ?? String(error), code: code ?? 'unknown' }
}
