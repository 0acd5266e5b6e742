import type { FastifyPluginCallback } from 'fastify'
import type { House } from '../house.ts'

/** Public keys with which bots check who calls them (connector R2.10). */
export const keys: FastifyPluginCallback<{ house: House }> = (app, { house }, done) => {
  const jwks = async () => ({ keys: (await house.connector.publicKeys()).keys })
  for (const address of ['/sentinel/well-known/jwks', '/.well-known/jwks.json']) {
    app.get(address, { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(await jwks()),
    )
  }
  app.get('/.well-known/baton-signing-key.pem', { schema: { hide: true } }, async (_request, reply) => {
    const { pem } = await house.connector.publicKeys()
    return reply.type('application/x-pem-file').header('cache-control', 'public, max-age=300').send(pem)
  })
  done()
}
