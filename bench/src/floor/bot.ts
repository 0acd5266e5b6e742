import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A custom endpoint that answers every message with one text, as fast as node:http can. Both sides ask this one process; what
 * it costs is the same for both.
 */
const server = createServer((request, response) => {
  if (request.method === 'PUT') {
    request.resume()
    return void response.writeHead(204).end()
  }
  if (request.method === 'GET') {
    const isState = request.url?.endsWith('/state')
    return void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(isState ? '{"state":"online","version":"1.0.0"}' : '["draft","production"]')
  }
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    const { data } = JSON.parse(body) as { data: { message: string } }
    const answer = Buffer.from(
      JSON.stringify({
        response: [{ type: 'TEXT', data: { message: `reply to ${data.message}` } }],
        analytics: { intents: [{ id: 'bench', description: 'Asks something', confidenceScore: 0.9 }] },
      }),
    )
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => process.exit(0))
