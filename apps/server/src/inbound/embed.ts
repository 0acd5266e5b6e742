import { basename, dirname, join } from 'node:path'
import type { FastifyPluginCallback } from 'fastify'
import { notFound } from './httpProblem.ts'
import { Shelf, sendFile } from './servedFile.ts'

const CHUNK = /^messenger(-[A-Za-z0-9_]{4,40})?\.js(\.map)?$/

/**
 * The consumer's widget, for pages anywhere.
 * @param messengerFile the built file; its chunks and map lie beside it
 */
export const embed: FastifyPluginCallback<{ messengerFile: string | undefined }> = (app, { messengerFile }, done) => {
  const shelf = new Shelf()

  app.get('/:file', { schema: { hide: true } }, async (request, reply) => {
    const name = basename((request.params as { file: string }).file)
    if (!CHUNK.test(name)) throw notFound('file')
    if (messengerFile === undefined) throw notFound('messenger; it is not built')
    const file = await shelf.read(name === 'messenger.js' ? messengerFile : join(dirname(messengerFile), name))
    reply
      .header('cache-control', name.includes('-') ? 'public, max-age=31536000, immutable' : 'public, max-age=300')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
      .type(name.endsWith('.map') ? 'application/json' : 'text/javascript; charset=utf-8')
    return sendFile(request, reply, file)
  })
  done()
}
