import { hkdfSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  type Blobs,
  clamdScanner,
  createFileStore,
  createPreviewer,
  directoryBlobs,
  type FileStore,
  s3Blobs,
  sealingKey,
} from '@baton/files'
import type { Settings } from '@baton/storage'
import type { Config } from './config.ts'

type Options = Pick<Config, 'dataDir'> & Partial<Pick<Config, 'files' | 'secretKey'>>

/** Where files are kept, as the operator says: beside the database, unless a bucket is named. */
export async function openFileStore({ dataDir, files = {}, secretKey }: Options): Promise<FileStore> {
  const directory = files.directory ?? join(dataDir, 'files')
  return createFileStore({
    blobs: await blobsOf(files, directory),
    spoolDir: join(files.s3 === undefined ? directory : join(dataDir, 'files'), 'incoming'),
    previewer: createPreviewer(),
    ...(files.scanner !== undefined && { scanner: clamdScanner({ address: files.scanner }) }),
    ...(files.encrypt === true && secretKey !== undefined && { sealingKey: sealingKey(secretKey) }),
  })
}

async function blobsOf({ s3 }: NonNullable<Options['files']>, directory: string): Promise<Blobs> {
  return s3 === undefined ? directoryBlobs(join(directory, 'kept')) : s3Blobs(s3)
}

/** Signs links; the same on every node: from the operator's secret, or made once and kept. */
export async function fileLinkKey(settings: Settings, secretKey: string | undefined): Promise<Uint8Array> {
  if (secretKey !== undefined) return new Uint8Array(hkdfSync('sha256', secretKey, '', 'baton file links v1', 32))
  const kept = await settings.putSecretOnce('file-link-key', randomBytes(32).toString('base64'))
  return new Uint8Array(Buffer.from(kept, 'base64'))
}
