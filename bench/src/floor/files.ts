import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** The least that takes a file in: what comes is written as it comes, and is on the disk when the answer goes. */
const [folder = '.'] = process.argv.slice(2)
let count = 0
const server = createServer(async (request, response) => {
  count += 1
  const path = join(folder, String(count))
  try {
    await pipeline(request, createWriteStream(path))
    const file = await open(path)
    await file.sync()
    await file.close()
    response.writeHead(201).end()
  } catch {
    response.destroy()
  }
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => process.exit(0))
