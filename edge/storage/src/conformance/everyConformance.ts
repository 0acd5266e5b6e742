import { describe } from 'vitest'
import { commitConformance } from './commit.ts'
import type { Open } from './examples.ts'

/** What every dialect promises; `open` gives an empty storage whose clock stands still at `noon`. */
export function everyConformance(open: Open): void {
  describe('commit', () => commitConformance(open))
}
