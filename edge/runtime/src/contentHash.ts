import { hash } from 'node:crypto'
import { canonicalJson } from '@baton/base'

/** SHA-256, hex, of what a client sent: equal for equal JSON, whatever the order of its keys. */
export const contentHash = (sent: object): string => hash('sha256', canonicalJson(sent), 'hex')

/** The same for a text without anything beside it, which most messages are: put together at once. */
export const hashOfWords = (text: string): string =>
  hash('sha256', `{"content":{"kind":"text","text":${JSON.stringify(text)}}}`, 'hex')
