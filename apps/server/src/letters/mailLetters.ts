import type { LetterPost } from '../letters.ts'
import { wordsOf } from './letterTexts.ts'
import type { Post } from './post.ts'

/** A person who cannot get letters has no address; nobody was to write to them. */
export class NoAddress extends Error {
  readonly code = 'no-address'
}

/** Takes letters to a mail server, one attempt each; see `createCarrier` for what happens when that fails. */
export function mailLetters(post: Post): LetterPost {
  return {
    async send(letter, id) {
      const { email, fullName } = letter.person
      if (email === undefined) throw new NoAddress(`person ${letter.person.id} has no e-mail address`)
      const { subject, lines } = wordsOf(letter)
      await post.deliver({
        to: { name: fullName, address: email },
        subject: subject.replace(/[\r\n]+/g, ' '),
        text: `${lines.join('\n\n')}\n`,
        // The same over all attempts: a server that took it and could not say so knows it again.
        messageId: `<${id}@baton>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    // What the server will not take now it will not take later either (RFC 5321: 5yz).
    isFinal: (fault) => fault instanceof NoAddress || ((fault as { responseCode?: number }).responseCode ?? 0) >= 500,
  }
}
