import type { Readable } from 'node:stream'

/** Keeps bytes under names; knows nothing of what they are. */
export interface Blobs {
  /**
   * Takes a finished file over; afterwards it is safe, and gone from where it was.
   * @throws FileStoreUnavailable
   */
  adopt(key: string, path: string): Promise<void>
  /** @throws FileMissing, FileStoreUnavailable @param end the last byte that is wanted, inclusive; absent: to the end */
  read(key: string, start: number, end?: number): Promise<Readable>
  /** In bytes, as they are stored. @throws FileMissing, FileStoreUnavailable */
  size(key: string): Promise<number>
  /** Removing what is not there is no fault. @throws FileStoreUnavailable */
  remove(key: string): Promise<void>
  close(): Promise<void>
}
