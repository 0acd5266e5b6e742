import { constants } from 'node:fs'
import { copyFile, rename, rm, stat, truncate } from 'node:fs/promises'
import { asFileFault } from './faults.ts'

/**
 * Unfinished bytes of one file, by the number of their reception. Each reception writes to a file of its own: a process that slept,
 * and goes on to write when another one has taken over, changes nothing that anybody reads. That cannot be had by asking first, as
 * whoever asks may fall asleep between the answer and the writing.
 */
export interface Receptions {
  /** Of the newest one up to this; undefined where nothing is here. */
  newest(): Promise<string | undefined>
  /**
   * What came of those before is the beginning of this one.
   * @param length of what is wanted of it, in bytes as they are stored; more may have come since the sender asked how far it is
   * @throws FileStoreUnavailable
   */
  goOn(length: number): Promise<void>
  /** All of those before are of no use any more. */
  removeEarlier(): Promise<void>
}

/** @param pathOf where the bytes of a reception lie */
export function receptionsOf(pathOf: (reception: number) => string, reception = 0): Receptions {
  const own = pathOf(reception)
  const isThere = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    )
  async function newest(): Promise<string | undefined> {
    for (let number = reception; number >= 0; number -= 1) {
      if (await isThere(pathOf(number))) return pathOf(number)
    }
    return undefined
  }

  return {
    newest,
    async goOn(length) {
      const before = await newest()
      if (before === undefined || before === own) return
      try {
        // A copy of its own, whole or not there: whoever has the former one open still writes to that.
        await copyFile(before, `${own}.copy`, constants.COPYFILE_FICLONE)
        if ((await stat(`${own}.copy`)).size > length) await truncate(`${own}.copy`, length)
        await rename(`${own}.copy`, own)
      } catch (fault) {
        throw asFileFault(fault)
      }
    },
    async removeEarlier() {
      for (let number = 0; number < reception; number += 1) await rm(pathOf(number), { force: true })
    },
  }
}
