export * from './connector.ts'
export * from './endpointConfig.ts'
