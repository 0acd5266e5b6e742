export * from './choose.ts'
export * from './chooseBot.ts'
export * from './openingHours.ts'
export * from './reason.ts'
