import { type BoundaryObserver, passSilently } from '@baton/base'
import type { CommitResult } from '../commit.ts'
import { commitGroup } from './commit.ts'
import type { CommitItem } from './commitItem.ts'
import type { Pool } from './connection.ts'
import { causeOfUnavailability, codeOf, isRace } from './faults.ts'
import { Known } from './known.ts'
import { pipelined } from './pipeline.ts'

/** What becomes of one item: its answer, or why it has none. */
export type Outcome =
  | { readonly answer: CommitResult }
  | { readonly unavailable: string }
  | { readonly fault: string; readonly code: string }

/** Somebody came first in the very moment, or since we last looked: asked again, the checks see what they wrote. */
const TRIES = 8
const ACCEPTED = { ok: true } as const

/**
 * Performs many commits in one transaction with one flush. Should one fail by itself, nothing of the group has been told to
 * anyone: it is rolled back, and each is done alone, so that only the one at fault is left out.
 */
export function prepareGroup(pool: Pool, pass: BoundaryObserver): (items: readonly CommitItem[]) => Promise<Outcome[]> {
  // Who watches sees all of it written and none of it saved; else the order to save goes out with what is written.
  const beforeCommit = pass === passSilently ? undefined : () => pass('commit-in-transaction')
  const known = new Known()
  const flush = async (items: readonly CommitItem[]): Promise<Outcome[]> => {
    const verdicts = await pipelined(pool, (pipeline) => commitGroup(pipeline, items, known), beforeCommit)
    pass('commit-flushed')
    return verdicts.map((refused) => ({ answer: refused ?? ACCEPTED }))
  }

  async function flushUntilAlone(items: readonly CommitItem[]): Promise<Outcome[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await flush(items)
      } catch (error) {
        known.forget(items)
        if (!isRace(error) || tries === TRIES) throw error
      }
    }
  }

  return async function perform(items): Promise<Outcome[]> {
    try {
      return await flushUntilAlone(items)
    } catch (error) {
      const unavailable = causeOfUnavailability(error)
      if (unavailable !== undefined) return items.map(() => ({ unavailable }))
      if (items.length === 1)
        return [{ fault: error instanceof Error ? error.message : String(error), code: codeOf(error) }]
      const outcomes: Outcome[] = []
      for (const item of items) outcomes.push(...(await perform([item])))
      return outcomes
    }
  }
}
