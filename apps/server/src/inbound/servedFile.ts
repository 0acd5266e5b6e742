import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from './httpProblem.ts'

export interface ServedFile {
  readonly changedAt: number
  readonly etag: string
  readonly plain: Buffer
  readonly zipped: Buffer
}

const compress = promisify(gzip)

/** Built files, read and compressed once, and again when they change. Its users say which paths there may be. */
export class Shelf {
  readonly #files = new Map<string, ServedFile>()

  /** @throws HttpProblem when there is no such file */
  async read(path: string): Promise<ServedFile> {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || !found.isFile()) throw notFound('file')
    const known = this.#files.get(path)
    if (known?.changedAt === found.mtimeMs) return known
    const plain = await readFile(path)
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`
    const served = { changedAt: found.mtimeMs, etag, plain, zipped: await compress(plain) }
    this.#files.set(path, served)
    return served
  }
}

/** Sends the file, or only that it has not changed. Type and caching are the caller's. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, { etag, plain, zipped }: ServedFile) {
  reply.header('etag', etag).header('vary', 'Accept-Encoding')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(plain)
  return reply.header('content-encoding', 'gzip').send(zipped)
}
