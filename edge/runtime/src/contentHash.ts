import { createHash } from 'node:crypto'
import { canonicalJson } from '@baton/base'

/** SHA-256, hex, of what a client sent: equal for equal JSON, whatever the order of its keys. */
export const contentHash = (sent: object): string => createHash('sha256').update(canonicalJson(sent)).digest('hex')
