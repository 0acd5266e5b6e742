import { readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { JKS, PFX } from '@baton/outbound/testing'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invite, type Somebody } from '../../testing/browser.ts'
import { filesWith } from '../../testing/filesWith.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let acme: Acme
let builder: Somebody
let stranger: Somebody
let service: Server
let at: string
const heard: string[] = []
/** What came with a body, read to its end. */
const came: { readonly url: string; readonly type: string; readonly body: Buffer }[] = []
/** What the mail server took of bots. */
const mails: { readonly to: readonly string[]; readonly source: string }[] = []
let mailServer: SMTPServer
const home = '/api/v1/accounts/acme'

beforeAll(async () => {
  service = createServer(async (request, response) => {
    const { authorization = '', 'content-type': type = '' } = request.headers
    heard.push(authorization)
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    came.push({ url: request.url ?? '', type, body: Buffer.concat(pieces) })
    const { link } = request.url === '/fetch' ? JSON.parse(String(came.at(-1)?.body)) : {}
    const fetched = link && (await (await fetch(link)).text())
    response.setHeader('content-type', 'application/json')
    response.statusCode = request.url === '/full' ? 507 : 200
    const unpacked = Buffer.from(authorization.slice(6), 'base64').toString()
    response.end(
      JSON.stringify({ amount: 5, path: request.url, ...(fetched && { fetched }), ...(unpacked && { unpacked }) }),
    )
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
    expect(filesWith(house.dataDir, secret)).toEqual([])
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

describe('a File integration', () => {
  const pdf = `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`
  const file = { name: 'bill.pdf', data: Buffer.from(pdf).toString('base64'), caption: 'March' }
  let bot: number

  beforeAll(async () => {
    await house.call('PATCH', home, { files: { enabled: true, fromConsumers: ['pdf'] } })
    await call('POST', '/credentials', { ...shop, name: 'Share', hosts: ['127.0.0.1'] })
    const settings = { name: 'Filer', nickname: 'Filer', kind: 'authored', skillIds: [acme.skillId], config: {} }
    bot = (await house.make('/accounts/acme/bots', settings)).id
    const move = (id: string, more: object) => ({
      type: 'file',
      id,
      name: id,
      method: 'PUT',
      url: `${at}/${id}`,
      ...more,
    })
    const integrations = [
      move('raw', { url: `${at}/raw/{$botContext.card}`, credential: 'Share' }),
      move('form', {
        body: '{"who": "{$botContext.card}"}',
        headers: [{ key: 'Content-Type', value: 'multipart/form-data' }],
      }),
      move('fetch', { method: 'POST', body: '{"link": "{{file_url}}"}' }),
      move('full', {}),
      move('inside', { url: 'https://10.0.0.1/' }),
      { type: 'api', id: 'api', name: 'api', method: 'GET', url: at },
    ]
    const definition = { format: 'baton.bot/1', id: 'filer', name: 'Filer', language: 'en', dialogs: [], integrations }
    expect((await call('PUT', `/bots/${bot}/draft`, { definition })).status).toBe(200)
  })
  const attempt = (id: string, body: object = { file }) => {
    came.length = 0
    return call('POST', `/bots/${bot}/draft/integrations/${id}/try`, { variables: { card: '12 34' }, ...body })
  }

  it('scripting A-65, A-68: is tried with a file of its own: the bytes, a form, or a link; the answer is shown, secrets masked', async () => {
    const raw = await attempt('raw')
    expect(raw.body).toMatchObject({
      outcome: 'success',
      request: {
        ...{ method: 'PUT', url: `${at}/raw/12%2034`, sends: 'bytes' },
        file: { name: 'bill.pdf', mediaType: 'application/pdf', size: pdf.length },
        headers: [{ name: 'authorization', value: '••••' }],
      },
      response: { status: 200, attempts: 1, body: { path: '/raw/12%2034', unpacked: 'ada:••••' } },
    })
    expect(raw.text).not.toContain(secret)
    expect(came).toMatchObject([{ type: 'application/pdf' }])
    expect(String(came[0]?.body)).toBe(pdf)

    expect((await attempt('form')).body.outcome).toBe('success')
    const form = String(came[0]?.body)
    for (const part of ['name="who"\r\n\r\n12 34\r\n', 'name="file"; filename="bill.pdf"', pdf])
      expect(form).toContain(part)

    const fetched = await attempt('fetch')
    expect(fetched.body).toMatchObject({
      outcome: 'success',
      request: { body: '{"link": "{{file_url}}"}', sends: 'link' },
      response: { body: { fetched: pdf } },
    })
    // What is sent as a link may be fetched a little later, too; nothing else stays.
    const { items } = {
      items: readdirSync(join(house.dataDir, 'files', 'kept'), { recursive: true, withFileTypes: true }),
    }
    expect(items.filter((one) => one.isFile())).toHaveLength(1)
  })

  it('scripting A-69, A-41: what the service says is told, and what may not be called is not', async () => {
    expect((await attempt('full')).body).toMatchObject({ outcome: 'failure', response: { status: 507, attempts: 1 } })
    expect(came).toHaveLength(1)
    const inside = await attempt('inside')
    expect(inside.body).toMatchObject({
      outcome: 'failure',
      response: { status: 0, cause: expect.stringContaining('address') },
    })
  })

  it.each([
    ['no file', 'raw', {}, 400, 'bad-request'],
    ['a file that nobody takes', 'api', { file }, 400, 'bad-request'],
    ['what is no base64', 'raw', { file: { ...file, data: '%%%' } }, 400, 'bad-request'],
    ['an empty file', 'raw', { file: { ...file, data: '' } }, 422, 'file-empty'],
    [
      'one byte too many',
      'raw',
      { file: { ...file, data: Buffer.alloc(5 * 1_024 * 1_024 + 1).toString('base64') } },
      413,
      'file-too-large',
    ],
    [
      'a type that consumers may not send',
      'raw',
      { file: { ...file, name: 'a.txt', data: Buffer.from('words').toString('base64') } },
      415,
      'file-type-not-allowed',
    ],
  ])(
    'dialogs R8.10, R8.11: with %s is refused with a reason, and nothing is sent',
    async (_what, id, body, status, code) => {
      const refused = await attempt(id, body)
      expect(refused).toMatchObject({ status, body: { error: { code, path: expect.stringMatching(/^\/file/) } } })
      expect(came).toEqual([])
    },
  )

  it('where files are off, is told so', async () => {
    await house.call('PATCH', home, { files: { enabled: false } })
    expect(await attempt('raw')).toMatchObject({ status: 403, body: { error: { code: 'files-not-enabled' } } })
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
