import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createOutbound, type Lookup, type Outbound, type OutboundRequest } from './index.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function serve(listener: RequestListener): Promise<{ url: string; port: number; server: Server }> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, server }
}

function client(allow: readonly string[] = ['127.0.0.1'], lookup?: Lookup): Outbound {
  const outbound = createOutbound({ allow, userAgent: 'Baton/test', ...(lookup ? { lookup } : {}) })
  opened.push(outbound)
  return outbound
}

const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  timeoutMs: 5_000,
  maxResponseBytes: 1_000,
  ...more,
})
const text = (body: Uint8Array) => new TextDecoder().decode(body)
const code = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  )

describe('what is called', () => {
  it.each([
    ['http://example.com/', 'scheme-not-allowed'],
    ['ftp://example.com/', 'scheme-not-allowed'],
    ['file:///etc/passwd', 'scheme-not-allowed'],
    ['https://user:pass@example.com/', 'credentials-in-url'],
    ['https://@example.com/', 'credentials-in-url'],
    ['https://127.0.0.1/', 'address-not-allowed'],
    ['https://10.0.0.1/', 'address-not-allowed'],
    ['https://192.168.1.1/', 'address-not-allowed'],
    ['https://172.16.0.1/', 'address-not-allowed'],
    ['https://169.254.169.254/latest/meta-data', 'address-not-allowed'],
    ['https://168.63.129.16/', 'address-not-allowed'],
    ['https://100.64.0.1/', 'address-not-allowed'],
    ['https://0.0.0.0/', 'address-not-allowed'],
    ['https://224.0.0.1/', 'address-not-allowed'],
    ['https://240.0.0.1/', 'address-not-allowed'],
    ['https://198.18.0.1/', 'address-not-allowed'],
    ['https://[::1]/', 'address-not-allowed'],
    ['https://[::]/', 'address-not-allowed'],
    ['https://[::7f00:1]/', 'address-not-allowed'],
    ['https://[::ffff:127.0.0.1]/', 'address-not-allowed'],
    ['https://[::ffff:8.8.8.8]/', 'address-not-allowed'],
    ['https://[2002:7f00:1::]/', 'address-not-allowed'],
    ['https://[64:ff9b::7f00:1]/', 'address-not-allowed'],
    ['https://[64:ff9b:1::1]/', 'address-not-allowed'],
    ['https://[2001::1]/', 'address-not-allowed'],
    ['https://[fd00:ec2::254]/', 'address-not-allowed'],
    ['https://[fe80::1]/', 'address-not-allowed'],
    ['https://[ff02::1]/', 'address-not-allowed'],
    ['https://2130706433/', 'invalid-url'],
    ['https://0x7f.1/', 'invalid-url'],
    ['https://0177.0.0.1/', 'invalid-url'],
    ['https://127.1/', 'invalid-url'],
    ['https://127.0.0.1./', 'invalid-url'],
    ['https://localhost./', 'invalid-url'],
    ['https://exa%6dple.com/', 'invalid-url'],
    ['https://example.com\\@127.0.0.1/', 'invalid-url'],
    ['https://example.com/ ', 'invalid-url'],
    ['not an address', 'invalid-url'],
  ])('refuses %s as %s', async (url, refusal) => {
    expect(await code(client([]).request(get(url)))).toBe(refusal)
  })

  it('refuses a host on this machine unless the operator listed exactly that host and port', async () => {
    const { url, port } = await serve((_request, response) => response.end('here'))
    expect(await code(client([]).request(get(url)))).toBe('scheme-not-allowed')
    expect(await code(client([`127.0.0.1:${port + 1}`]).request(get(url)))).toBe('scheme-not-allowed')
    const answer = await client([`127.0.0.1:${port}`]).request(get(url))
    expect([answer.status, text(answer.body)]).toEqual([200, 'here'])
  })

  it('refuses to start with an entry that cannot be read', () => {
    expect(() => createOutbound({ allow: ['http://localhost'], userAgent: 'Baton/test' })).toThrow('http://localhost')
  })

  it('refuses a name when one of its addresses is not public', async () => {
    const lookup: Lookup = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    expect(await code(client([], lookup).request(get('https://mixed.example/')))).toBe('address-not-allowed')
  })

  it('dials the addresses that were checked, so that a name cannot mean another machine a moment later', async () => {
    let asked = 0
    let reached = 0
    const { port } = await serve((_request, response) => {
      reached += 1
      response.end()
    })
    // A documentation address first: whoever resolved a second time would be led to this machine.
    const lookup: Lookup = async () => {
      asked += 1
      return [{ address: asked === 1 ? '203.0.113.1' : '127.0.0.1', family: 4 }]
    }
    const outbound = client([], lookup)
    expect(await code(outbound.request(get(`https://rebinding.example:${port}/`)))).toBe('address-not-allowed')
    expect(await code(outbound.request(get(`https://rebinding.example:${port}/`)))).toBe('address-not-allowed')
    expect([asked, reached]).toEqual([2, 0])
  })

  it('keeps the name in the Host header when it dials a checked address', async () => {
    const { port } = await serve((request, response) => response.end(request.headers.host))
    const lookup: Lookup = async () => [{ address: '127.0.0.1', family: 4 }]
    const outbound = client([`bots.localhost:${port}`], lookup)
    expect(text((await outbound.request(get(`http://bots.localhost:${port}/`))).body)).toBe(`bots.localhost:${port}`)
  })

  it.each([
    [{ 'x-bad': 'one\r\nx-injected: two' }],
    [{ 'x bad': 'one' }],
    [{ host: 'other.example' }],
    [{ 'transfer-encoding': 'chunked' }],
  ])('refuses the header %j', async (headers) => {
    const { url } = await serve((_request, response) => response.end())
    expect(await code(client().request(get(url, { headers })))).toBe('invalid-header')
  })
})

describe('what comes back', () => {
  it('hands a redirect to the caller instead of following it', async () => {
    let requests = 0
    const { url } = await serve((_request, response) => {
      requests += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect((await client().request(get(url))).status).toBe(302)
    expect(requests).toBe(1)
  })

  it('sends method, body and headers, and keeps the connection for the next call', async () => {
    const ports = new Set<number | undefined>()
    const { url } = await serve(async (request, response) => {
      ports.add(request.socket.remotePort)
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      response.end(
        `${request.method} ${request.headers['x-id']} ${request.headers['user-agent']} ${Buffer.concat(parts)}`,
      )
    })
    const outbound = client()
    const call = get(url, { method: 'POST', body: 'word', headers: { 'X-Id': '7' } })
    expect(text((await outbound.request(call)).body)).toBe('POST 7 Baton/test word')
    await new Promise((done) => setImmediate(done)) // the connection is free again one round after its answer was read
    await outbound.request(call)
    expect(ports.size).toBe(1)
  })

  it('stops reading an answer of 50 MB at the limit', async () => {
    let sent = 0
    const { url } = await serve((_request, response) => {
      const piece = Buffer.alloc(65_536, 'a')
      const more = () => {
        while (sent < 50_000_000 && !response.destroyed) {
          sent += piece.length
          if (!response.write(piece)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    expect(await code(client().request(get(url, { maxResponseBytes: 1_048_576 })))).toBe('too-large')
    expect(sent).toBeLessThan(50_000_000)
  })

  it('counts a packed answer by what it unpacks to', async () => {
    const { url } = await serve((request, response) => {
      const size = request.url === '/bomb' ? 20_000_000 : 900
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(size, 'a')))
    })
    expect((await client().request(get(`${url}/small`))).body.length).toBe(900)
    expect(await code(client().request(get(`${url}/bomb`, { maxResponseBytes: 1_048_576 })))).toBe('too-large')
  })

  it('refuses an answer that is packed in a way it did not ask for, or is broken', async () => {
    const { url } = await serve((request, response) => {
      response.writeHead(200, { 'content-encoding': request.url === '/odd' ? 'zstd' : 'gzip' }).end('plain')
    })
    expect(await code(client().request(get(`${url}/odd`)))).toBe('protocol')
    expect(await code(client().request(get(`${url}/broken`)))).toBe('protocol')
  })

  it('gives the answer its time as a whole, however steadily its bytes come', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('a'), 20)
      response.on('close', () => clearInterval(timer))
    })
    expect(await code(client().request(get(url, { timeoutMs: 300 })))).toBe('timeout')
  })

  it('ends a call that nobody answers', async () => {
    const { url } = await serve(() => {})
    expect(await code(client().request(get(url, { timeoutMs: 100 })))).toBe('timeout')
  })

  it('ends a call whose name is never resolved', async () => {
    const outbound = client(['never.example'], () => new Promise(() => {}))
    expect(await code(outbound.request(get('http://never.example/', { timeoutMs: 100 })))).toBe('timeout')
  })

  it('gives up when the caller does', async () => {
    const controller = new AbortController()
    const { url } = await serve(() => controller.abort())
    expect(await code(client().request(get(url, { signal: controller.signal })))).toBe('aborted')
    expect(await code(client().request(get(url, { signal: controller.signal })))).toBe('aborted')
  })

  it('tells a refused connection, a cut one, an unknown name, and what is not HTTP or not TLS apart', async () => {
    const cut = await serve((request) => request.socket.destroy())
    const gone = await serve(() => {})
    await new Promise((done) => gone.server.close(done))
    const noHttp = createTcpServer((socket) => socket.end('I do not speak it\r\n\r\n'))
    await new Promise<void>((done) => noHttp.listen(0, '127.0.0.1', done))
    opened.push(noHttp)
    const { port } = noHttp.address() as AddressInfo
    const unknown: Lookup = async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    }
    expect(await code(client().request(get(gone.url)))).toBe('refused')
    expect(await code(client().request(get(cut.url)))).toBe('reset')
    expect(await code(client([], unknown).request(get('https://nowhere.example/')))).toBe('dns')
    expect(await code(client().request(get(`http://127.0.0.1:${port}/`)))).toBe('protocol')
    expect(await code(client().request(get(cut.url.replace('http:', 'https:'))))).toMatch(/tls|reset/)
  })

  it('refuses an answer with more headers than it reads', async () => {
    const { url } = await serve((_request, response) => response.writeHead(200, { 'x-long': 'a'.repeat(20_000) }).end())
    expect(await code(client().request(get(url)))).toBe('too-large')
  })
})
