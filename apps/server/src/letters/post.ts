import { type Mail, MailNotSent, type MailSender } from '@baton/runtime'
import { createTransport, type SendMailOptions } from 'nodemailer'

export interface PostOptions {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  readonly smtpUrl: string
  /** An address, with a name in front of it or not. */
  readonly from: string
}

/** The one connection to the mail server: for letters to the brand's people, and for what bots send. */
export interface Post {
  /** @throws what the mail server did; `responseCode` of 500 and more is final */
  deliver(mail: Omit<SendMailOptions, 'from'>): Promise<void>
  close(): void
}

const PATIENCE_MS = 20_000

export function openPost({ smtpUrl, from }: PostOptions): Post {
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
  return {
    deliver: async (mail) => void (await transport.sendMail({ ...mail, from })),
    close: () => transport.close(),
  }
}

/** Mails of bots that may be under way at the same time, of all accounts. */
const MAX_UNDER_WAY = 200
const PAUSE_MS = 1_000

/** Takes mails of bots to the mail server, and tries again within the call's time what it would not take for the moment. */
export function mailOf(post: Post): MailSender {
  let underWay = 0
  return {
    async send(mail, timeoutMs) {
      if (underWay >= MAX_UNDER_WAY) throw new MailNotSent('Too many mails wait for the mail server.')
      underWay += 1
      try {
        await within(timeoutMs, deliver(post, mail, Date.now() + timeoutMs))
      } finally {
        underWay -= 1
      }
    },
  }
}

async function deliver(post: Post, mail: Mail, until: number): Promise<void> {
  const { to, replyTo, subject, body, html, messageId } = mail
  const letter = {
    to: [...to],
    ...(replyTo.length > 0 && { replyTo: [...replyTo] }),
    subject: subject.replace(/[\r\n]+/g, ' '),
    ...(html ? { html: body } : { text: body }),
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
  for (;;) {
    try {
      return await post.deliver(letter)
    } catch (fault) {
      const { responseCode = 0 } = fault as { responseCode?: number }
      const said = responseCode > 0 ? ` It answered with ${responseCode}.` : ''
      if (responseCode >= 500) throw new MailNotSent(`The mail server did not take the mail.${said}`)
      if (Date.now() + PAUSE_MS >= until) throw new MailNotSent(`The mail server could not be reached in time.${said}`)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new MailNotSent('The mail server could not be reached in time.')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    work.catch(() => {}) // it may still end badly when nobody listens any more
  }
}
