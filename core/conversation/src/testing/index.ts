export * from './examples.ts'
export * from './randomLife.ts'
export * from './requests.ts'
export * from './world.ts'
