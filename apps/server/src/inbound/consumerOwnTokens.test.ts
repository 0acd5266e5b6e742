import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { filesWith } from '../testing/filesWith.ts'
import { foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import type { AnyFrame, TestSocket } from '../testing/testSocket.ts'

const home = '/api/v1/accounts/acme'
const issuer = 'https://shop.example'
let house: TestServer
let service: Server
let keys: Awaited<ReturnType<typeof generateKeyPair>>
const heard: string[] = []

beforeAll(async () => {
  service = createServer((request, response) => {
    heard.push(request.headers.authorization ?? '')
    response.setHeader('content-type', 'application/json').end('{"points":7}')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const { port } = service.address() as AddressInfo
  house = await openServer({ outboundAllow: [`127.0.0.1:${port}`] })
  await foundAcme(house)
  keys = await generateKeyPair('RS256', { extractable: true })
  const consumerSignIn = { issuer, audience: 'baton', publicKeyPem: await exportSPKI(keys.publicKey) }
  await house.call('PATCH', home, { consumerSignIn })
  const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Points' })
  const settings = { name: 'Clerk', nickname: 'Clerk', kind: 'authored', skillIds: [skillId], enabled: true }
  const { id } = await house.make('/accounts/acme/bots', { ...settings, config: { defaultSkill: 'People' } })
  await house.call('PATCH', `${home}/entry-points/web`, { skillId })
  const text = (name: string, words: string) => ({ type: 'text', id: name, name, text: words, next: { go: 'end' } })
  const on = (status: string, to: string) => ({
    when: [{ kind: 'result', status }],
    next: { go: 'interaction', id: to },
  })
  const definition = {
    ...{ format: 'baton.bot/1', id: 'clerk', name: 'Clerk', language: 'en' },
    integrations: [
      {
        ...{ type: 'api', id: 'points', name: 'Points', method: 'GET', url: `http://127.0.0.1:${port}/` },
        ...{ credential: 'Themselves', fields: [{ key: 'n', path: '{$.api_Points.points}' }] },
      },
    ],
    dialogs: [
      {
        ...{ id: 'd', name: 'D', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 's', name: 's', patterns: ['*'] },
          {
            ...{ type: 'integration', id: 'i', name: 'i', integrationId: 'points' },
            rules: [on('success', 'good'), on('failure', 'bad')],
          },
          text('good', 'You have {Points.n} points.'),
          text('bad', 'Please sign in.'),
        ],
      },
    ],
  }
  const { hash } = (await house.call('PUT', `${home}/bots/${id}/draft`, { definition })).body
  expect((await house.call('POST', `${home}/bots/${id}/publish`, { hash })).status).toBe(201)
}, 60_000)
afterAll(async () => {
  await house?.stop()
  service?.close()
})

const signedBy = (sub: string) =>
  new SignJWT({ iss: issuer, aud: 'baton', sub, jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime(Math.floor(Date.now() / 1_000) + 600)
    .sign(keys.privateKey)
const signIn = async (identity: string) =>
  (await house.call('POST', '/api/v1/consumer-tokens', { account: 'acme', entryPoint: 'web', identity }, null)).body
const hears = (socket: TestSocket, words: string) =>
  expect.poll(() => JSON.stringify(socket.frames as AnyFrame[]), { timeout: 15_000 }).toContain(words)

it('scripting 2.4: consumer pre-authentication: what the brand signed a consumer in with is shown in their own conversation alone', async () => {
  const own = { name: 'Themselves', kind: 'consumerToken' }
  const made = await house.call('POST', `${home}/credentials`, own)
  expect(made).toMatchObject({ status: 201, body: { kind: 'consumerToken', facts: {} } })
  const second = await house.call('POST', `${home}/credentials`, { ...own, name: 'Another' })
  expect(second).toMatchObject({ status: 409, body: { error: { code: 'one-per-account', path: '/kind' } } })

  const nobody = await house.consumer()
  await nobody.socket.say('points')
  await hears(nobody.socket, 'Please sign in.')
  expect(heard).toEqual([])

  for (const who of ['ada', 'bo']) {
    const identity = await signedBy(who)
    const { socket } = await house.consumer((await signIn(identity)).token)
    await socket.say('points')
    await hears(socket, 'You have 7 points.')
    expect(heard.splice(0)).toEqual([`Bearer ${identity}`])
    // Renewed with each sign-in; the conversation goes on with the newest.
    const newer = await signedBy(who)
    await signIn(newer)
    await socket.say('and now?')
    await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(1)
    expect(heard.splice(0)).toEqual([`Bearer ${newer}`])
    await socket.close()
    for (const token of [identity, newer]) expect(filesWith(house.dataDir, token)).toEqual([])
  }
}, 60_000)
