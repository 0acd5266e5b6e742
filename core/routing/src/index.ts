export * from './choose.ts'
export * from './chooseBot.ts'
