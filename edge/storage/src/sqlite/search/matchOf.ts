import { scopeOf } from './indexLog.ts'

const MAX_TERMS = 16
const MAX_TERM_LENGTH = 100
const SAYS_SOMETHING = /[\p{L}\p{N}]/u

/**
 * What somebody typed, in the words of the index: every term must be there, the last one as a beginning, so that a search may be
 * sent while one types. Nothing of it is ever read as an operator.
 * @returns undefined when nothing was typed that could be looked for
 */
export function matchOf(accountId: string, typed: string): string | undefined {
  const terms = [...typed.matchAll(/"([^"]*)"|([^\s"]+)/gu)]
    .map(([, phrase, word]) => ({
      text: (phrase ?? word ?? '').slice(0, MAX_TERM_LENGTH),
      isPhrase: phrase !== undefined,
    }))
    .filter(({ text }) => SAYS_SOMETHING.test(text))
    .slice(0, MAX_TERMS)
  if (terms.length === 0) return undefined
  const asked = terms.map(({ text, isPhrase }, index) => {
    const isBeginning = index === terms.length - 1 && !isPhrase && !/\s$/u.test(typed)
    return `"${text.replaceAll('"', '')}"${isBeginning ? '*' : ''}`
  })
  return `scope : "${scopeOf(accountId)}" AND words : (${asked.join(' AND ')})`
}
