interface UnderWay {
  readonly abort: AbortController
  readonly over: Promise<void>
}

/** Files that are coming in on this node: so many at once, and each from one side only, until it was looked at. */
export class Receptions {
  private readonly underWay = new Map<string, UnderWay>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  /** Whatever is coming of this file stops. */
  end(fileId: string): void {
    this.underWay.get(fileId)?.abort.abort()
  }

  /**
   * @param receive is done when nobody else on this node receives this file; its bytes stop when the signal says so
   * @returns undefined when there are too many
   */
  async alone<T>(fileId: string, receive: (ended: AbortSignal) => Promise<T>): Promise<T | undefined> {
    // Whoever comes again has lost the line; what still hangs on it gives way.
    for (let before = this.underWay.get(fileId); before !== undefined; before = this.underWay.get(fileId)) {
      before.abort.abort()
      await before.over
    }
    if (this.underWay.size >= this.most) return undefined
    const abort = new AbortController()
    let end = (): void => {}
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    this.underWay.set(fileId, { abort, over })
    try {
      return await receive(abort.signal)
    } finally {
      this.underWay.delete(fileId)
      end()
    }
  }
}
