/** Rounds after which what still hangs is not waited for any longer: its line may be dead while the others are well. */
const PATIENT_ROUNDS = 3
/** So many at most hang at the same time. */
const MOST_HANGING = 2

export interface Rounds {
  /** No round begins any more; what hangs goes on. */
  end(): void
  /** Whatever is under way is over, or has had so long, in milliseconds. */
  over(withinMs: number): Promise<void>
}

/**
 * Acts in every round, but for those in which the last act has not come back. Where everything is slow, acts so do not pile up; where
 * only one hangs (its line was cut and nobody said so), the next one is not kept from going its own way for longer than three rounds.
 * @param ms of a round, in milliseconds
 * @param failed hears of each act that failed
 */
export function everySoOften(ms: number, act: () => Promise<void>, failed: (fault: unknown) => void): Rounds {
  const hanging = new Set<Promise<void>>()
  let sinceLast = 0
  const timer = setInterval(() => {
    sinceLast += 1
    const mayBegin = hanging.size === 0 || (sinceLast >= PATIENT_ROUNDS && hanging.size < MOST_HANGING)
    if (!mayBegin) return
    sinceLast = 0
    const acting: Promise<void> = act()
      .catch(failed)
      .finally(() => hanging.delete(acting))
    hanging.add(acting)
  }, ms)
  timer.unref()

  return {
    end: () => clearInterval(timer),
    async over(withinMs) {
      let tooLong: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        tooLong = setTimeout(resolve, withinMs)
      })
      await Promise.race([Promise.all(hanging), patience])
      clearTimeout(tooLong)
    },
  }
}
