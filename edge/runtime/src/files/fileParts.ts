import type { FileStore } from '@baton/files'

/** What the runtime is given, so that people can send files. */
export interface FileParts {
  readonly store: FileStore
  /** Signs links; the same on every node. */
  readonly linkKey: Uint8Array
  /** Where this server is reached, without a slash at the end. */
  readonly baseUrl: () => string
  /** Files that may come in at the same time; absent: 256. */
  readonly mostAtOnce?: number
}
