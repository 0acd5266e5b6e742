import type { FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { House } from './house.ts'
import { adminRoutes } from './inbound/adminRoutes.ts'
import { agentSocket } from './inbound/agentSocket.ts'
import { backup } from './inbound/backup.ts'
import { guardRoutes } from './inbound/caller.ts'
import { consumerSocket } from './inbound/consumerSocket.ts'
import { consumerTokens } from './inbound/consumerTokens.ts'
import { contentCheck } from './inbound/contentCheck.ts'
import { embed } from './inbound/embed.ts'
import { fileDoor } from './inbound/files/fileDoor.ts'
import { frontPage } from './inbound/frontPage.ts'
import { health } from './inbound/health.ts'
import { tellProblems } from './inbound/httpProblem.ts'
import { keys } from './inbound/keys.ts'
import { describeApi } from './inbound/openapi.ts'
import { firstRun } from './inbound/signIn/firstRun.ts'
import { links } from './inbound/signIn/links.ts'
import { me } from './inbound/signIn/me.ts'
import { oidc } from './inbound/signIn/oidc.ts'
import { session } from './inbound/signIn/session.ts'
import { tryOut } from './inbound/tryOut.ts'
import { workspace } from './inbound/workspace.ts'
import { addSecurityHeaders } from './securityHeaders.ts'

export interface DoorOptions {
  readonly dataDir: string
  readonly publicUrl?: string
  /** The built widget; absent: it is not served. */
  readonly messengerFile?: string
  /** The built workspace; absent: it is not served. */
  readonly workspaceDir?: string
  /** Told of every route as it is made; tests walk them all. */
  readonly onRoute?: (route: { readonly method: string; readonly url: string }) => void
}

/**
 * What runs before what:
 *
 *   every request ─▶ security headers ─▶ the route's right ─▶ route
 *     of a right                token or session (with origin and csrf) ─▶ account ─▶ right ─▶ body ─▶ handler
 *     /api/v1/session, …/links  rate per address ─▶ rate per identity ─▶ password ─▶ new session
 *     /api/v1/consumer-tokens   CORS ─▶ body ─▶ rate ─▶ entry point ─▶ origin ─▶ token
 *     /files/…                  CORS ─▶ signed link, used once ─▶ bytes
 *     /consumer, /agent         (upgrade) room ─▶ rate ─▶ hello ─▶ token ─▶ frames
 *   every failure ─▶ tellProblems
 */
export async function openDoors(app: FastifyInstance, house: House, options: DoorOptions): Promise<void> {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  tellProblems(app)
  addSecurityHeaders(app, options.publicUrl?.startsWith('https:') ?? false)
  guardRoutes(app, house)
  const { onRoute } = options
  if (onRoute !== undefined) {
    app.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) onRoute({ method: one, url })
    })
  }
  await describeApi(app)
  app.register(session, { house })
  app.register(links, { house })
  app.register(me, { house })
  app.register(oidc, { house })
  app.register(firstRun, { house })
  app.register(health, { house })
  app.register(keys, { house })
  app.register(consumerTokens, { house })
  app.register(adminRoutes, { house })
  app.register(contentCheck, { house })
  app.register(backup, { house, dataDir: options.dataDir })
  app.register(fileDoor, { house })
  app.register(frontPage)
  app.register(tryOut, { house })
  app.register(embed, { messengerFile: options.messengerFile })
  app.register(workspace, { workspaceDir: options.workspaceDir })
  app.register(consumerSocket, { house })
  app.register(agentSocket, { house })
  await app.ready()
}
