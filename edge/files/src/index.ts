export { directoryBlobs } from './blobs/directoryBlobs.ts'
export { type S3Options, s3Blobs } from './blobs/s3Blobs.ts'
export type { Blobs } from './blobs.ts'
export { FileDamaged, FileMissing, FileStoreUnavailable, WrongLength, WrongOffset } from './faults.ts'
export {
  createFileStore,
  type FileKey,
  type FileStore,
  type FileStoreOptions,
  type Looked,
  type LookedAt,
  type Receiving,
} from './fileStore.ts'
export { cleanName } from './inspect/cleanName.ts'
export type { Permitted } from './inspect/inspect.ts'
export { FILE_KINDS, type FileKind, isSafeInline, KIND_FACTS } from './inspect/kinds.ts'
export type { FileRefusal } from './inspect/verdict.ts'
export { createPreviewer, type Previewer } from './preview/previewer.ts'
export type { Range } from './reading.ts'
export { clamdScanner, type Scanner } from './scan/clamd.ts'
export { sealingKey } from './seal.ts'
