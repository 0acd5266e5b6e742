import type { IntentsAnswer } from './need.ts'
import type { IntentScore } from './run.ts'

/** Where POOR, FAIR, FAIR PLUS, GOOD and VERY GOOD begin, and where the last one ends (dialogs R1.30). */
const OWN = [0, 0.3, 0.45, 0.6, 0.75, 1] as const
const EXTERNAL = [0, 0.5, 0.65, 0.7, 0.85, 1] as const

/**
 * Scores in the ranks of the default engine. An external engine has other bounds: its 70 % are as GOOD as 60 % are here. Higher
 * stays higher.
 */
export function toOwnRanks({ engine, scores }: IntentsAnswer): readonly IntentScore[] {
  if (engine !== 'external') return scores
  return scores.map(({ intentId, score }) => ({ intentId, score: translate(score) }))
}

function translate(score: number): number {
  const rank = EXTERNAL.findLastIndex((bound) => score >= bound)
  const [low, high] = [EXTERNAL[rank], EXTERNAL[rank + 1]]
  if (low === undefined) return 0
  const [ownLow = 1, ownHigh] = [OWN[rank], OWN[rank + 1]]
  if (high === undefined || ownHigh === undefined) return 1
  return ownLow + ((score - low) / (high - low)) * (ownHigh - ownLow)
}
