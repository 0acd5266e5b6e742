import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'

export interface BrandPageOptions {
  /** Where the page's files lie. */
  readonly directory: string
  /** Where the messenger comes from. */
  readonly productUrl: string
  readonly accountId: string
  readonly entryPointId: string
  /** Of a second bot, at `/bean`. */
  readonly writtenEntryPointId?: string
}

/** A static page with the messenger's script tag. */
export const brandPage: FastifyPluginAsync<BrandPageOptions> = async (app, options) => {
  const read = (file: string) => readFileSync(join(options.directory, file), 'utf8')
  const page = (entryPointId: string) =>
    read('index.html')
      .replaceAll('__PRODUCT_URL__', options.productUrl)
      .replaceAll('__ACCOUNT__', options.accountId)
      .replaceAll('__ENTRY_POINT__', entryPointId)
  const html = 'text/html; charset=utf-8'
  const files = [
    { path: '/', type: html, body: page(options.entryPointId) },
    { path: '/bean', type: html, body: page(options.writtenEntryPointId ?? options.entryPointId) },
    { path: '/style.css', type: 'text/css; charset=utf-8', body: read('style.css') },
    { path: '/icon.svg', type: 'image/svg+xml', body: read('icon.svg') },
  ]
  for (const { path, type, body } of files) {
    app.get(path, async (_request, reply) => reply.type(type).header('cache-control', 'no-cache').send(body))
  }
}
