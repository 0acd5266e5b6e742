/** Thrown when a lane is as long as it may get. */
export class LaneFull extends Error {
  readonly code = 'lane-full'
}

interface Lane {
  tail: Promise<unknown>
  length: number
}

/** Tasks of one key run one after the other, in the order in which they came; different keys run beside each other. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>()

  /**
   * @param limit tasks that the lane may hold, this one included
   * @throws LaneFull without having run the task
   */
  async run<T>(key: string, task: () => Promise<T>, limit = Number.POSITIVE_INFINITY): Promise<T> {
    const lane = this.lanes.get(key) ?? { tail: Promise.resolve(), length: 0 }
    if (lane.length >= limit) throw new LaneFull(`too much waits before ${key}`)
    this.lanes.set(key, lane)
    lane.length += 1
    const done = lane.tail.then(task)
    lane.tail = done.catch(() => {})
    try {
      return await done
    } finally {
      lane.length -= 1
      if (lane.length === 0) this.lanes.delete(key)
    }
  }

  /** Resolves when all that is in the lanes now has run. */
  async settled(): Promise<void> {
    await Promise.all([...this.lanes.values()].map(({ tail }) => tail))
  }
}
