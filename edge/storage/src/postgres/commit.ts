import type { CommitResult } from '../commit.ts'
import { type Answer, ask, type Verdict } from './askBeforeCommit.ts'
import type { CommitItem } from './commitItem.ts'
import type { Database } from './connection.ts'
import type { Known } from './known.ts'
import { type Passed, write } from './writeCommits.ts'

/**
 * Writes many commits inside one transaction, with a statement for each question and each table. Most change a conversation that
 * this node has written to before: nothing is asked for them, and the statements that write them fail unless everything is as
 * it was believed. The rest are checked first, and written if nothing speaks against them.
 * No two of them may be of one conversation, consumer, client id or agent: none need see what another wrote.
 * @param database a pipeline: all questions go out together, and so does all that is written
 * @returns for each, in their order, why it was refused; undefined when it was accepted
 * @throws a race, as `isRace` tells it, where something was not as it was believed: all is to be forgotten, and tried again
 */
export async function commitGroup(database: Database, items: readonly CommitItem[], known: Known): Promise<Verdict[]> {
  const places = items.map((item) => known.placeOf(item))
  const doubtful = items.filter((_, nth) => places[nth] === undefined)
  const answers = doubtful.length > 0 ? await ask(database, doubtful) : []
  for (const [nth, item] of doubtful.entries()) learn(known, item, answers[nth])

  const verdicts: Verdict[] = []
  const passed: Passed[] = []
  let nth = 0
  for (const [index, item] of items.entries()) {
    const place = places[index]
    const answer: Answer = place ? { passed: { item, ...place } } : (answers[nth++] ?? NOT_ASKED)
    verdicts.push(answer.refused)
    if (answer.passed) passed.push(answer.passed)
  }
  if (passed.length > 0) await write(database, passed)
  return verdicts
}

const NOT_ASKED: Answer = { refused: { ok: false, why: 'stale-conversation' } satisfies CommitResult }

function learn(known: Known, item: CommitItem, answer: Answer | undefined): void {
  if (answer?.passed) known.learn(item, answer.passed)
  else if (answer?.refused?.why === 'duplicate-message') known.sendsAgain(item)
}
