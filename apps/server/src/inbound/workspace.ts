import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyPluginCallback } from 'fastify'
import { notFound } from './httpProblem.ts'
import { Shelf, sendFile } from './servedFile.ts'

const ASSET = /^[A-Za-z0-9_.-]{1,120}-[A-Za-z0-9_-]{8}\.(js|css|svg|woff2)$/
const TYPES: { readonly [ending: string]: string } = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}
const NONCE_BYTES = 16

/**
 * The workspace of the brand's people: one page for every address below `/workspace/`, which finds its way by itself, and its
 * assets, whose names change with what they hold.
 * @param workspaceDir the built pages; absent: not served
 */
export const workspace: FastifyPluginCallback<{ workspaceDir: string | undefined }> = (app, options, done) => {
  const { workspaceDir } = options
  const shelf = new Shelf()
  const schema = { hide: true }

  app.get('/workspace', { schema }, (_request, reply) => reply.redirect('/workspace/', 308))
  app.get('/workspace/assets/:file', { schema }, async (request, reply) => {
    const { file } = request.params as { file: string }
    const ending = ASSET.exec(file)?.[1]
    if (workspaceDir === undefined || ending === undefined) throw notFound('file')
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(TYPES[ending] ?? 'application/octet-stream')
    return sendFile(request, reply, await shelf.read(join(workspaceDir, 'assets', file)))
  })
  app.get('/workspace/*', { schema }, async (_request, reply) => {
    if (workspaceDir === undefined) throw notFound('workspace; it is not built')
    const { plain } = await shelf.read(join(workspaceDir, 'index.html'))
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    return reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', policyWith(nonce))
      .type('text/html; charset=utf-8')
      .send(plain.toString().replaceAll('__NONCE__', nonce))
  })
  done()
}

/** Scripts, styles and fonts are our own. Pictures may come from the hosts that the account allows for its cards,
 * and files of conversations are shown from what was fetched. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' https: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
