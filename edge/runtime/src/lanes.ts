/** Thrown when a lane is as long as it may get. */
export class LaneFull extends Error {
  readonly code = 'lane-full'
}

interface Lane {
  /** Resolves when the last task has run, however it ended. */
  tail: Promise<void>
  length: number
}

const NOTHING = Promise.resolve()

/** Tasks of one key run one after the other, in the order in which they came; different keys run beside each other. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>()

  /**
   * @param limit tasks that the lane may hold, this one included
   * @throws LaneFull without having run the task
   */
  run<T>(key: string, task: () => Promise<T>, limit = Number.POSITIVE_INFINITY): Promise<T> {
    const lane = this.lanes.get(key)
    if (lane === undefined) return this.begin(key, task)
    if (lane.length >= limit) return Promise.reject(new LaneFull(`too much waits before ${key}`))
    lane.length += 1
    const done = lane.tail.then(task)
    lane.tail = this.ending(key, lane, done)
    return done
  }

  /** Most lanes are empty, and nobody waits for nothing. */
  private begin<T>(key: string, task: () => Promise<T>): Promise<T> {
    const lane: Lane = { tail: NOTHING, length: 1 }
    this.lanes.set(key, lane)
    const done = attempt(task)
    lane.tail = this.ending(key, lane, done)
    return done
  }

  private ending(key: string, lane: Lane, done: Promise<unknown>): Promise<void> {
    const leave = () => {
      lane.length -= 1
      if (lane.length === 0) this.lanes.delete(key)
    }
    return done.then(leave, leave)
  }

  /** Resolves when all that is in the lanes now has run. */
  async settled(): Promise<void> {
    await Promise.all([...this.lanes.values()].map(({ tail }) => tail))
  }
}

/** A task that fails before its first wait fails like any other. */
function attempt<T>(task: () => Promise<T>): Promise<T> {
  try {
    return task()
  } catch (fault) {
    return Promise.reject(fault)
  }
}
