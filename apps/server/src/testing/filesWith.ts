import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The files of a folder, at any depth, in which a text stands. What a running server has taken away since it was listed, as a
 * database does with its journal, holds nothing any more.
 * @throws when there is no file at all: then nothing was looked at
 */
export function filesWith(folder: string, text: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  if (files.length === 0) throw new Error(`There are no files in ${folder}.`)
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => read(path).includes(text))
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return Buffer.alloc(0)
    throw fault
  }
}
