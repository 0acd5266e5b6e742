import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The built widget beside the built command line; from source, the one in `dist`. */
export function findMessengerFile(): string | undefined {
  const places = ['./messenger.js', '../../../dist/messenger.js']
  return places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((file) => existsSync(file))
}
