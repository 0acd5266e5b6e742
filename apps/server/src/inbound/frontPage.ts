import type { FastifyPluginCallback } from 'fastify'

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Baton</title>
<h1>Baton</h1>
<p>A conversational cloud runs here.</p>
<ul>
  <li><a href="/workspace/">/workspace/</a>: for the people who answer</li>
  <li><a href="/messenger.js">/messenger.js</a>: the consumer's window, for a brand's page</li>
  <li><a href="/api/openapi.json">/api/openapi.json</a>: the API under /api/v1</li>
  <li>/consumer, /agent: sockets</li>
  <li><a href="/.well-known/jwks.json">/.well-known/jwks.json</a>: keys with which bots check who calls</li>
  <li><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a></li>
</ul>
</html>
`

/** Says what runs here. */
export const frontPage: FastifyPluginCallback = (app, _options, done) => {
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE))
  done()
}
