import type { Readable } from 'node:stream'
import { type FileKey, type FileStore, WrongLength, WrongOffset } from '@baton/files'

interface UnderWay {
  readonly abort: AbortController
  readonly over: Promise<void>
}

type Came =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code: 'too-many-files' | 'wrong-length' | 'wrong-offset' | 'file-too-large'
      readonly received?: number
    }

/** Bytes that are coming in on this node: so many files at once, and each from one side only. */
export class Receptions {
  private readonly underWay = new Map<string, UnderWay>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  /** Whatever is coming of this file stops. */
  end(key: FileKey): void {
    this.underWay.get(nameOf(key))?.abort.abort()
  }

  async receive(
    store: FileStore,
    key: FileKey,
    bytes: Readable,
    { size, from, signal }: { size: number; from: number; signal: AbortSignal },
  ): Promise<Came> {
    const name = nameOf(key)
    // Whoever comes again has lost the line; what still hangs on it gives way.
    const before = this.underWay.get(name)
    before?.abort.abort()
    await before?.over
    if (this.underWay.size >= this.most) return { ok: false, code: 'too-many-files' }
    const abort = new AbortController()
    let end = (): void => {}
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    const own = { abort, over }
    this.underWay.set(name, own)
    try {
      await store.receive(key, bytes, { size, from, signal: AbortSignal.any([signal, abort.signal]) })
      return { ok: true }
    } catch (fault) {
      if (fault instanceof WrongOffset) return { ok: false, code: 'wrong-offset', received: fault.received }
      if (!(fault instanceof WrongLength)) throw fault
      return { ok: false, code: fault.which === 'too-long' ? 'file-too-large' : 'wrong-length' }
    } finally {
      if (this.underWay.get(name) === own) this.underWay.delete(name)
      end()
    }
  }
}

const nameOf = ({ accountId, fileId }: FileKey): string => `${accountId}/${fileId}`
