import type { Letter, Letters } from '../letters.ts'
import { wordsOf } from './letterTexts.ts'
import { openPost, type Post, type PostOptions } from './post.ts'

export type MailOptions = (PostOptions | { readonly post: Post }) & {
  /** Between attempts, in milliseconds; as many attempts follow the first. */
  readonly pausesMs?: readonly number[]
}

/** Letters under way at the same time; more are refused, and whoever asked is told so in the log. */
const MAX_UNDER_WAY = 500
const PAUSES_MS = [5_000, 60_000]

/** A person who cannot get letters has no address; nobody was to write to them. */
export class NoAddress extends Error {
  readonly code = 'no-address'
}

/**
 * Takes letters to a mail server. At least once: a server that took a letter and could not say so gets it again, under the same
 * message id. Letters that wait for another attempt are in memory only; links can be asked for again.
 */
export function mailLetters({ pausesMs = PAUSES_MS, ...options }: MailOptions): Letters {
  const post = 'post' in options ? options.post : openPost(options)
  let underWay = 0
  let closed = false

  async function deliver(letter: Letter): Promise<void> {
    const { email, fullName } = letter.person
    if (email === undefined) throw new NoAddress(`person ${letter.person.id} has no e-mail address`)
    const { subject, lines } = wordsOf(letter)
    const mail = {
      to: { name: fullName, address: email },
      subject: subject.replace(/[\r\n]+/g, ' '),
      text: `${lines.join('\n\n')}\n`,
      messageId: `<${crypto.randomUUID()}@baton>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    for (const pause of [...pausesMs, undefined]) {
      try {
        await post.deliver(mail)
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
      post.close()
    },
  }
}
