/**
 * A service that does harm to whoever calls it, in a process of its own: what it costs to do harm must not slow the clock of those who
 * measure. Run with `process.send` to be told its port.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

const bomb = gzipSync(Buffer.alloc(20_000_000))
const large = Buffer.alloc(3_000_000, 'x')

/** By the last part of the address. */
const HARM: Readonly<Record<string, (response: ServerResponse) => void>> = {
  silent: () => {},
  drips: (response) => {
    response.writeHead(200, { 'content-length': '1000000' })
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  },
  bomb: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  large: (response) => void response.end(large),
  broken: (response) => void response.setHeader('content-type', 'application/json').end('{"a": '),
  charset: (response) =>
    void response.setHeader('content-type', 'application/json; charset=klingon').end(Buffer.from([0x22, 0xff, 0x22])),
}

const server = createServer((request, response) => {
  const harm = HARM[request.url?.split('/').at(-1) ?? '']
  if (harm) return harm(response)
  response.setHeader('content-type', 'application/json').end('{"word":"fine"}')
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
