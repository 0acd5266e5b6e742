import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type ApiAnswer, type ApiCall, callApi, createOutbound, type Lookup } from './index.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}

/** Runs a call with pauses that are written down instead of waited for. */
async function run(
  call: Partial<ApiCall> & { url: string },
  { allow = ['127.0.0.1'], lookup }: { allow?: readonly string[]; lookup?: Lookup } = {},
): Promise<ApiAnswer & { pauses: number[] }> {
  const outbound = createOutbound({ allow, userAgent: 'Baton/test', ...(lookup && { lookup }) })
  opened.push(outbound)
  const pauses: number[] = []
  const ports = {
    outbound,
    now: () => performance.now(),
    pause: async (ms: number) => void pauses.push(ms),
  }
  return { ...(await callApi({ method: 'GET', headers: [], idempotencyKey: 'turn-1/0', ...call }, ports)), pauses }
}

describe('what a run answers', () => {
  it.each([
    [200, 'success'],
    [201, 'success'],
    [202, 'failure'],
    [204, 'failure'],
    [404, 'failure'],
    [500, 'failure'],
  ])('scripting A-8: a status of %i is a %s', async (status, outcome) => {
    const { url } = await serve((_request, response) => response.writeHead(status).end())
    expect(await run({ url })).toMatchObject({ outcome, status })
  })

  it('dialogs C9: an integration may count other statuses as success', async () => {
    const { url } = await serve((_request, response) => response.writeHead(204).end())
    expect(await run({ url, successStatuses: [200, 204] })).toMatchObject({ outcome: 'success', body: null })
  })

  it('scripting A-46: gives JSON as it is, other text as text, and an empty body as null', async () => {
    const bodies: Record<string, string> = { '/json': '{"city":"Bern"}', '/text': 'plain <b>', '/empty': '' }
    const { url } = await serve((request, response) => response.end(bodies[request.url ?? '']))
    expect((await run({ url: `${url}/json` })).body).toEqual({ city: 'Bern' })
    expect((await run({ url: `${url}/text` })).body).toBe('plain <b>')
    expect((await run({ url: `${url}/empty` })).body).toBeNull()
  })

  it('reads the charset that the service names, and does not fall over a wrong one', async () => {
    const { url } = await serve((request, response) => {
      const charset = request.url === '/latin' ? 'iso-8859-1' : 'no-such-charset'
      response.setHeader('content-type', `application/json; charset=${charset}`)
      response.end(request.url === '/latin' ? Buffer.from('"Z\u00fcrich"', 'latin1') : '"Z\u00fcrich"')
    })
    expect((await run({ url: `${url}/latin` })).body).toBe('Z\u00fcrich')
    expect((await run({ url: `${url}/odd` })).body).toBe('Z\u00fcrich')
  })

  it('scripting A-47: has status 0, no body and a cause where there was no answer', async () => {
    const answer = await run({ url: 'https://10.0.0.1/' })
    expect(answer).toMatchObject({ outcome: 'failure', status: 0, body: null, attempts: 1 })
    expect(answer.cause?.code).toBe('address-not-allowed')
  })

  it('scripting A-40: an answer that is too large, or unpacks to be, is a failure', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(Buffer.alloc(5_000_000)))
    })
    expect((await run({ url })).cause?.code).toBe('too-large')
  })

  it('sends what the author wrote, the credentials last, and the key of the run', async () => {
    let seen: Record<string, unknown> = {}
    const { url } = await serve(async (request, response) => {
      let body = ''
      for await (const part of request) body += part
      seen = { ...request.headers, method: request.method, body }
      response.end('{}')
    })
    await run({
      method: 'POST',
      url,
      headers: [
        { name: 'X-A', value: '1' },
        { name: 'x-a', value: '2' },
        { name: 'Authorization', value: 'mine' },
      ],
      credentials: { authorization: 'Bearer theirs' },
      body: '{"a":1}',
    })
    expect(seen).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      'x-a': '2',
      authorization: 'Bearer theirs',
      'idempotency-key': 'turn-1/0',
    })
  })
})

describe('what is tried again', () => {
  it('scripting A-39: three times, while the service fails, with one key', async () => {
    const keys: unknown[] = []
    const { url } = await serve((request, response) => {
      keys.push(request.headers['idempotency-key'])
      response.writeHead(keys.length < 4 ? 503 : 200).end('"done"')
    })
    const answer = await run({ url })
    expect(answer).toMatchObject({ outcome: 'success', body: 'done', attempts: 4 })
    expect([keys, answer.pauses]).toEqual([Array(4).fill('turn-1/0'), [200, 600, 1_500]])
  })

  it('scripting A-39: not where doing it twice may do it twice, unless the author says that it is safe', async () => {
    let requests = 0
    const { url } = await serve((_request, response) => {
      requests += 1
      response.writeHead(503).end()
    })
    expect(await run({ url, method: 'POST' })).toMatchObject({ attempts: 1, status: 503 })
    expect(await run({ url, method: 'POST', repeatsAreSafe: true })).toMatchObject({ attempts: 4, status: 503 })
    expect(requests).toBe(5)
  })

  it('a connection that breaks, but not a refusal of ours', async () => {
    let requests = 0
    const { url } = await serve((request, response) => {
      requests += 1
      if (requests < 3) request.socket.destroy()
      else response.end('{}')
    })
    expect(await run({ url })).toMatchObject({ outcome: 'success', attempts: 3 })
    expect((await run({ url: 'https://192.168.0.1/' })).attempts).toBe(1)
  })

  it('not beyond the time of the run', async () => {
    const { url } = await serve((_request, response) => response.writeHead(503).end())
    expect((await run({ url, timeoutMs: 150 })).attempts).toBe(1)
  })

  it('not when the whole time is used up by one attempt', async () => {
    const { url } = await serve(() => {})
    expect(await run({ url, timeoutMs: 100 })).toMatchObject({ attempts: 1, cause: { code: 'timeout' } })
  })
})

describe('where redirects lead', () => {
  it('scripting A-40: follows five and no more', async () => {
    const { url } = await serve((request, response) => {
      const step = Number.parseInt(request.url?.slice(1) ?? '', 10)
      const goesOn = step > 0
      response.writeHead(goesOn ? 302 : 200, goesOn ? { location: `/${step - 1}?secret=1` } : {}).end('"here"')
    })
    const answer = await run({ url: `${url}/5` })
    expect(answer).toMatchObject({ outcome: 'success', body: 'here' })
    expect(answer.redirects.map(({ to }) => to)).toEqual([4, 3, 2, 1, 0].map((step) => `${url}/${step}`))
    expect((await run({ url: `${url}/6` })).cause?.code).toBe('redirect-not-allowed')
  })

  it('checks every step: a redirect to a private address, to a name that leads to one, and to another scheme is refused', async () => {
    const targets: Record<string, string> = {
      '/private': 'https://169.254.169.254/latest/meta-data',
      '/rebinding': 'https://rebinding.example/',
      '/file': 'file:///etc/passwd',
      '/credentials': 'https://user:pass@example.com/',
    }
    const { url, port } = await serve((request, response) =>
      response.writeHead(302, { location: targets[request.url ?? ''] }).end(),
    )
    const lookup: Lookup = async () => [{ address: '127.0.0.1', family: 4 }]
    const cause = async (path: string) =>
      (await run({ url: url + path }, { allow: [`127.0.0.1:${port}`], lookup })).cause?.code
    expect(await cause('/private')).toBe('address-not-allowed')
    expect(await cause('/rebinding')).toBe('address-not-allowed')
    expect(await cause('/file')).toBe('scheme-not-allowed')
    expect(await cause('/credentials')).toBe('credentials-in-url')
  })

  it('scripting A-40: takes no credentials to another host, and keeps them on the same', async () => {
    const seen: { path: string | undefined; authorization: unknown; cookie: unknown; key: unknown; plain: unknown }[] =
      []
    const listener: RequestListener = (request, response) => {
      const { authorization, cookie, 'x-api-key': key, 'x-plain': plain } = request.headers
      seen.push({ path: request.url, authorization, cookie, key, plain })
      if (request.url === '/here') response.writeHead(307, { location: '/same' }).end()
      else if (request.url === '/same') response.writeHead(307, { location: `${other.url}/there` }).end()
      else response.end('{}')
    }
    const other = await serve(listener)
    const first = await serve(listener)
    await run({
      url: `${first.url}/here`,
      headers: [
        { name: 'Cookie', value: 'a=b' },
        { name: 'X-Plain', value: 'p' },
      ],
      credentials: { authorization: 'Bearer t', 'x-api-key': 'k' },
    })
    expect(seen).toEqual([
      { path: '/here', authorization: 'Bearer t', cookie: 'a=b', key: 'k', plain: 'p' },
      { path: '/same', authorization: 'Bearer t', cookie: 'a=b', key: 'k', plain: 'p' },
      { path: '/there', authorization: undefined, cookie: undefined, key: undefined, plain: 'p' },
    ])
  })

  it.each([
    [303, 'PUT', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [307, 'POST', 'POST', '{}'],
    [308, 'PATCH', 'PATCH', '{}'],
  ] as const)('a %i turns %s into %s', async (status, method, becomes, body) => {
    let second: { method: string | undefined; body: string; type: string | undefined } | undefined
    const { url } = await serve(async (request, response) => {
      if (request.url === '/') return void response.writeHead(status, { location: '/next' }).end()
      let text = ''
      for await (const part of request) text += part
      second = { method: request.method, body: text, type: request.headers['content-type'] }
      response.end('{}')
    })
    await run({ url: `${url}/`, method, body: '{}', headers: [{ name: 'Content-Type', value: 'application/json' }] })
    expect(second).toEqual({ method: becomes, body, type: body === '' ? undefined : 'application/json' })
  })
})
