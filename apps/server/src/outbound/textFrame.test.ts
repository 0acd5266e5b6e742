import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { toTextFrame } from './textFrame.ts'

/** Around the places where the length takes more bytes, with characters of one to four bytes. */
const TEXTS = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000].flatMap((length) => [
  'a'.repeat(length),
  'é漢😀'.repeat(Math.ceil(length / 4)),
])

describe('toTextFrame', () => {
  it('is read by a WebSocket client as the same text, whatever its length (RFC 6455 §5.2)', async () => {
    const server = createServer()
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
    server.on('upgrade', (request, wire, head) =>
      sockets.handleUpgrade(request, wire, head, () => {
        for (const text of TEXTS) wire.write(toTextFrame(text))
      }),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const heard: string[] = []
    await new Promise<void>((resolve, reject) => {
      client.on('error', reject)
      client.on('message', (data, isBinary) => {
        if (isBinary) return reject(new Error('a text came as bytes'))
        heard.push(data.toString())
        if (heard.length === TEXTS.length) resolve()
      })
    })
    client.terminate()
    server.close()
    expect(heard).toEqual(TEXTS)
  })
})
