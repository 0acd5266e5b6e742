import { join, resolve } from 'node:path'
import { ADMIN_TOKEN_FILE, buildServer, type Server } from '@baton/server'
import { StorageInUse, StorageTooNew, StorageUnavailable } from '@baton/storage'
import { findMessengerFile, findWorkspaceDir } from './builtPages.ts'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { readConfig } from './settings.ts'

/** Runs the server until it is told to end. */
export async function start({ json }: { json: boolean }): Promise<number> {
  const config = readConfig()
  const messengerFile = findMessengerFile()
  const workspaceDir = findWorkspaceDir()
  const pages = {
    ...(messengerFile !== undefined && { messengerFile }),
    ...(workspaceDir !== undefined && { workspaceDir }),
  }
  const server = await buildServer({ ...config, ...pages }).catch(explain)
  const ended = endOnSignal(server)
  const { url, firstRunUrl } = await server.listen().catch(async (fault: unknown) => {
    await server.close(0)
    return explain(fault)
  })
  const { adminToken } = server
  if (json) {
    const once = { ...(adminToken !== undefined && { adminToken }), ...(firstRunUrl !== undefined && { firstRunUrl }) }
    console.log(JSON.stringify({ url, ...once }))
  } else {
    console.log(`Baton answers at ${config.publicUrl ?? url}`)
    if (firstRunUrl !== undefined) {
      console.log(`Nobody can administer it yet. The first administrator comes in here, once:`)
      console.log(`  ${firstRunUrl}`)
    }
    if (adminToken !== undefined) {
      console.log(`Admin token, shown this once: ${adminToken}`)
      console.log(`It is also in ${join(resolve(config.dataDir), ADMIN_TOKEN_FILE)}, for its owner's eyes only.`)
    }
  }
  return ended
}

/** The first signal ends it in good order, the second at once. */
function endOnSignal(server: Server): Promise<number> {
  return new Promise((resolve) => {
    let ending = false
    const end = () => {
      if (ending) process.exit(EXIT.failed)
      ending = true
      server.close().then(
        () => resolve(EXIT.fine),
        (fault: unknown) => {
          console.error(fault)
          resolve(EXIT.failed)
        },
      )
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  })
}

function explain(fault: unknown): never {
  const known = fault instanceof StorageInUse || fault instanceof StorageTooNew || fault instanceof StorageUnavailable
  if (known) throw new CommandFailed(fault.message)
  const { code, port } = fault as { code?: unknown; port?: unknown }
  if (code === 'EADDRINUSE') throw new CommandFailed(`Port ${port} is taken; set PORT to another one.`)
  throw fault
}
