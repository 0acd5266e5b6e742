import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from './httpProblem.ts'

interface ServedFile {
  readonly changedAt: number
  readonly etag: string
  readonly plain: Buffer
  readonly zipped: Buffer
}

const CHUNK = /^messenger(-[A-Za-z0-9_]{4,40})?\.js(\.map)?$/
const compress = promisify(gzip)

/**
 * The consumer's widget, for pages anywhere.
 * @param messengerFile the built file; its chunks and map lie beside it
 */
export const embed: FastifyPluginCallback<{ messengerFile: string | undefined }> = (app, { messengerFile }, done) => {
  const files = new Map<string, ServedFile>()

  async function read(name: string): Promise<ServedFile> {
    if (messengerFile === undefined) throw notFound('messenger; it is not built')
    const path = name === 'messenger.js' ? messengerFile : join(dirname(messengerFile), name)
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || !found.isFile()) throw notFound('file')
    const known = files.get(name)
    if (known?.changedAt === found.mtimeMs) return known
    const plain = await readFile(path)
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`
    const served = { changedAt: found.mtimeMs, etag, plain, zipped: await compress(plain) }
    files.set(name, served)
    return served
  }

  app.get('/:file', { schema: { hide: true } }, async (request, reply) => {
    const name = basename((request.params as { file: string }).file)
    if (!CHUNK.test(name)) throw notFound('file')
    return send(request, reply, name, await read(name))
  })
  done()
}

function send(request: FastifyRequest, reply: FastifyReply, name: string, { etag, plain, zipped }: ServedFile) {
  const isHashed = name.includes('-')
  reply
    .header('etag', etag)
    .header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('access-control-allow-origin', '*')
    .header('vary', 'Accept-Encoding')
    .type(name.endsWith('.map') ? 'application/json' : 'text/javascript; charset=utf-8')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(plain)
  return reply.header('content-encoding', 'gzip').send(zipped)
}
