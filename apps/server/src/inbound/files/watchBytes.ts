import type { Readable } from 'node:stream'

/** Nothing came for so long: nobody is there any more. */
const QUIET_MS = 30_000
/** Whoever needs longer for five megabytes does not want to send them. */
const WHOLE_MS = 15 * 60_000

/** Aborts when a sender falls silent, or drips. */
export function watchBytes(bytes: Readable): { readonly signal: AbortSignal; stop(): void } {
  const abort = new AbortController()
  const end = () => abort.abort(new Error('the sender fell silent'))
  // What has come and is not taken yet waits for the disk: that is not the sender's silence.
  const quiet = setTimeout(() => (bytes.readableLength > 0 ? hear() : end()), QUIET_MS)
  const whole = setTimeout(end, WHOLE_MS)
  const hear = () => quiet.refresh()
  bytes.on('data', hear)
  bytes.pause() // listening made it flow
  return {
    signal: abort.signal,
    stop() {
      clearTimeout(quiet)
      clearTimeout(whole)
      bytes.off('data', hear)
    },
  }
}
