import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Meaning, type NameServer, openNameServer, SILENCE } from './examples/nameServer.ts'
import { type ApiCall, callApi, createOutbound } from './index.ts'

/** Everything that an address, a name or a service may do to us, with what becomes of it; against the real client. */

/** What would go on without an end is over by then, on any machine. */
const ENDED_MS = 20_000

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}

async function serveBytes(talk: (socket: Socket) => void): Promise<{ url: string }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => talk(socket))
    opened.push(() => socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const names: Record<string, Meaning> = {
  'metadata.test': '169.254.169.254',
  'loop.test': '127.0.0.1',
  'loop6.test': '::1',
  'mapped.test': '::ffff:10.0.0.1',
  'private.test': '10.1.2.3',
  'nat64.test': '64:ff9b::7f00:1',
  'alias.test': 'loop.test',
  'mixed.test': ['8.8.8.8', '127.0.0.1'],
  'rebind.test': (asked) => (asked === 1 ? '192.88.99.77' : '127.0.0.1'),
  'crm.test': (asked) => (asked === 1 ? '10.255.255.1' : '127.0.0.1'),
  'cloud.test': 'fd00:ec2::254',
  'alibaba.test': '100.100.100.200',
  'azure.test': '168.63.129.16',
  'mapped-loop.test': '::ffff:127.0.0.1',
  'many.test': [...Array.from({ length: 10 }, (_, n) => `8.8.4.${n}`), '10.0.0.1'],
  'multicast.test': '224.0.0.1',
  'broadcast.test': '255.255.255.255',
  'teredo.test': '2001:0:7f00:1::',
  'sixtofour.test': '2002:7f00:1::',
  'linklocal.test': 'fe80::1',
  'silent.test': SILENCE,
  localhost: '127.0.0.1',
}
let dns: NameServer
beforeAll(async () => {
  dns = await openNameServer(names)
})
afterAll(() => dns.close())

function run(call: Partial<ApiCall> & { url: string }, allow: readonly string[] = []) {
  const outbound = createOutbound({ allow, userAgent: 'Baton/test', lookup: dns.lookup })
  opened.push(() => outbound.close())
  const ports = { outbound, now: () => performance.now(), pause: async () => {} }
  return callApi({ method: 'GET', headers: [], idempotencyKey: 'k', timeoutMs: ENDED_MS, retries: 0, ...call }, ports)
}

describe('odd ways of writing an address', () => {
  it.each([
    ['https://2130706433/', 'invalid-url'],
    ['https://0x7f000001/', 'invalid-url'],
    ['https://0x7f.0.0.1/', 'invalid-url'],
    ['https://017700000001/', 'invalid-url'],
    ['https://0177.0.0.01/', 'invalid-url'],
    ['https://127.1/', 'invalid-url'],
    ['https://127.0.0.1./', 'invalid-url'],
    ['https://%31%32%37.0.0.1/', 'invalid-url'],
    ['https://①②⑦.⓪.⓪.①/', 'invalid-url'],
    ['https://127。0。0。1/', 'invalid-url'],
    ['https://ⓛocalhost/', 'address-not-allowed'],
    ['https://0/', 'invalid-url'],
    ['https://127.0.0.1:443@public.example/', 'credentials-in-url'],
    ['https://[::127.0.0.1]/', 'address-not-allowed'],
    ['https://[2002:a00:1::]/', 'address-not-allowed'],
    ['https://[::ffff:169.254.169.254]/', 'address-not-allowed'],
    ['https://①⑥⑨.254.169.254/', 'invalid-url'],
    ['https://0xA9FEA9FE/', 'invalid-url'],
    ['https://169.254.43518/', 'invalid-url'],
    ['https://127.0.0.1%00.example/', 'invalid-url'],
    ['https://127.0.0.1#@public.example/', 'address-not-allowed'],
    ['https://127.0.0.1?.public.example/', 'address-not-allowed'],
    ['https:\\\\127.0.0.1/', 'invalid-url'],
    ['https:/127.0.0.1/', 'invalid-url'],
    ['jar:https://public.example!/', 'scheme-not-allowed'],
    ['https://0.0.0.0/', 'address-not-allowed'],
    ['https://[::]/', 'address-not-allowed'],
    ['https://[0:0:0:0:0:0:0:1]/', 'address-not-allowed'],
    ['https://[::ffff:7f00:1]/', 'address-not-allowed'],
    ['https://[::ffff:0:127.0.0.1]/', 'address-not-allowed'],
    ['https://[64:ff9b::10.0.0.1]/', 'address-not-allowed'],
    ['https://[fe80::1%25eth0]/', 'invalid-url'],
    ['https://169.254.169.254/latest/meta-data/', 'address-not-allowed'],
    ['https://localhost/', 'address-not-allowed'],
    ['https://user@127.0.0.1/', 'credentials-in-url'],
    ['https://public.example@127.0.0.1/', 'credentials-in-url'],
    ['https://127.0.0.1\\@public.example/', 'invalid-url'],
    ['https://127.0.0.1\t.example/', 'invalid-url'],
    ['https:127.0.0.1/', 'invalid-url'],
    ['//127.0.0.1/', 'invalid-url'],
    ['gopher://127.0.0.1:6379/_FLUSHALL', 'scheme-not-allowed'],
    ['file:///etc/passwd', 'scheme-not-allowed'],
    ['data:text/plain,hello', 'scheme-not-allowed'],
    ['http://public.example/', 'scheme-not-allowed'],
  ])('scripting A-41: %s is refused as %s', async (url, code) => {
    expect((await run({ url })).cause?.code).toBe(code)
  })
})

describe('names that lead astray', () => {
  it.each([
    ['metadata.test', 'address-not-allowed'],
    ['loop.test', 'address-not-allowed'],
    ['loop6.test', 'address-not-allowed'],
    ['mapped.test', 'address-not-allowed'],
    ['private.test', 'address-not-allowed'],
    ['nat64.test', 'address-not-allowed'],
    ['alias.test', 'address-not-allowed'],
    ['mixed.test', 'address-not-allowed'],
    ['many.test', 'address-not-allowed'],
    ['multicast.test', 'address-not-allowed'],
    ['broadcast.test', 'address-not-allowed'],
    ['teredo.test', 'address-not-allowed'],
    ['sixtofour.test', 'address-not-allowed'],
    ['linklocal.test', 'address-not-allowed'],
    ['nowhere.test', 'dns'],
  ])('scripting A-41: %s is refused as %s', async (host, code) => {
    expect((await run({ url: `https://${host}/` })).cause?.code).toBe(code)
  })

  it('a name about which nobody says a word costs no more than the call’s time', async () => {
    const began = performance.now()
    expect((await run({ url: 'https://silent.test/', timeoutMs: 500 })).cause?.code).toBe('timeout')
    expect(performance.now() - began).toBeLessThan(ENDED_MS)
  })

  it('scripting A-41: a name that means another machine a moment later is dialled at the address that was checked', async () => {
    let reached = 0
    const { port } = await serve((_request, response) => {
      reached += 1
      response.end()
    })
    const answer = await run({ url: `https://rebind.test:${port}/`, timeoutMs: 1_000 })
    expect(answer.outcome).toBe('failure')
    expect([reached, dns.asked('rebind.test')]).toEqual([0, 1])
    expect((await run({ url: `https://rebind.test:${port}/` })).cause?.code).toBe('address-not-allowed')
    expect(reached).toBe(0)
  })

  it.each([
    ['loop.test'],
    ['loop6.test'],
    ['mapped-loop.test'],
    ['metadata.test'],
    ['cloud.test'],
    ['alibaba.test'],
    ['azure.test'],
  ])('a listed name that leads to this machine or to a cloud’s metadata is refused: %s', async (host) => {
    const { port } = await serve((_request, response) => response.end('mine'))
    const answer = await run({ url: `http://${host}:${port}/` }, [host])
    expect(answer.cause?.code).toBe('address-not-allowed')
  })

  it('a listed name that led inside and leads to this machine now is refused now', async () => {
    const { port } = await serve((_request, response) => response.end('mine'))
    const call = { url: `http://crm.test:${port}/`, timeoutMs: 1_000 }
    expect((await run(call, ['crm.test'])).cause?.code).not.toBe('address-not-allowed')
    expect((await run(call, ['crm.test'])).cause?.code).toBe('address-not-allowed')
  })

  it('this machine is reached where its own name or address is listed', async () => {
    const { port } = await serve((_request, response) => response.end('"here"'))
    expect((await run({ url: `http://localhost:${port}/` }, ['localhost'])).body).toBe('here')
    expect((await run({ url: `http://127.0.0.1:${port}/` }, [`127.0.0.1:${port}`])).body).toBe('here')
  })
})

const zeros = Buffer.alloc(20_000_000)
const [gzipBomb, deflateBomb, brotliBomb] = [
  gzipSync(zeros),
  deflateSync(zeros),
  brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
]
const hostile: Record<string, [string, (socket: Socket) => void]> = {
  'never answers': ['timeout', () => {}],
  'drips bytes': [
    'timeout',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
      const drip = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(drip))
    },
  ],
  'drips headers': [
    'timeout',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write('X-A: b\r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    },
  ],
  'sends a gzip bomb': ['too-large', (socket) => socket.end(packed('gzip', gzipBomb))],
  'sends a deflate bomb': ['too-large', (socket) => socket.end(packed('deflate', deflateBomb))],
  'packs a bomb into a bomb': ['protocol', (socket) => socket.end(packed('gzip, gzip', gzipSync(gzipBomb)))],
  'sends a brotli bomb': ['too-large', (socket) => socket.end(packed('br', brotliBomb))],
  'says gzip and sends none': ['protocol', (socket) => socket.end(packed('gzip', Buffer.from('plain')))],
  'packs in a way nobody knows': ['protocol', (socket) => socket.end(packed('rot13', Buffer.from('cynva')))],
  'sends more than is read': [
    'too-large',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${'x'.repeat(1_200_000)}`),
  ],
  'sends endless headers': [
    'too-large',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}\r\n`),
  ],
  'says to wait for ever': [
    'timeout',
    (socket) => {
      const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    },
  ],
  'frames its answer in two ways': [
    'protocol',
    (socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n'),
  ],
  'drips chunks of one byte': [
    'timeout',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      const drip = setInterval(() => socket.write('1\r\nx\r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    },
  ],
  'hangs up in the middle': [
    'reset',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this'),
  ],
  'does not speak HTTP': ['protocol', (socket) => socket.end('220 mail.example ESMTP\r\n')],
  'redirects to a private address': ['scheme-not-allowed', (socket) => socket.end(redirect('http://10.0.0.1/'))],
  'redirects to the metadata': ['address-not-allowed', (socket) => socket.end(redirect('https://169.254.169.254/'))],
  'redirects to a name that leads here': [
    'address-not-allowed',
    (socket) => socket.end(redirect('https://loop.test/')),
  ],
  'redirects with a password': [
    'credentials-in-url',
    (socket) => socket.end(redirect('https://user:pass@public.example/')),
  ],
  'redirects to an odd address': ['address-not-allowed', (socket) => socket.end(redirect('https://0xa9fea9fe/'))],
  'redirects to what is no address': ['redirect-not-allowed', (socket) => socket.end(redirect('https://[::/'))],
  'redirects to a file': ['scheme-not-allowed', (socket) => socket.end(redirect('file:///etc/passwd'))],
  'redirects for ever': ['redirect-not-allowed', (socket) => socket.end(redirect('/again'))],
}
const packed = (encoding: string, body: Buffer) =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ])
const redirect = (to: string) =>
  `HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`

describe('services that mean harm', () => {
  it.each(Object.keys(hostile))('a service that %s costs no more than its time', async (what) => {
    const [code, talk] = hostile[what] ?? ['', () => {}]
    const { url } = await serveBytes(talk)
    const began = performance.now()
    // Only who never ends is waited for; a machine that stands still must not look like one of these.
    const timeoutMs = code === 'timeout' ? 700 : ENDED_MS
    const answer = await run({ url, timeoutMs }, ['127.0.0.1'])
    expect(answer).toMatchObject({ outcome: 'failure', body: null })
    expect(answer.cause?.code).toBe(code)
    expect(performance.now() - began).toBeLessThan(ENDED_MS)
  })

  it.each([
    ['invalid JSON', 'application/json', Buffer.from('{"a": '), '{"a": '],
    ['a wrong charset', 'application/json; charset=klingon', Buffer.from('"ü"'), 'ü'],
    ['bytes that are no text', 'application/json', Buffer.from([0x22, 0xff, 0x22]), '\ufffd'],
    ['a mark in front', 'application/json', Buffer.from('\ufeff{"a":1}'), { a: 1 }],
  ])('scripting A-46: %s is read as far as it goes', async (_what, type, bytes, body) => {
    const { url } = await serve((_request, response) => response.setHeader('content-type', type).end(bytes))
    expect(await run({ url }, ['127.0.0.1'])).toMatchObject({ outcome: 'success', body })
  })

  it('what an internal service says to a refused call is in no error', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://10.0.0.9/' }).end('SECRET'),
    )
    expect(JSON.stringify(await run({ url }, ['127.0.0.1']))).not.toContain('SECRET')
  })
})

describe('what a caller may not do', () => {
  it.each([
    ['X-Name', 'a\r\nAuthorization: Bearer stolen'],
    ['X-Name', 'a\nb'],
    ['X-Name', 'a\0b'],
    ['X-Name', 'snow ☃'],
    ['X Name', 'a'],
    ['X-Name:', 'a'],
    ['Host', 'other.example'],
    ['Transfer-Encoding', 'chunked'],
    ['Content-Length', '5'],
    ['Connection', 'upgrade'],
  ])('scripting A-37: a header %j with %j begins no other', async (name, value) => {
    const { url } = await serve((_request, response) => response.end())
    const answer = await run({ url, headers: [{ name, value }] }, ['127.0.0.1'])
    expect(answer.cause?.code).toBe('invalid-header')
  })

  it('scripting A-40: credentials stay with the host that they are for, on every kind of redirect', async () => {
    const heard: (string | undefined)[] = []
    const own: unknown[] = []
    const other = await serve((request, response) => {
      heard.push(request.headers.authorization ?? String(request.headers['x-key'] ?? ''), request.headers.cookie)
      own.push(request.headers['x-api-key'], request.headers['x-auth-token'], request.headers['x-shop'])
      response.end()
    })
    // Also those that an author wrote by hand; what is no secret goes along.
    const written = [
      { name: 'Cookie', value: 'a=b' },
      { name: 'X-Api-Key', value: 'k' },
      { name: 'X-Auth-Token', value: 't' },
      { name: 'X-Shop', value: 'Bern' },
    ]
    for (const status of [301, 302, 303, 307, 308]) {
      const { url } = await serve((_request, response) => response.writeHead(status, { location: other.url }).end())
      await run({ url, headers: written, credentials: { authorization: 'Bearer t', 'x-key': 'k' } }, ['127.0.0.1'])
    }
    expect(heard).toEqual(Array.from({ length: 5 }, () => ['', undefined]).flat())
    expect(own).toEqual(Array.from({ length: 5 }, () => [undefined, undefined, 'Bern']).flat())
  })

  it('a proxy that the environment names is not asked', async () => {
    let proxied = 0
    const proxy = await serve((_request, response) => {
      proxied += 1
      response.end()
    })
    const { url } = await serve((_request, response) => response.end('"direct"'))
    const before = { ...process.env }
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) {
      process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url
    }
    try {
      expect((await run({ url }, ['127.0.0.1'])).body).toBe('direct')
    } finally {
      process.env = before
    }
    expect(proxied).toBe(0)
  })
})
