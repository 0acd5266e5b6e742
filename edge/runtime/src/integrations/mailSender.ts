/** One mail to people outside; what it holds is text, and never read as a file or an address to fetch. */
export interface Mail {
  readonly to: readonly string[]
  readonly replyTo: readonly string[]
  readonly subject: string
  readonly body: string
  readonly html: boolean
  /** Stays the same over repetitions and crashes, so that a mailbox can tell that it has this one already. */
  readonly messageId: string
}

export interface MailSender {
  /** Resolves when the mail server has taken it. @throws MailNotSent */
  send(mail: Mail, timeoutMs: number): Promise<void>
}

/** In words that a builder can act on; holds nothing that the mail server said beyond its code. */
export class MailNotSent extends Error {
  readonly code = 'mail-not-sent'
}
