import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The built widget beside the built command line; from source, the one in `dist`. */
export const findMessengerFile = (): string | undefined => find('messenger.js')

/** The folder of the built workspace, found alike. */
export const findWorkspaceDir = (): string | undefined => find('workspace')

function find(name: string): string | undefined {
  const places = [`./${name}`, `../../../dist/${name}`]
  return places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((file) => existsSync(file))
}
