import type { House } from './house.ts'
import type { OtherNodes } from './otherNodes.ts'

/** What other servers of the installation say reaches whom it is about. @returns how to stop */
export function hearOthers(house: House, others: OtherNodes): () => void {
  const { agents, shared, storage, log } = house
  if (storage.rings === undefined) return () => {}
  const onFault = (err: unknown): void => log.warn({ err }, 'what another server said could not be followed')
  const stopHearing = others.listen(
    (word) => {
      if (word.about !== 'taken') agents.hear(word).catch(onFault)
      else if (word.limit in shared) shared[word.limit as keyof typeof shared].takenElsewhere(word.of, word.count)
    },
    () => void agents.lookAgain().catch(onFault),
  )
  const stopWatching = agents.watch(onFault)
  return () => {
    stopHearing()
    stopWatching()
  }
}
