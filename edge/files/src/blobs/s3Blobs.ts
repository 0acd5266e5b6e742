import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Blobs } from '../blobs.ts'
import { FileMissing, FileStoreUnavailable } from '../faults.ts'

export interface S3Options {
  readonly bucket: string
  /** Before every key, such as `baton/`. */
  readonly prefix?: string
  readonly region: string
  /** Of a server that speaks the protocol; absent: Amazon's own. */
  readonly endpoint?: string
  /** Absent: as the machine's environment says, by the library's own rules. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/**
 * The operator's own store, reached as a database is: not through the guard for addresses that users name. The library is large; who
 * keeps files in a directory does not wait for it.
 */
export async function s3Blobs({ bucket, prefix = '', region, endpoint, credentials }: S3Options): Promise<Blobs> {
  const [library, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client } = library
  const client = new S3Client({
    region,
    maxAttempts: 3,
    // Servers that are not Amazon's know only the classic checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
  })
  const named = (key: string) => ({ Bucket: bucket, Key: `${prefix}${key}` })

  return {
    async adopt(key, path) {
      const body = createReadStream(path)
      try {
        await new Upload({ client, params: { ...named(key), Body: body } }).done()
      } catch (fault) {
        throw asStoreFault(fault)
      } finally {
        body.destroy()
      }
      await rm(path, { force: true })
    },
    async read(key, start, end) {
      const wanted = start === 0 && end === undefined ? {} : { Range: `bytes=${start}-${end ?? ''}` }
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...named(key), ...wanted }))
        return Body as Readable
      } catch (fault) {
        throw asStoreFault(fault)
      }
    },
    async size(key) {
      try {
        const { ContentLength = 0 } = await client.send(new HeadObjectCommand(named(key)))
        return ContentLength
      } catch (fault) {
        throw asStoreFault(fault)
      }
    },
    async remove(key) {
      try {
        await client.send(new DeleteObjectCommand(named(key)))
      } catch (fault) {
        const told = asStoreFault(fault)
        if (!(told instanceof FileMissing)) throw told
      }
    },
    async close() {
      client.destroy()
    },
  }
}

function asStoreFault(fault: unknown): FileMissing | FileStoreUnavailable {
  const status = (fault as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  const name = fault instanceof Error ? fault.name : String(fault)
  if (status === 404 || name === 'NoSuchKey' || name === 'NotFound') {
    return new FileMissing('There is no such file in the store.', { cause: fault })
  }
  return new FileStoreUnavailable(`The file store answers ${name}.`, { cause: fault })
}
