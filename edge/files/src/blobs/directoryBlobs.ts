import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Blobs } from '../blobs.ts'
import { asFileFault } from '../faults.ts'

/** Keeps files in a directory; several servers may share it where it is mounted on all of them. */
export function directoryBlobs(directory: string): Blobs {
  const at = (key: string): string => join(directory, key)
  const orFault = <T>(doing: Promise<T>): Promise<T> =>
    doing.catch((fault: unknown) => {
      throw asFileFault(fault)
    })

  return {
    adopt: (key, path) =>
      orFault(
        (async () => {
          const target = at(key)
          await mkdir(dirname(target), { recursive: true, mode: 0o700 })
          await flush(path)
          await rename(path, target).catch(async (fault: NodeJS.ErrnoException) => {
            if (fault.code !== 'EXDEV') throw fault
            await copyFile(path, `${target}.copy`)
            await flush(`${target}.copy`)
            await rename(`${target}.copy`, target)
            await rm(path, { force: true })
          })
          await flush(dirname(target))
        })(),
      ),
    read: (key, start, end) =>
      orFault(
        open(at(key), 'r').then((file) =>
          createReadStream('', { fd: file, start, ...(end !== undefined && { end }), highWaterMark: 65_536 }),
        ),
      ),
    size: (key) => orFault(stat(at(key)).then(({ size }) => size)),
    remove: (key) => orFault(rm(at(key), { force: true })),
    close: async () => {},
  }
}

/** What was written, and the name under which it was written, survives a power cut from here on. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
