import type { Readable } from 'node:stream'

/**
 * What comes, piece by piece, taken only when its turn is: until then it stays in the stream, which stops its sender. A loop over the
 * stream itself would hold one more piece for each sender.
 */
export interface Pieces {
  /**
   * Waits until there is one to take.
   * @returns false at the end
   * @throws what broke the stream; the signal's reason
   */
  areMore(): Promise<boolean>
  /** @returns undefined when there is none after all */
  take(): Buffer | undefined
  /** Lets go of the stream, and leaves it as it is. */
  leave(): void
}

export function piecesOf(source: Readable, signal?: AbortSignal): Pieces {
  let heard = (): void => {}
  let fault: Error | undefined
  const hear = (): void => heard()
  const hearFault = (cause: Error): void => {
    fault ??= cause
    heard()
  }
  source.on('readable', hear).on('end', hear).on('close', hear).on('error', hearFault)
  signal?.addEventListener('abort', hear)

  return {
    async areMore() {
      for (;;) {
        signal?.throwIfAborted()
        if (source.readableLength > 0) return true
        if (fault !== undefined) throw fault
        if (source.readableEnded) return false
        if (source.destroyed) throw source.errored ?? new Error('The sender is gone.')
        await new Promise<void>((resolve) => {
          heard = resolve
          source.read(0) // takes nothing: makes it go on, or end
        })
      }
    },
    take: () => (source.read() as Buffer | null) ?? undefined,
    leave() {
      source.off('readable', hear).off('end', hear).off('close', hear).off('error', hearFault)
      signal?.removeEventListener('abort', hear)
    },
  }
}
