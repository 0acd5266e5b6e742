import { hash } from 'node:crypto'
import { canonicalJson } from '@baton/base'

/** SHA-256, hex, of what a client sent: equal for equal JSON, whatever the order of its keys. */
export const contentHash = (sent: object): string => hash('sha256', canonicalJson(sent), 'hex')
