export * from './buildServer.ts'
export * from './config.ts'
export * from './installationToken.ts'
export { DEFAULT_DOOR_LIMITS, type DoorLimits } from './limits.ts'
