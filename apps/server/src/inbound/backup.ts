import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyPluginCallback } from 'fastify'
import type { House } from '../house.ts'

/** A consistent copy of everything, made while the server works; for the operator only. */
export const backup: FastifyPluginCallback<{ house: House; dataDir: string }> = (app, { house, dataDir }, done) => {
  app.post(
    '/api/v1/backup',
    { schema: { tags: ['installation'], security: [{ token: [] }], description: 'The whole database as one file.' } },
    async (_request, reply) => {
      const folder = await mkdtemp(join(dataDir, 'backup-')) // beside the data: elsewhere there may be no room
      const file = join(folder, `${randomUUID()}.db`)
      const remove = () => rm(folder, { recursive: true, force: true })
      try {
        await house.storage.backup(file)
      } catch (fault) {
        await remove()
        throw fault
      }
      const stream = createReadStream(file)
      stream.once('close', () => void remove())
      return reply.type(house.storage.nodes ? 'application/gzip' : 'application/vnd.sqlite3').send(stream)
    },
  )
  done()
}
