import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountId, AgentId, EpochMs } from '@baton/base'
import { after, hours, minutes, seconds } from '@baton/base'
import type { Person } from '@baton/storage'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../config.ts'
import type { Letter } from '../letters.ts'
import { foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import { PAUSES_MS } from './carrier.ts'
import { mailLetters } from './mailLetters.ts'
import { openPost } from './post.ts'

interface Taken {
  readonly to: readonly string[]
  readonly from: string
  readonly source: string
}
const running: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop() // whoever writes letters before who takes them
})

/** A mail server on a free port of this machine. */
async function openMailServer(options: SMTPServerOptions = {}): Promise<{ url: string; taken: Taken[] }> {
  const taken: Taken[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  running.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  return { taken, url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` }
}

const ada = {
  id: 7 as AgentId,
  accountId: 'acme' as AccountId,
  fullName: 'Ada "the\r\nBcc: evil@example.com" Lövelace',
  nickname: 'Ada',
  role: 'agent',
  skillIds: [],
  capacity: 3,
  enabled: true,
  email: 'ada@example.com',
} satisfies Person
const letter = (change: Partial<Person> = {}): Letter => ({
  kind: 'invitation',
  person: { ...ada, ...change },
  accountName: 'Acme\r\nBcc: evil@example.com',
  url: 'https://chat.example.com/workspace/links/secret-once',
  expiresAt: Date.UTC(2026, 10, 24, 9) as EpochMs,
})
function post(url: string) {
  const opened = openPost({ smtpUrl: url, from: 'Baton <baton@example.com>' })
  running.push(() => opened.close())
  return mailLetters(opened)
}
/** A clock that stands still, and alarms that ring when it is pushed on. */
function pushedClock() {
  let now = Date.UTC(2026, 10, 24, 9) as EpochMs
  const rings = new Set<{ instant: number; ring: () => void }>()
  const alarm = {
    at(instant: EpochMs, ring: () => void) {
      const set = { instant, ring }
      rings.add(set)
      return () => void rings.delete(set)
    },
  }
  const pass = async (ms: number) => {
    now = (now + ms) as EpochMs
    for (const set of [...rings]) if (set.instant <= now && rings.delete(set)) set.ring()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  /**
   * Goes on a little at a time until it holds: what an alarm began may take longer than the moment that `pass` gives it, and the
   * next alarm is set from when that has ended.
   */
  const passUntil = (holds: () => void) =>
    vi.waitFor(async () => {
      await pass(seconds(10))
      holds()
    }, 30_000)
  return { clock: { now: () => now }, alarm, pass, passUntil }
}
const mailOf = (house: TestServer) => async (): Promise<string[]> => {
  const { text } = await house.call('GET', '/metrics', undefined, null)
  return text.split('\n').filter((line) => line.startsWith('baton_letters_total{'))
}
const postponed = (house: TestServer, times: number) =>
  vi.waitFor(
    async () => expect(await mailOf(house)()).toContain(`baton_letters_total{outcome="postponed"} ${times}`),
    30_000,
  )
const messageId = (source = '') => /^message-id: (.*)$/im.exec(source)?.[1]
/** As a reader of mail shows it: lines joined again, and signs decoded. */
const textOf = (source: string): string => {
  const [, body = ''] = source.split(/\r\n\r\n(.*)/s)
  const joined = body
    .replace(/=\r\n/g, '')
    .replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
  return /base64/i.test(source) ? Buffer.from(body, 'base64').toString() : joined
}

describe('letters by mail', () => {
  it('reach the person, in their language, with the link in one piece', async () => {
    const { url, taken } = await openMailServer()
    await post(url).send(letter({ preferences: { language: 'de-AT' } }), 'letter-1')
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({ to: ['ada@example.com'], from: 'baton@example.com' })
    expect(messageId(taken[0]?.source)).toBe('<letter-1@baton>')
    expect(taken[0]?.source).toMatch(/^Auto-Submitted: auto-generated/im)
    const text = textOf(taken[0]?.source ?? '')
    expect(text).toContain('https://chat.example.com/workspace/links/secret-once')
    expect(text).toContain('Sie sind eingeladen')
  })

  it('let no name add a header or a reader', async () => {
    const { url, taken } = await openMailServer()
    await post(url).send(letter(), 'letter-1')
    expect(taken[0]?.to).toEqual(['ada@example.com'])
    const [head = ''] = (taken[0]?.source ?? '').split('\r\n\r\n')
    expect(head).not.toMatch(/^bcc:/im)
  })

  it('tell what the server refuses for good from what it refuses now', async () => {
    const answering = (responseCode: number) =>
      openMailServer({
        onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })),
      })
    for (const [code, isFinal] of [
      [451, false],
      [550, true],
    ] as const) {
      const { url } = await answering(code)
      const at = post(url)
      const fault = await at.send(letter(), 'letter-1').catch((why: unknown) => why)
      expect(fault).toBeInstanceOf(Error)
      expect(at.isFinal(fault)).toBe(isFinal)
    }
    const nowhere = post('smtp://127.0.0.1:9')
    expect(nowhere.isFinal(await nowhere.send(letter(), 'letter-1').catch((why: unknown) => why))).toBe(false)
  })

  it('are not sent to somebody without an address', async () => {
    const { url, taken } = await openMailServer()
    const { email: _none, ...nowhere } = ada
    await expect(post(url).send({ ...letter(), person: nowhere } as Letter, 'letter-1')).rejects.toMatchObject({
      code: 'no-address',
    })
    expect(taken).toEqual([])
  })
})

describe('a running server with a mail server', { timeout: 90_000 }, () => {
  it('sends invitations and forgotten passwords', async () => {
    const { url, taken } = await openMailServer()
    const house = await openServer({ smtpUrl: url, mailFrom: 'Baton <baton@example.com>' })
    running.push(() => house.stop())
    await foundAcme(house)
    const person = { fullName: 'Grace', nickname: 'Grace', email: 'grace@example.com' }
    const { invitation } = await house.make<{ invitation: { url: string; mailed: boolean } }>(
      '/accounts/acme/people',
      person,
    )
    expect(invitation.mailed).toBe(true)
    await vi.waitFor(() => expect(taken).toHaveLength(1), 30_000)
    expect(taken[0]?.to).toEqual(['grace@example.com'])
    expect(textOf(taken[0]?.source ?? '')).toContain(invitation.url)
    await house.call('POST', '/api/v1/password-resets', { email: 'grace@example.com' }, null)
    await vi.waitFor(() => expect(taken).toHaveLength(2), 30_000)
    expect(textOf(taken[1]?.source ?? '')).toContain('/workspace/links/')
    await house.call('POST', '/api/v1/password-resets', { email: 'nobody@example.com' }, null)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(taken).toHaveLength(2)
  })

  it('writes to who is away and wants it while somebody waits, and not again at once', async () => {
    const { url, taken } = await openMailServer()
    const { clock, alarm, pass, passUntil } = pushedClock()
    const house = await openServer({ smtpUrl: url, mailFrom: 'b@example.com', clock, alarm })
    running.push(() => house.stop())
    const acme = await foundAcme(house)
    const { storage } = house.server
    const accountId = 'acme' as AccountId
    const email = 'ada@example.com'
    await storage.settings.updatePerson(accountId, acme.agentId as AgentId, { email })
    const desk = await house.agent(acme.agentToken)
    await desk.ask({ type: 'status', state: 'away', reason: 'lunch' })
    const { socket } = await house.consumer()
    await socket.say('is anybody there?')
    await pass(minutes(4))
    expect(taken).toEqual([]) // did not ask for it
    await storage.settings.updatePerson(accountId, acme.agentId as AgentId, { preferences: { mailWhenWaiting: true } })
    await pass(minutes(2))
    await passUntil(() => expect(taken).toHaveLength(1))
    expect(taken[0]?.to).toEqual([email])
    const text = textOf(taken[0]?.source ?? '')
    expect(text).toContain('People')
    expect(text).not.toContain('is anybody there')
    await pass(minutes(10))
    expect(taken).toHaveLength(1)
    await pass(hours(1))
    await passUntil(() => expect(taken).toHaveLength(2))
    await desk.ask({ type: 'status', state: 'online' })
    await pass(hours(1))
    expect(taken).toHaveLength(2)
  })
})

// Servers of their own, with passwords hashed as they should be: not quick on a busy machine.
describe('letters on their way', { timeout: 90_000 }, () => {
  const invite = (house: TestServer) =>
    house.make<{ invitation: { url: string } }>('/accounts/acme/people', {
      fullName: 'Grace',
      nickname: 'Grace',
      email: 'grace@example.com',
    })
  const mailing = { mailFrom: 'Baton <baton@example.com>' }

  it('go again after a while when the mail server is busy, under the same name, and once', async () => {
    let asked = 0
    const { url, taken } = await openMailServer({
      onRcptTo(_address, _session, done) {
        asked += 1
        done(asked <= 2 ? Object.assign(new Error('later'), { responseCode: 451 }) : undefined)
      },
    })
    const { clock, alarm, pass } = pushedClock()
    const house = await openServer({ ...mailing, smtpUrl: url, clock, alarm })
    running.push(() => house.stop())
    await foundAcme(house)
    await invite(house)
    await postponed(house, 1)
    await pass(seconds(59))
    expect(asked).toBe(1)
    await pass(seconds(2))
    await postponed(house, 2)
    await pass(minutes(5) + 1)
    await vi.waitFor(() => expect(taken).toHaveLength(1), 30_000)
    await pass(hours(7))
    expect(taken).toHaveLength(1)
    expect(await mailOf(house)()).toEqual([
      'baton_letters_total{outcome="postponed"} 2',
      'baton_letters_total{outcome="sent"} 1',
    ])
  })

  it('are given up when the server refuses for good, and after the last of six attempts', async () => {
    let asked = 0
    let responseCode = 550
    const { url } = await openMailServer({
      onRcptTo(_address, _session, done) {
        asked += 1
        done(Object.assign(new Error('no'), { responseCode }))
      },
    })
    const { clock, alarm, pass, passUntil } = pushedClock()
    const house = await openServer({ ...mailing, smtpUrl: url, clock, alarm })
    running.push(() => house.stop())
    await foundAcme(house)
    await invite(house)
    const left = () => house.server.storage.people.nextLetterAt()
    await vi.waitFor(async () => expect([asked, await left()]).toEqual([1, undefined]), 30_000)
    responseCode = 451
    asked = 0
    await house.call('POST', '/api/v1/accounts/acme/people/3/invitation')
    for (const [nth, pause] of PAUSES_MS.entries()) {
      await postponed(house, nth + 1)
      await vi.waitFor(async () => expect(await left()).toBeGreaterThan(clock.now()), 30_000)
      await pass(pause)
      await passUntil(() => expect(asked).toBe(nth + 2)) // its alarm may have been set a moment later
    }
    await vi.waitFor(async () => expect(await left()).toBeUndefined(), 30_000)
    await pass(hours(24))
    expect(asked).toBe(PAUSES_MS.length + 1)
  })

  it('survive a restart and another SECRET_KEY, and lie in the database sealed', async () => {
    const { clock, alarm } = pushedClock()
    const dataDir = mkdtempSync(join(tmpdir(), 'baton-letters-'))
    running.push(() => rmSync(dataDir, { recursive: true, force: true }))
    const [old, fresh] = ['an old secret of thirty-two letters', 'a new secret of more than thirty-two']
    const closed = { ...mailing, smtpUrl: 'smtp://127.0.0.1:9', secretKey: old }
    const first = await openServer({ ...closed, clock, alarm, dataDir })
    await foundAcme(first)
    const { invitation } = await invite(first)
    await vi.waitFor(async () => expect(await mailOf(first)()).toHaveLength(1), 30_000)
    await first.server.close(100)

    const secret = invitation.url.split('/').at(-1) ?? 'none'
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      expect(readFileSync(join(file.parentPath, file.name)).includes(secret), file.name).toBe(false)
    }

    const { url, taken } = await openMailServer()
    const later = { clock: { now: () => after(clock.now(), minutes(2)) }, alarm }
    const keys = { secretKey: fresh, secretKeyFormer: [old] }
    const second = await openServer({ ...mailing, ...keys, smtpUrl: url, ...later, dataDir })
    running.push(() => second.server.close(100))
    await vi.waitFor(() => expect(taken).toHaveLength(1), 30_000)
    expect(textOf(taken[0]?.source ?? '')).toContain(invitation.url)
    await vi.waitFor(async () => expect(await second.server.storage.people.nextLetterAt()).toBeUndefined(), 30_000)
  })
})

describe('SMTP_URL and MAIL_FROM', () => {
  it('belong together', () => {
    const both = { SMTP_URL: 'smtps://user:pass@mail.example.com', MAIL_FROM: 'Baton <baton@example.com>' }
    expect(parseConfig(both)).toMatchObject({ ok: true, value: { smtpUrl: both.SMTP_URL, mailFrom: both.MAIL_FROM } })
    expect(parseConfig({ SMTP_URL: both.SMTP_URL })).toMatchObject({ ok: false, error: [{ path: 'MAIL_FROM' }] })
    expect(parseConfig({ ...both, SMTP_URL: 'http://mail' })).toMatchObject({
      ok: false,
      error: [{ path: 'SMTP_URL' }],
    })
    expect(parseConfig({ ...both, MAIL_FROM: 'a@b\r\nBcc: c@d' })).toMatchObject({ ok: false })
  })
})
