import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import type { AnyFrame, TestSocket } from '../../testing/testSocket.ts'

/** What the brand's own service got. */
interface Got {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

let house: TestServer
let share: Server
let address: string
let bot: number
let got: Got[] = []
let answering: (request: Got, response: ServerResponse) => void
const home = '/api/v1/accounts/acme'
const PDF = Buffer.from(`%PDF-1.4\n${'x'.repeat(200_000)}\n%%EOF\n`)

beforeAll(async () => {
  share = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { method, url, headers } = request
    const came = { method, url, headers, body: Buffer.concat(parts) }
    got.push(came)
    answering(came, response)
  })
  await new Promise<void>((done) => share.listen(0, '127.0.0.1', done))
  const { port } = share.address() as AddressInfo
  address = `http://127.0.0.1:${port}`
  house = await openServer({ outboundAllow: ['127.0.0.1'] })
  await foundAcme(house)
  const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Accounts' })
  const settings = { name: 'Clerk', nickname: 'Clara', kind: 'authored', skillIds: [skillId], enabled: true }
  bot = (await house.make('/accounts/acme/bots', { ...settings, config: { defaultSkill: 'People' } })).id
  await house.call('PATCH', `${home}/entry-points/web`, { skillId })
}, 200_000)
afterAll(async () => {
  await house?.stop()
  share?.closeAllConnections()
  share?.close()
})
beforeEach(() => {
  got = []
  answering = (_request, response) => void response.writeHead(201).end()
})

const text = (id: string, words: string, more: object = {}) => ({ type: 'text', id, name: id, text: words, ...more })
const dialog = (id: string, pattern: string, ...interactions: object[]) => ({
  ...{ id, name: id, kind: 'standard' },
  interactions: [{ type: 'dialogStarter', id: `${id}_s`, name: `${id}_s`, patterns: [pattern] }, ...interactions],
})
const end = { next: { go: 'end' } }

/** Asks for a file and brings it to the share. */
function asking(id: string, pattern: string, upload: object = {}) {
  return dialog(
    id,
    pattern,
    {
      ...{ type: 'fileUpload', id: `${id}_u`, name: `${id}_u`, text: 'Your card, please' },
      acceptedTypes: ['PDF'],
      ...upload,
    },
    { type: 'integration', id: `${id}_i`, name: `${id}_i`, integrationId: 'box' },
    text(`${id}_t`, 'Meanwhile, tell me your name.', end),
  )
}

const definitionOf = (dialogs: object[], box: object = {}) => ({
  ...{ format: 'baton.bot/1', id: 'clerk', name: 'Clerk', language: 'en-US', dialogs },
  integrations: [{ type: 'file', id: 'box', name: 'Box', method: 'PUT', url: `${address}/in`, ...box }],
})

async function putDraft(definition: object): Promise<Answer> {
  const before = (await house.call('GET', `${home}/bots/${bot}/draft`)).body
  return house.call('PUT', `${home}/bots/${bot}/draft`, { definition, expectedHash: before?.hash ?? '' })
}

async function publish(dialogs: object[], box: object = {}): Promise<void> {
  const draft = await putDraft(definitionOf(dialogs, box))
  expect(draft.body.problems?.filter((one: AnyFrame) => one.severity === 'error') ?? []).toEqual([])
  const published = await house.call('POST', `${home}/bots/${bot}/publish`, { hash: draft.body.hash })
  expect(published.status).toBe(201)
}

/** Waits until the bot has said these words; a machine that is busy may take its time. */
async function hears(socket: TestSocket, words: string): Promise<void> {
  await expect.poll(() => said(socket), { timeout: 40_000, interval: 20 }).toContain(words)
}

const said = (socket: TestSocket): string[] =>
  socket.frames.flatMap((frame: AnyFrame) =>
    frame.type === 'events'
      ? frame.events.flatMap(({ event }: AnyFrame) =>
          event.who?.kind === 'bot' && event.content?.text ? [event.content.text] : [],
        )
      : [],
  )

async function sendFile(socket: TestSocket, name = 'card.pdf', caption?: string): Promise<void> {
  const link = await socket.ask({ type: 'upload', name, mediaType: 'application/pdf', size: PDF.length })
  const put = await fetch(`${house.url}${link.path}`, { method: 'PUT', body: new Uint8Array(PDF) })
  expect(put.status).toBe(201)
  const content = { kind: 'file', fileId: link.fileId, ...(caption !== undefined && { caption }) }
  const sent = await socket.ask({ type: 'send', clientId: `f${Math.random().toString(36).slice(2)}`, content })
  expect(sent.type).toBe('accepted')
}

const hello = dialog('hi', 'hello', text('hi_t', 'Hello to you.', end))

/** Somebody has sent their card, and is answered while it is on its way. */
async function talkOnMeanwhile(): Promise<TestSocket> {
  const { socket } = await house.consumer()
  await socket.say('open an account')
  await hears(socket, 'Your card, please')
  await sendFile(socket)
  await hears(socket, 'Meanwhile, tell me your name.')
  await socket.say('hello')
  await hears(socket, 'Hello to you.')
  return socket
}

const quiet = () => new Promise((resolve) => setTimeout(resolve, 300))

describe('a file for the brand’s own share', { timeout: 120_000 }, () => {
  it('dialogs R8.28 a, R8.6, R8.24: in progress, the flow goes on, the share has the bytes, success and its dialog', async () => {
    await publish([
      asking('card', 'open an account'),
      dialog('stored', 'file_upload_success:*', text('stored_t', 'Your card is with us.', end)),
    ])
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'Your card is with us.')
    expect(said(socket)).toEqual([
      'Your card, please',
      'Processing the file…',
      'Meanwhile, tell me your name.',
      'Successfully processed the file.',
      'Your card is with us.',
    ])
    expect(got).toHaveLength(1)
    expect(got[0]).toMatchObject({ method: 'PUT', url: '/in' })
    expect(got[0]?.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(PDF.length),
      'idempotency-key': expect.stringContaining('/c'),
    })
    expect(got[0]?.body.equals(PDF)).toBe(true)
  })

  it('dialogs R8.28 d, R8.25, R8.14: a share that fails is asked three times, then failure and its dialog by exact text', async () => {
    answering = (_request, response) => void response.writeHead(500).end('secret of the share')
    await publish([
      asking('card', 'open an account', { failure: 'That went wrong' }),
      dialog('exact', 'file_upload_failed:That went wrong', text('exact_t', 'A colleague will call you.', end)),
      dialog('any', 'file_upload_failed:*', text('any_t', 'Whatever.', end)),
    ])
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'A colleague will call you.')
    expect(said(socket).slice(-2)).toEqual(['That went wrong', 'A colleague will call you.'])
    expect(got).toHaveLength(3)
    expect(new Set(got.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(JSON.stringify(socket.frames)).not.toContain('secret of the share')
  })

  it.each<[string, typeof answering]>([
    ['never answers', () => {}],
    [
      'drips its answer',
      (_request, response) => {
        const drip = setInterval(() => response.write(' '), 20)
        response.once('close', () => clearInterval(drip))
      },
    ],
  ])('dialogs R8.28 d, R8.4: a share that %s holds nobody up, and ends as a failure', async (_what, talk) => {
    answering = talk
    await publish([asking('card', 'open an account'), hello], { timeoutMs: 1_000, retries: 1 })
    const socket = await talkOnMeanwhile()
    await hears(socket, 'Failed to process the file. Please try again.')
    expect(said(socket)).not.toContain('Successfully processed the file.')
  })

  it('dialogs R8.28 f, R8.25: what the share refuses for good is not tried again, and nobody answers an event that nobody waits for', async () => {
    answering = (_request, response) => void response.writeHead(403).end()
    await publish([asking('card', 'open an account')])
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'Failed to process the file. Please try again.')
    await quiet()
    expect(got).toHaveLength(1)
    expect(said(socket).at(-1)).toBe('Failed to process the file. Please try again.')
  })

  it('dialogs R8.28 g: whoever writes while the file is on its way is answered, and hears of the file later', async () => {
    let answerShare = (): void => {}
    answering = (_request, response) => {
      answerShare = () => void response.writeHead(200).end()
    }
    await publish([asking('card', 'open an account'), hello])
    const socket = await talkOnMeanwhile()
    await expect.poll(() => got.length, { timeout: 40_000 }).toBe(1)
    expect(said(socket)).not.toContain('Successfully processed the file.')
    answerShare()
    await hears(socket, 'Successfully processed the file.')
  })

  it('dialogs R8.28 h, R8.15: two uploads in sequence, one dialog for both', async () => {
    await publish([
      asking('card', 'open an account', { success: 'Card stored' }),
      asking('proof', 'proof', { text: 'Your proof, please', success: 'Proof stored' }),
      dialog('stored', 'file_upload_success:*', text('stored_t', 'Thank you.', end)),
    ])
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'Card stored')
    await socket.say('proof')
    await hears(socket, 'Your proof, please')
    await sendFile(socket, 'proof.pdf')
    await hears(socket, 'Proof stored')
    const thanks = () => said(socket).filter((words) => words === 'Thank you.').length
    await expect.poll(thanks, { timeout: 40_000 }).toBe(2)
    expect(got).toHaveLength(2)
  })

  it.each([
    ['a passport', 'a passport'],
    [undefined, '__EMPTYTEXT__'],
  ])('dialogs R8.28 i, R8.23: the caption %o reaches the share as %s', async (caption, told) => {
    const card = asking('card', 'open an account') as { interactions: { id: string; preProcess?: string }[] }
    const move = card.interactions.find(({ id }) => id === 'card_i')
    if (move) {
      move.preProcess =
        "botContext.setBotVariable('caption', botContext.getFileCaption()); botContext.setBotVariable('kind', botContext.getFileType())"
    }
    await publish([card], {
      headers: [{ key: 'x-kind', value: '{$botContext.kind}' }],
      parameters: [{ key: 'caption', value: '{$botContext.caption}' }],
    })
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket, 'card.pdf', caption)
    await hears(socket, 'Successfully processed the file.')
    expect(new URL(`${address}${got[0]?.url}`).searchParams.get('caption')).toBe(told)
    expect(got[0]?.headers['x-kind']).toMatch(/pdf/i)
  })

  it('dialogs R8.24: a body with {{file_url}} sends an address from which the file is fetched', async () => {
    let fetched: Buffer | undefined
    answering = ({ body }, response) => {
      const { from } = JSON.parse(body.toString())
      void fetch(from).then(async (answer) => {
        fetched = Buffer.from(await answer.arrayBuffer())
        response.writeHead(200).end()
      })
    }
    await publish([asking('card', 'open an account')], { method: 'POST', body: '{"from":"{{file_url}}"}' })
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'Successfully processed the file.')
    expect(fetched?.equals(PDF)).toBe(true)
    expect(got[0]?.headers['content-type']).toContain('application/json')
  })

  it('scripting A-68: a form has a part for each member of the body, and the file', async () => {
    await publish([asking('card', 'open an account')], {
      ...{ method: 'POST', body: '{"customer":"42","tags":["a"]}' },
      headers: [{ key: 'Content-Type', value: 'multipart/form-data' }],
    })
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'Successfully processed the file.')
    const type = String(got[0]?.headers['content-type'])
    const form = await new Response(new Uint8Array(got[0]?.body ?? []), {
      headers: { 'content-type': type },
    }).formData()
    expect([form.get('customer'), form.get('tags')]).toEqual(['42', '["a"]'])
    const file = form.get('file') as File
    expect([file.name, file.type, file.size]).toEqual(['card.pdf', 'application/pdf', PDF.length])
  })

  it('dialogs R8.27: a dialog of the newer kind takes a file while another one waits for words, and brings it to the share', async () => {
    const question = { type: 'textQuestion', id: 'q', name: 'q', text: 'Which branch?', next: { go: 'next' } }
    const anywhere = {
      ...{ id: 'files', name: 'files', kind: 'fileUpload' },
      interactions: [
        { type: 'fileUpload', id: 'any_u', name: 'any_u', text: 'Files are welcome', acceptedTypes: ['PDF'] },
        { type: 'integration', id: 'any_i', name: 'any_i', integrationId: 'box' },
      ],
    }
    await publish([dialog('branch', 'branch', question, text('thanks', 'Noted.', end)), anywhere])
    const { socket } = await house.consumer()
    await socket.say('branch')
    await hears(socket, 'Which branch?')
    await sendFile(socket)
    await hears(socket, 'Successfully processed the file.')
    expect(got.map(({ body }) => body.equals(PDF))).toEqual([true])
    await socket.say('the one by the canal')
    await hears(socket, 'Noted.')
  })

  it('dialogs R2.49, R8.1: a draft is told of an upload that nothing brings on', async () => {
    const alone = { type: 'fileUpload', id: 'u', name: 'u', text: 'Your card', acceptedTypes: [], next: { go: 'end' } }
    const draft = await putDraft(definitionOf([dialog('card', 'card', alone)]))
    expect(draft.body.problems).toContainEqual(
      expect.objectContaining({ severity: 'warning', rule: 'upload-alone', path: '/dialogs/0/interactions/1' }),
    )
  })

  it('dialogs R8.28 b: another type gets the validation text, and the bot still waits', async () => {
    await publish([asking('card', 'open an account', { acceptedTypes: ['JPEG', 'PNG'] })])
    const { socket } = await house.consumer()
    await socket.say('open an account')
    await hears(socket, 'Your card, please')
    await sendFile(socket)
    await hears(socket, 'The file type is invalid. Upload one of these types: JPEG, PNG.')
    expect(got).toHaveLength(0)
  })

  it('dialogs R8.24, scripting A-43: a bucket that asks for keys gets a signature from the account’s credential, a service its header', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baton-share-'))
    const buckets = [{ name: 'share', configs: [] }]
    const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: buckets })
    const { port } = await server.run()
    try {
      const at = `http://127.0.0.1:${port}/share/cards/card.pdf`
      const keep = (name: string, username: string, password: string) =>
        house.make('/accounts/acme/credentials', { name, kind: 'basic', facts: { username }, secrets: { password } })
      await keep('Share', 'S3RVER', 'S3RVER')
      await keep('Wrong keys', 'NOBODY', 'not the key')
      await keep('Till', 'ada', 'hush')
      const bring = async (box: object, end: string) => {
        await publish([asking('card', 'open an account')], box)
        const { socket } = await house.consumer()
        await socket.say('open an account')
        await hears(socket, 'Your card, please')
        await sendFile(socket)
        await hears(socket, end)
        expect(JSON.stringify(socket.frames)).not.toContain('hush')
      }
      const bucket = { url: at, target: 's3' }
      await bring({ ...bucket, credential: 'Wrong keys' }, 'Failed to process the file. Please try again.')
      expect((await fetch(at)).status).toBe(404)
      await bring({ ...bucket, credential: 'Share' }, 'Successfully processed the file.')
      expect(Buffer.from(await (await fetch(at)).arrayBuffer()).equals(PDF)).toBe(true)
      await bring({ credential: 'Till' }, 'Successfully processed the file.')
      expect(got[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:hush').toString('base64')}`)
      await bring({ credential: 'Nobody' }, 'Failed to process the file. Please try again.')
      expect(got).toHaveLength(1)
    } finally {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
