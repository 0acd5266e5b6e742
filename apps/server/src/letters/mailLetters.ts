import { createTransport } from 'nodemailer'
import type { Letter, Letters } from '../letters.ts'
import { wordsOf } from './letterTexts.ts'

export interface MailOptions {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  readonly smtpUrl: string
  /** An address, with a name in front of it or not. */
  readonly from: string
  /** Between attempts, in milliseconds; as many attempts follow the first. */
  readonly pausesMs?: readonly number[]
}

/** Letters under way at the same time; more are refused, and whoever asked is told so in the log. */
const MAX_UNDER_WAY = 500
const PATIENCE_MS = 20_000
const PAUSES_MS = [5_000, 60_000]

/** A person who cannot get letters has no address; nobody was to write to them. */
export class NoAddress extends Error {
  readonly code = 'no-address'
}

/**
 * Takes letters to a mail server. At least once: a server that took a letter and could not say so gets it again, under the same
 * message id. Letters that wait for another attempt are in memory only; links can be asked for again.
 */
export function mailLetters({ smtpUrl, from, pausesMs = PAUSES_MS }: MailOptions): Letters {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // What a letter holds is text; nothing in it is ever read as a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0])
  let underWay = 0
  let closed = false

  async function deliver(letter: Letter): Promise<void> {
    const { email, fullName } = letter.person
    if (email === undefined) throw new NoAddress(`person ${letter.person.id} has no e-mail address`)
    const { subject, lines } = wordsOf(letter)
    const mail = {
      from,
      to: { name: fullName, address: email },
      subject: subject.replace(/[\r\n]+/g, ' '),
      text: `${lines.join('\n\n')}\n`,
      messageId: `<${crypto.randomUUID()}@baton>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    for (const pause of [...pausesMs, undefined]) {
      try {
        await transport.sendMail(mail)
        return
      } catch (fault) {
        // What the server will not take now it will not take later either (RFC 5321: 5yz).
        const isFinal = ((fault as { responseCode?: number }).responseCode ?? 0) >= 500
        if (pause === undefined || isFinal || closed) throw fault
        await new Promise((resolve) => {
          setTimeout(resolve, pause).unref()
        })
      }
    }
  }

  return {
    async send(letter) {
      if (underWay >= MAX_UNDER_WAY) throw new Error('too many letters wait for the mail server')
      underWay += 1
      try {
        await deliver(letter)
      } finally {
        underWay -= 1
      }
    },
    close() {
      closed = true
      transport.close()
    },
  }
}
