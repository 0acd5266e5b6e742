import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { JKS, PFX } from '@baton/outbound/testing'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invite, type Somebody } from '../../testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let acme: Acme
let builder: Somebody
let stranger: Somebody
let service: Server
let at: string
const heard: string[] = []
/** What the mail server took of bots. */
const mails: { readonly to: readonly string[]; readonly source: string }[] = []
let mailServer: SMTPServer
const home = '/api/v1/accounts/acme'

beforeAll(async () => {
  service = createServer((request, response) => {
    heard.push(request.headers.authorization ?? '')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ amount: 5, path: request.url }))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const { port } = service.address() as AddressInfo
  at = `http://127.0.0.1:${port}`
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString()
        const to = envelope.rcptTo.map(({ address }) => address)
        if (to.includes('gone@acme.example')) return done(Object.assign(new Error('No'), { responseCode: 554 }))
        if (to.includes('shop@acme.example')) mails.push({ to, source })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  const smtpUrl = `smtp://127.0.0.1:${(mailServer.server.address() as AddressInfo).port}`
  const mailFrom = 'Acme <bots@acme.example>'
  house = await openServer({ outboundAllow: [`127.0.0.1:${port}`], smtpUrl, mailFrom })
  acme = await foundAcme(house)
  await foundAcme(house, 'other')
  builder = await invite(house, 'builder')
  stranger = await invite(house, 'builder', 'other')
}, 60_000)
afterAll(async () => {
  await house?.stop()
  service?.close()
  await new Promise<void>((resolve) => (mailServer ? mailServer.close(() => resolve()) : resolve()))
})

const call = (method: string, path: string, body?: unknown) => builder.browser.call(method, `${home}${path}`, body)
const secret = 'the-word-nobody-reads'
const shop = { name: 'Shop', kind: 'basic', facts: { username: 'ada' }, secrets: { password: secret } }

describe('credentials', () => {
  it('scripting A-43: come in, and never go out: no answer, no list, no record, no file holds what is secret', async () => {
    const made = await call('POST', '/credentials', shop)
    expect(made).toMatchObject({ status: 201, body: { name: 'Shop', kind: 'basic', facts: { username: 'ada' } } })
    const path = `/credentials/${made.body.id}`
    const renamed = await call('PATCH', path, { name: 'The shop' })
    expect(renamed.body).toMatchObject({ name: 'The shop', facts: { username: 'ada' } })
    const replaced = await call('PATCH', path, { facts: { username: 'bo' }, secrets: { password: `${secret}-2` } })
    expect(replaced.body).toMatchObject({ facts: { username: 'bo' } })
    const seen = [made, renamed, replaced, await call('GET', path), await call('GET', '/credentials')]
    seen.push(await house.call('GET', `${home}/audit`))
    expect(seen.at(-1)?.text).toContain('credential.changed')
    for (const answer of seen) expect(answer.text).not.toContain(secret)
    for (const file of readdirSync(house.dataDir)) {
      expect(readFileSync(join(house.dataDir, file)).includes(secret), file).toBe(false)
    }
    expect((await stranger.browser.call('GET', `${home}${path}`)).status).toBeGreaterThanOrEqual(403)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
  })

  it('scripting 2.4: a client certificate comes as a file with its password, or as texts; a wrong password is told', async () => {
    const mutual = (secrets: object) => call('POST', '/credentials', { name: 'Us', kind: 'mutualTls', secrets })
    const wrong = await mutual({ store: PFX, storePassword: secret })
    expect(wrong).toMatchObject({ status: 422, body: { error: { path: '/secrets/storePassword' } } })
    expect(wrong.text).not.toContain(secret)
    const made = await mutual({ store: PFX, storePassword: 'hush' })
    expect(made).toMatchObject({ status: 201, body: { kind: 'mutualTls', facts: {} } })
    expect(made.text).not.toContain('PRIVATE KEY')
    const again = await call('PATCH', `/credentials/${made.body.id}`, {
      secrets: { store: JKS, storePassword: 'hushhush' },
    })
    expect(again).toMatchObject({ status: 422, body: { error: { path: '/secrets/storePassword' } } })
    const java = { store: JKS, storePassword: 'hushhush', passphrase: 'keyhush' }
    expect((await call('PATCH', `/credentials/${made.body.id}`, { secrets: java })).status).toBe(200)
    await call('DELETE', `/credentials/${made.body.id}`)
  })

  it('cannot be led elsewhere by somebody who does not know the secret', async () => {
    const facts = { clientId: 'b', tokenUrl: 'https://id.example/token' }
    const { body } = await call('POST', '/credentials', {
      name: 'Id',
      kind: 'oauthClient',
      facts,
      secrets: { clientSecret: secret },
    })
    const led = await call('PATCH', `/credentials/${body.id}`, {
      facts: { ...facts, tokenUrl: 'https://evil.example/' },
    })
    expect(led).toMatchObject({ status: 400, body: { error: { path: '/secrets' } } })
    expect((await call('PATCH', `/credentials/${body.id}`, { hosts: ['evil.example'] })).status).toBe(400)
  })

  it.each([
    [{ ...shop, secrets: {} }, '/secrets/password'],
    [{ ...shop, facts: {} }, '/facts/username'],
    [{ ...shop, kind: 'accessToken', facts: {}, secrets: { token: `${secret}\r\nX: y` } }, '/secrets/token'],
    [{ ...shop, kind: 'mutualTls', facts: {}, secrets: { certificate: secret, key: secret } }, '/secrets/key'],
    [{ ...shop, kind: 'mutualTls', facts: {}, secrets: { store: secret } }, '/secrets/store'],
    [
      { ...shop, kind: 'mutualTls', facts: {}, secrets: { store: Buffer.from(secret).toString('base64') } },
      '/secrets/store',
    ],
    [{ ...shop, kind: 'mutualTls', facts: {}, secrets: { key: secret } }, '/secrets/certificate'],
  ])('name the field that is wrong, and not what stands in it: %#', async (body, path) => {
    const refused = await call('POST', '/credentials', body)
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'invalid-credential', path } } })
    expect(refused.text).not.toContain(secret)
  })
})

describe('functions', () => {
  it('scripting A-21: run as they were deployed; a draft can be tried before', async () => {
    const code = "function lambda(input, callback) { console.log('hi'); callback(null, input.payload.n + 1) }"
    const made = await call('POST', '/functions', { name: 'Add', code })
    expect(made).toMatchObject({ status: 201, body: { version: 0, code } })
    const path = `/functions/${made.body.id}`
    expect((await call('POST', `${path}/try`, { payload: { n: 1 } })).body).toMatchObject({
      ok: true,
      value: 2,
      logs: [{ level: 'debug', text: 'hi' }],
    })
    expect((await call('POST', `${path}/deploy`)).body).toMatchObject({ version: 1, deployed: code })
    await call('PATCH', path, { code: 'function lambda() { throw new Error("draft") }' })
    expect((await call('POST', `${path}/try`, {})).body).toMatchObject({ ok: false, status: 901 })
    expect((await call('GET', path)).body).toMatchObject({ version: 1, deployed: code })
    expect((await call('GET', '/functions')).body.items).toMatchObject([{ name: 'Add', version: 1 }])
    expect((await call('POST', '/functions', { name: 'Add', code })).body.error).toMatchObject({ path: '/name' })
    expect((await stranger.browser.call('GET', `${home}${path}`)).status).toBeGreaterThanOrEqual(403)
    expect((await call('DELETE', path)).status).toBe(204)
  })
})

describe('an integration', () => {
  it('is tried with test values: request, response, result and fields, its secrets masked', async () => {
    await call('POST', '/credentials', { ...shop, name: 'Till', hosts: ['127.0.0.1'] })
    const { id } = await house.make(`/accounts/acme/bots`, {
      ...{ name: 'Bank', nickname: 'Bank', kind: 'authored', skillIds: [acme.skillId], config: {} },
    })
    const definition = {
      ...{ format: 'baton.bot/1', id: 'bank', name: 'Bank', language: 'en', dialogs: [] },
      integrations: [
        {
          ...{ type: 'api', id: 'balance', name: 'Balance', method: 'GET', url: `${at}/cards/{$botContext.card}` },
          ...{ credential: 'Till', fields: [{ key: 'amount', path: '{$.api_Balance.amount}' }] },
        },
      ],
    }
    expect((await call('PUT', `/bots/${id}/draft`, { definition })).status).toBe(200)
    const tried = await call('POST', `/bots/${id}/draft/integrations/Balance/try`, { variables: { card: '1234' } })
    expect(tried.body).toMatchObject({
      outcome: 'success',
      request: { method: 'GET', url: `${at}/cards/1234` },
      response: { status: 200, body: { amount: 5, path: '/cards/1234' } },
      fields: { 'Balance.amount': 5 },
    })
    expect(heard).toEqual([`Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`])
    expect(tried.text).toContain('••••')
    expect(tried.text).not.toContain(secret)
    expect((await call('POST', `/bots/${id}/draft/integrations/None/try`, {})).status).toBe(404)
    // Where nothing else is said, with the environment that the bot runs with.
    const set = await house.make('/accounts/acme/environments', { name: 'Shop', variables: { at } })
    const api = { ...definition.integrations[0], url: '{$env.at}/{$botContext.card}' }
    await call('PATCH', `/bots/${id}`, { config: { environmentId: set.id } })
    const { hash } = (await call('GET', `/bots/${id}/draft`)).body
    const changed = { definition: { ...definition, integrations: [api] }, expectedHash: hash }
    expect((await call('PUT', `/bots/${id}/draft`, changed)).status).toBe(200)
    const again = await call('POST', `/bots/${id}/draft/integrations/Balance/try`, { variables: { card: '5' } })
    expect(again.body).toMatchObject({ outcome: 'success', request: { url: `${at}/5` } })
    // Who would miss the credential is told a part at a time, however many bots there are.
    const idle = { kind: 'authored', skillIds: [acme.skillId], config: {} }
    for (let n = 0; n < 30; n += 1) await house.make('/accounts/acme/bots', { ...idle, name: `B${n}`, nickname: 'B' })
    const credentials = (await call('GET', '/credentials')).body.items
    const till = credentials.find(({ name }: { name: string }) => name === 'Till')
    const parts: unknown[][] = []
    for (let after = ''; ; ) {
      const { body } = await call('GET', `/credentials/${till.id}/uses${after}`)
      parts.push(body.integrations)
      if (body.next === undefined) break
      after = `?after=${encodeURIComponent(body.next)}`
    }
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.flat()).toEqual([{ botId: id, botName: 'Bank', integration: 'Balance', isLive: false }])
    expect((await call('GET', `/credentials/${till.id}/uses?after=x`)).status).toBe(400)
  })
})

describe('an e-mail', () => {
  it('scripting A-28: of a bot reaches a mail server, with its variables; one that is not taken is a failure', async () => {
    const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Orders' })
    const settings = { name: 'Clerk', nickname: 'Clerk', kind: 'authored', skillIds: [skillId], enabled: true }
    const { id } = await house.make('/accounts/acme/bots', { ...settings, config: { defaultSkill: 'People' } })
    await house.call('PATCH', `${home}/entry-points/web`, { skillId })
    const text = (name: string) => ({ type: 'text', id: name, name, text: name, next: { go: 'end' } })
    const letter = { to: 'shop@acme.example, {$userMessage}@acme.example', replyTo: 'ada@acme.example' }
    const definition = {
      ...{ format: 'baton.bot/1', id: 'clerk', name: 'Clerk', language: 'en' },
      integrations: [
        {
          ...{ type: 'email', id: 'mail', name: 'Mail', ...letter, html: true },
          ...{ subject: 'Order of {$userMessage} – größer', body: '<b>{$userMessage}</b> 🍵' },
        },
      ],
      dialogs: [
        {
          ...{ id: 'main', name: 'Main', kind: 'standard' },
          interactions: [
            { type: 'dialogStarter', id: 's', name: 's', patterns: ['*'] },
            {
              ...{ type: 'integration', id: 'i', name: 'i', integrationId: 'mail' },
              rules: [
                { when: [{ kind: 'result', status: 'success' }], next: { go: 'interaction', id: 'Sent' } },
                { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'Not sent' } },
              ],
            },
            text('Sent'),
            text('Not sent'),
          ],
        },
      ],
    }
    const draft = await call('PUT', `/bots/${id}/draft`, { definition })
    expect((await call('POST', `/bots/${id}/publish`, { hash: draft.body.hash })).status).toBe(201)
    const { socket } = await house.consumer()
    const hears = (words: string) =>
      expect.poll(() => JSON.stringify(socket.frames), { timeout: 40_000 }).toContain(`"text":"${words}"`)
    await socket.say('tea')
    await hears('Sent')
    expect(mails).toHaveLength(1)
    const [{ to, source }] = mails as [(typeof mails)[0]]
    expect(to).toEqual(['shop@acme.example', 'tea@acme.example'])
    for (const line of [
      /^From: Acme <bots@acme.example>$/m,
      /^Reply-To: ada@acme.example$/m,
      /^Subject: =\?UTF-8\?/m,
      /^Message-ID: <[0-9a-f]{32}@baton>$/m,
      /^Auto-Submitted: auto-generated$/m,
      /^Content-Type: text\/html; charset=utf-8$/m,
    ])
      expect(source.replaceAll('\r', '')).toMatch(line)
    await socket.say('gone')
    await hears('Not sent')
    expect(mails).toHaveLength(1)
  }, 60_000)
})
