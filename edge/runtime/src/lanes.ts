/** Thrown when a lane is as long as it may get. */
export class LaneFull extends Error {
  readonly code = 'lane-full'
}

/** What waits before one key; the task that runs is not among it. */
type Lane = (() => void)[]

/** Tasks of one key run one after the other, in the order in which they came; different keys run beside each other. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>()
  private readonly idle: (() => void)[] = []

  /** Whether a task of this key would begin at once. */
  isFree(key: string): boolean {
    return !this.lanes.has(key)
  }

  /**
   * @param limit tasks that the lane may hold, this one included
   * @throws LaneFull without having run the task
   */
  run<T>(key: string, task: () => Promise<T>, limit = Number.POSITIVE_INFINITY): Promise<T> {
    const lane = this.lanes.get(key)
    // Most lanes are empty, and nobody waits for nothing.
    if (lane === undefined) return this.begin(key, task)
    if (lane.length + 1 >= limit) return Promise.reject(new LaneFull(`too much waits before ${key}`))
    return new Promise<T>((resolve, reject) => {
      lane.push(() => void this.follow(key, lane, task).then(resolve, reject))
    })
  }

  private begin<T>(key: string, task: () => Promise<T>): Promise<T> {
    const lane: Lane = []
    this.lanes.set(key, lane)
    return this.follow(key, lane, task)
  }

  private follow<T>(key: string, lane: Lane, task: () => Promise<T>): Promise<T> {
    const done = attempt(task)
    const leave = () => this.leave(key, lane)
    done.then(leave, leave)
    return done
  }

  private leave(key: string, lane: Lane): void {
    const next = lane.shift()
    if (next !== undefined) return next()
    this.lanes.delete(key)
    if (this.lanes.size === 0) for (const resolve of this.idle.splice(0)) resolve()
  }

  /** Resolves when the lanes are empty. */
  async settled(): Promise<void> {
    if (this.lanes.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve))
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
