import type { Readable } from 'node:stream'
import { FileDamaged, FileMissing, FileStoreUnavailable, isSafeInline } from '@baton/files'
import type { FileDesk, FileLink } from '@baton/runtime'
import type { KnownFile } from '@baton/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { REFUSAL_TEXTS, type RefusalCode } from '../../texts.ts'
import { HttpProblem, notFound } from '../httpProblem.ts'
import { contentDisposition } from './contentDisposition.ts'
import { watchBytes } from './watchBytes.ts'

const place = z.object({ accountId: z.string().max(100), fileId: z.uuid() })
const withLink = z.object({ link: z.string().max(1_000) })

/**
 * Where bytes of files go in and out. Whoever holds a link may use it; the link says what for, and was given by a door that asked
 * who they are. No cookie and no token counts here, so that any page may call: the messenger lives on the brand's.
 */
export const fileDoor: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  // Whatever is said to be in the body, it is bytes, and they are read as they come.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, parsed) => parsed(null))
  app.addHook('onRequest', async (_request, reply) => {
    reply
      .header('access-control-allow-origin', '*')
      .header('access-control-expose-headers', 'content-length, content-range, content-disposition')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', 'no-store')
      // Should a browser ever show a file as a page of ours: nothing in it may come to life.
      .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  })

  const url = '/files/:accountId/:fileId'
  app.options(url, { schema: { hide: true, params: place } }, (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'GET, PUT')
      .header('access-control-allow-headers', 'content-type, upload-offset, range')
      .header('access-control-max-age', '600')
      .code(204)
      .send(),
  )
  app.put(url, { schema: { hide: true, params: place, querystring: withLink } }, async (request, reply) => {
    const desk = deskOf(house)
    const link = await openLink(desk, request.params, request.query.link, ['upload'])
    return reply.code(201).send(await takeIn(house, desk, link, request))
  })
  app.get(url, { schema: { hide: true, params: place, querystring: withLink } }, async (request, reply) => {
    const desk = deskOf(house)
    const link = await openLink(desk, request.params, request.query.link, ['download', 'show', 'preview', 'fetch'])
    const file = await house.storage.files.findFile(link.accountId, link.fileId)
    // Erased since the link was given. What is not sent is fetched by the service that somebody tries, and by nobody else.
    const isThere = file?.state === 'sent' || (file?.state === 'kept' && link.purpose === 'fetch')
    if (file === undefined || !isThere) throw refused(404, 'file-gone')
    return orProblem(() => handOut(desk, link.purpose, file, request, reply))
  })
  done()
}

function deskOf({ runtime }: House): FileDesk {
  if (runtime.files === undefined) throw notFound('file')
  return runtime.files
}

async function openLink(
  desk: FileDesk,
  at: z.infer<typeof place>,
  text: string,
  purposes: readonly FileLink['purpose'][],
): Promise<FileLink> {
  const link = await desk.links.open(text, at)
  if (link === undefined || !purposes.includes(link.purpose)) throw refused(401, 'link-invalid')
  return link
}

const refused = (status: HttpProblem['status'], code: RefusalCode, more: HttpProblem['more'] = {}) =>
  new HttpProblem(status, code, REFUSAL_TEXTS[code], more)

/** What a refused file is in HTTP; what is not here is 422. */
export const FILE_STATUS: Partial<Record<RefusalCode, HttpProblem['status']>> = {
  'file-gone': 404,
  'files-not-enabled': 403,
  'file-too-large': 413,
  'file-type-not-allowed': 415,
  'wrong-offset': 409,
  'wrong-length': 400,
  'too-many-files': 429,
  'scan-unavailable': 503,
}

async function takeIn(house: House, desk: FileDesk, link: FileLink, request: FastifyRequest) {
  const from = numberIn(request.headers['upload-offset'])
  const length =
    request.headers['content-length'] === undefined ? undefined : numberIn(request.headers['content-length'])
  const bytes: Readable = request.raw
  const watch = watchBytes(bytes)
  const { accountId, fileId } = link
  try {
    const came = await orProblem(() => desk.receive(link, bytes, { from, length, signal: watch.signal }))
    if (came.ok) return toBody(came.file)
    house.metrics.refused(came.code)
    const { received } = came
    const more = {
      ...(came.code === 'too-many-files' && { retryAfterMs: 2_000 }),
      ...(received !== undefined && { received }),
    }
    throw refused(FILE_STATUS[came.code] ?? 422, came.code, more)
  } catch (fault) {
    if (fault instanceof HttpProblem) throw fault
    // The line was cut, or nothing came for too long: what is here stays, and the sender goes on with another link.
    house.log.info({ accountId, fileId, err: fault }, 'a file did not come to its end')
    throw refused(400, 'wrong-length')
  } finally {
    watch.stop()
    drain(bytes)
  }
}

/** Whoever still sends is heard for a while, so that they read the answer, and then no more. */
const STILL_HEARD_BYTES = 6 * 1_024 * 1_024
const STILL_HEARD_MS = 10_000

function drain(bytes: Readable): void {
  if (bytes.readableEnded || bytes.destroyed) return
  let left = STILL_HEARD_BYTES
  const over = setTimeout(() => bytes.destroy(), STILL_HEARD_MS)
  bytes.on('data', (piece: Buffer) => {
    left -= piece.length
    if (left < 0) bytes.destroy()
  })
  bytes.on('close', () => clearTimeout(over))
  bytes.on('error', () => {})
  bytes.resume()
}

function numberIn(header: string | string[] | undefined): number {
  if (header === undefined) return 0
  const count = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : Number.NaN
  if (Number.isNaN(count)) throw new HttpProblem(400, 'bad-request', '`upload-offset` is a number of bytes.')
  return count
}

function toBody({ id, name, mediaType, size, image }: KnownFile) {
  return { fileId: id, name, mediaType, size, ...(image && { image }) }
}

async function handOut(
  desk: FileDesk,
  purpose: FileLink['purpose'],
  file: KnownFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { name, mediaType, size, image } = file
  if (purpose === 'preview') {
    if (image === undefined) throw refused(404, 'file-gone')
    const preview = await desk.readPreview(file)
    return reply.type('image/jpeg').header('content-disposition', 'inline').send(preview)
  }
  const isShown = purpose === 'show' && isSafeInline(mediaType)
  const range = rangeOf(request.headers.range, size)
  const bytes = await desk.read(file, range)
  const { start, end } = range ?? { start: 0, end: size }
  reply
    .type(mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType)
    .header('content-disposition', contentDisposition(isShown ? 'inline' : 'attachment', name))
    .header('content-length', end - start)
    .header('accept-ranges', 'bytes')
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`)
  return reply.send(bytes)
}

/** One range from a place on, as who was cut asks for; anything else gets the whole. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === undefined || to === undefined) return undefined
  const start = Number(from)
  const end = to === '' ? size : Math.min(size, Number(to) + 1)
  return start < end ? { start, end } : undefined
}

/** What the store did to us is told in our words. */
async function orProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof FileMissing) throw refused(404, 'file-gone')
    if (fault instanceof FileStoreUnavailable) throw refused(503, 'unavailable')
    if (fault instanceof FileDamaged) throw refused(503, 'unavailable')
    throw fault
  }
}
