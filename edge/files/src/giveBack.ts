import { MessageChannel } from 'node:worker_threads'

/** Whatever is moved to a port that is closed is gone. */
const nowhere = new MessageChannel().port1
nowhere.close()

/**
 * Frees the memory of a piece that nobody will look at again. The collector would do so too, but lets twice the young generation
 * gather outside of its heap first: tens of megabytes while many files come in. Afterwards the piece is empty.
 * @param piece of memory of its own; a part of something larger is left to the collector
 */
export function giveBack(piece: Uint8Array): void {
  const { buffer } = piece
  if (!(buffer instanceof ArrayBuffer) || piece.byteLength === 0 || piece.byteLength !== buffer.byteLength) return
  try {
    nowhere.postMessage(undefined, [buffer])
  } catch {
    // Shared with others, who said that it must not be moved.
  }
}
