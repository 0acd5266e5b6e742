export * from './reply.ts'
export * from './turn.ts'
export * from './untrustedReply.ts'
export * from './validateReply.ts'
