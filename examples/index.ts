export type { Bot, BotEvent, BotResponse, Memory } from './bot-service/contract.ts'
export { coffeeBot } from './coffee-bot/coffeeBot.ts'
export { COFFEE_BOT, type Examples, type ExamplesOptions, SURVEY_BOT, startExamples } from './startExamples.ts'
export { surveyBot } from './survey-bot/surveyBot.ts'
