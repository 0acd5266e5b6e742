export * from './accessTokens.ts'
export * from './consumerTokens.ts'
export * from './identity.ts'
export * from './origins.ts'
