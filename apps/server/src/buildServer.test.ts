import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EpochMs, minutes } from '@baton/base'
import { afterEach, describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'
import { foundAcme, openServer, type TestServer } from './testing/openServer.ts'

let house: TestServer | undefined
afterEach(async () => {
  await house?.stop()
  house = undefined
})

describe('the first start', () => {
  it('makes an admin token, leaves it in a file for its owner only, and never makes another', async () => {
    house = await openServer()
    expect(house.server.adminToken).toBe(house.token)
    expect(statSync(join(house.dataDir, 'admin-token')).mode & 0o777).toBe(0o600)
    const { dataDir, token } = house
    await house.server.close(0)
    house = await openServer({ dataDir })
    expect(house.server.adminToken).toBeUndefined()
    expect((await house.call('GET', '/api/v1/accounts', undefined, token)).status).toBe(200)
  })

  it('that was killed before the token counted goes on with the file it left', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'baton-server-'))
    const left = `baton_${'a'.repeat(43)}`
    writeFileSync(join(dataDir, 'admin-token'), `${left}\n`)
    house = await openServer({ dataDir })
    expect(house.server.adminToken).toBe(left)
    expect((await house.call('GET', '/api/v1/accounts', undefined, left)).status).toBe(200)
  })
})

describe('health', () => {
  it('tells that the process lives and that it is ready', async () => {
    house = await openServer()
    expect(await house.call('GET', '/healthz', undefined, null)).toMatchObject({
      status: 200,
      body: { status: 'alive' },
    })
    expect(await house.call('GET', '/readyz', undefined, null)).toMatchObject({
      status: 200,
      body: { status: 'ready' },
    })
  })

  it('shows numbers to this machine, and to others only with a token', async () => {
    house = await openServer({ trustProxy: true })
    const from = (headers: Record<string, string>) => fetch(`${house?.url}/metrics`, { headers })
    expect((await from({})).status).toBe(200)
    expect((await from({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(401)
    const signedIn = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${house.token}` }
    expect((await from(signedIn)).status).toBe(200)
  })
})

describe('going down', () => {
  it('says goodbye to every socket, and everything acknowledged is there after the next start', async () => {
    house = await openServer()
    await foundAcme(house)
    const { socket, token } = await house.consumer()
    const { conversationId } = await socket.say('keep this')
    const { dataDir } = house
    await house.server.close(100)
    expect(await socket.closed).toBe(1001)
    house = await openServer({ dataDir })
    const { socket: back } = await house.consumer(token, { resume: [{ conversationId, after: 1 }] })
    const { events } = await back.next('events')
    expect(events[0].event.content.text).toBe('keep this')
    await back.close()
  })

  it('lets another server have the directory', async () => {
    house = await openServer({ databaseUrl: '' })
    const { dataDir } = house
    const again = { dataDir, databaseUrl: '' }
    await expect(openServer(again)).rejects.toThrow('in use')
    await house.server.close(0)
    house = await openServer(again)
    expect((await house.call('GET', '/readyz')).status).toBe(200)
  })
})

describe('limits', () => {
  it('hold back one address that arrives too often', async () => {
    house = await openServer({ limits: { countLoopback: true, arrivalsPerSecond: 1, arrivalsBurst: 5 } })
    await foundAcme(house)
    const answers = []
    for (let n = 0; n < 8; n += 1) answers.push((await house.consumerToken()).status)
    expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
    expect(answers.slice(6)).toEqual([429, 429])
    await expect(house.socket('/consumer')).rejects.toThrow('429')
  })

  it('hold back one consumer that sends too much, over all of its tabs', async () => {
    house = await openServer({ limits: { framesPerSecond: 1, framesBurst: 4 } })
    await foundAcme(house)
    const { socket, token } = await house.consumer()
    const { socket: tab } = await house.consumer(token)
    const answers = []
    for (let n = 0; n < 4; n += 1) answers.push(await (n % 2 === 0 ? socket : tab).say(`m${n}`))
    expect(answers.map(({ type }) => type)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    expect(await tab.say('one more')).toMatchObject({ type: 'refused', code: 'too-many-requests' })
    const { socket: another } = await house.consumer()
    expect(await another.say('me too?')).toMatchObject({ type: 'accepted' })
    await Promise.all([socket.close(), tab.close(), another.close()])
  })

  it('hold back one consumer that opens too many tabs', async () => {
    house = await openServer({ limits: { socketsPerConsumer: 2 } })
    await foundAcme(house)
    const { socket: first, token } = await house.consumer()
    const { socket: second } = await house.consumer(token)
    await expect(house.consumer(token)).rejects.toThrow('no welcome')
    await Promise.all([first.close(), second.close()])
  }, 20_000)
})

describe('a consumer’s token', () => {
  it('messaging WEB-01: ends its socket when it expires, and a fresh one carries on', async () => {
    let now = Date.now()
    house = await openServer({ clock: { now: () => now as EpochMs } })
    await foundAcme(house)
    const { socket, token } = await house.consumer()
    const { conversationId } = await socket.say('before')
    now += minutes(11)
    expect(await socket.closed).toBe(4407)
    const renewed = await house.consumerToken('acme', 'web', token)
    expect(renewed.status).toBe(200)
    const { socket: back } = await house.consumer(renewed.body.token)
    expect(await back.next('conversation')).toMatchObject({ conversationId })
    await back.close()
  })

  it('is given to pages on the list only, and a page that is not is told so', async () => {
    house = await openServer()
    await foundAcme(house)
    const shop = 'https://shop.example'
    await house.call('PATCH', '/api/v1/accounts/acme/entry-points/web', { origins: [shop] })
    const good = await house.consumerToken('acme', 'web', undefined, shop)
    expect(good.status).toBe(200)
    expect(good.headers.get('access-control-allow-origin')).toBe(shop)
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const bad = await house.consumerToken('acme', 'web', undefined, origin)
      expect(bad, String(origin)).toMatchObject({ status: 403, body: { error: { code: 'origin-not-allowed' } } })
    }
    expect((await house.consumerToken('acme', 'web', good.body.token, shop)).body.consumerId).toBe(good.body.consumerId)
    const own = await house.consumerToken('acme', 'web', undefined, house.url)
    expect(own.status).toBe(200)
  })

  it('is not given for what is not there, nor for a nonsense token', async () => {
    house = await openServer()
    await foundAcme(house)
    expect((await house.consumerToken('acme', 'nowhere')).status).toBe(404)
    expect((await house.consumerToken('nobody', 'web')).status).toBe(404)
    expect((await house.consumerToken('acme', 'web', 'nonsense')).status).toBe(401)
  })

  it('no longer counts once its entry point is shut', async () => {
    house = await openServer()
    await foundAcme(house)
    const { body } = await house.consumerToken()
    await house.call('PATCH', '/api/v1/accounts/acme/entry-points/web', { enabled: false })
    const socket = await house.socket('/consumer')
    socket.send({ type: 'hello', protocol: 1, token: body.token })
    expect(await socket.closed).toBe(4401)
  })
})

describe('what everybody may read', () => {
  it('is the messenger, compressed, with a tag that spares the second download', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baton-embed-'))
    const messengerFile = join(folder, 'messenger.js')
    writeFileSync(messengerFile, `console.log(${JSON.stringify('x'.repeat(5_000))})`)
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    house = await openServer({ messengerFile })
    const first = await fetch(`${house.url}/messenger.js`)
    expect(first.headers.get('content-encoding')).toBe('gzip')
    expect(await first.text()).toBe(readFileSync(messengerFile, 'utf8'))
    const etag = first.headers.get('etag') ?? ''
    const second = await fetch(`${house.url}/messenger.js`, { headers: { 'if-none-match': etag } })
    expect(second.status).toBe(304)
    for (const path of ['/secret.txt', '/..%2fsecret.txt', '/messenger-x/../secret.txt', '/messenger.js.map']) {
      expect((await fetch(`${house.url}${path}`)).status, path).toBe(404)
    }
    rmSync(folder, { recursive: true })
  })

  it('connector R2.10: is the key with which bots check who calls, in both forms', async () => {
    house = await openServer()
    const jwks = await house.call('GET', '/sentinel/well-known/jwks', undefined, null)
    expect(jwks.body.keys[0]).toMatchObject({ kty: 'RSA' })
    expect(jwks.text).not.toContain('"d"')
    expect((await house.call('GET', '/.well-known/jwks.json', undefined, null)).body).toEqual(jwks.body)
    const pem = await house.call('GET', '/.well-known/baton-signing-key.pem', undefined, null)
    expect(pem.text).toContain('BEGIN PUBLIC KEY')
  })

  it('is the description of the API, in which every reference and every parameter of a path is told', async () => {
    house = await openServer()
    const { body } = await house.call('GET', '/api/openapi.json', undefined, null)
    expect(body.openapi).toBe('3.1.0')
    for (const [path, operations] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const [method, operation] of Object.entries(operations)) {
        const told = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
        expect(told.map(({ name }) => name).sort(), `${method} ${path}`).toEqual(wanted.sort())
        expect(Object.keys(operation.responses).length, `${method} ${path}`).toBeGreaterThan(0)
      }
    }
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#([^"]+)"/g)].map(([, pointer = '']) => pointer)
    const resolve = (pointer: string) =>
      pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], body)
    expect(references.filter((pointer) => resolve(pointer) === undefined)).toEqual([])
  })
})

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
  readonly responses: object
}

it('copies the whole database while it runs, for the operator only', async () => {
  house = await openServer({ databaseUrl: '' })
  await foundAcme(house)
  const answer = await fetch(`${house.url}/api/v1/backup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.token}` },
  })
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 15)
      .toString(),
  ).toBe('SQLite format 3')
  expect((await house.call('POST', '/api/v1/backup', undefined, null)).status).toBe(401)
  expect(existsSync(join(house.dataDir, 'baton.db'))).toBe(true)
})

describe('the environment', () => {
  it('needs nothing', () => {
    const parsed = parseConfig({ PORT: '' })
    expect(parsed).toMatchObject({ ok: true, value: { port: 8080, host: '127.0.0.1', dataDir: './data' } })
  })

  it('is told all that is wrong with it at once', () => {
    const parsed = parseConfig({
      PORT: '99999',
      PUBLIC_URL: 'chat',
      SECRET_KEY: 'short',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
    })
    const paths = parsed.ok ? [] : parsed.error.map(({ path }) => path)
    expect(paths.sort()).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'SECRET_KEY'])
  })
})
