import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import S3rver from 's3rver'
import { afterEach, expect, it } from 'vitest'
import { CERTIFICATE, KEY } from './credentials/examples/certificate.ts'
import { createOutbound, type FileCall, sendFile } from './index.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const BYTES = Buffer.alloc(300_000, 'proof of credit ')
const file = {
  ...{ name: 'proof.pdf', mediaType: 'application/pdf', size: BYTES.length },
  open: async () => Readable.from([BYTES]),
  link: () => 'https://baton.example/files/1',
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function send(call: Partial<FileCall> & { url: string }, allow = ['127.0.0.1']) {
  const outbound = createOutbound({ allow, userAgent: 'Baton/test' })
  opened.push(() => outbound.close())
  const whole = { method: 'PUT' as const, headers: [], idempotencyKey: 'c1/0', file, ...call }
  return sendFile(whole, outbound, () => performance.now())
}

it('brings a file into a bucket of a server that speaks S3’s protocol, signed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-s3-'))
  const buckets = [{ name: 'share', configs: [] }]
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: buckets })
  const { port } = await server.run()
  opened.push(async () => {
    await server.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', region: 'us-east-1' }
  const url = `http://127.0.0.1:${port}/share/2026/proof%20of%20credit.pdf`
  expect(await send({ url, s3: keys })).toEqual({ outcome: 'success', status: 200 })
  const kept = await fetch(url)
  expect(kept.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await kept.arrayBuffer()).equals(BYTES)).toBe(true)
})

it('dialogs R8.25: ends with a share that drips or never answers, and says that another attempt may help', async () => {
  const hangs = await serve(() => {})
  expect(await send({ url: hangs, timeoutMs: 300 })).toMatchObject({ outcome: 'failure', status: 0, isPassing: true })
  const drips = await serve((request, response) => {
    request.resume()
    const timer = setInterval(() => response.write(' '), 20)
    response.once('close', () => clearInterval(timer))
  })
  expect(await send({ url: drips, timeoutMs: 300 })).toMatchObject({ outcome: 'failure', isPassing: true })
})

it('goes through the guard: an address of this machine is not called, and the file is not even opened', async () => {
  let wasOpened = false
  const watched = {
    ...file,
    open: async () => {
      wasOpened = true
      return Readable.from([BYTES])
    },
  }
  const answer = await send({ url: 'https://127.0.0.1:9/in', file: watched }, [])
  expect(answer).toMatchObject({ outcome: 'failure', status: 0, isPassing: false })
  expect(wasOpened).toBe(false)
})

it.each([200, 201, 202, 204])('any 2xx is a success (%i)', async (status) => {
  const url = await serve((request, response) => {
    request.resume().once('end', () => response.writeHead(status).end())
  })
  expect(await send({ url })).toEqual({ outcome: 'success', status })
})

it('scripting 2.4: shows our certificate to a share that wants one, and to no other', async () => {
  const took: number[] = []
  const tls = { key: KEY, cert: CERTIFICATE, requestCert: true, ca: CERTIFICATE, rejectUnauthorized: true }
  const share = createTlsServer(tls, async (request, response) => {
    let size = 0
    for await (const chunk of request) size += (chunk as Buffer).length
    took.push(size)
    response.writeHead(201).end()
  })
  await new Promise<void>((done) => share.listen(0, '127.0.0.1', done))
  opened.push(() => share.close())
  const url = `https://localhost:${(share.address() as AddressInfo).port}/`
  const identity = { cert: CERTIFICATE, key: KEY, ca: CERTIFICATE }
  expect(await send({ url, identity }, ['localhost'])).toEqual({ outcome: 'success', status: 201 })
  expect(took).toEqual([BYTES.length])
  expect(await send({ url }, ['localhost'])).toMatchObject({ outcome: 'failure', status: 0 })
})
