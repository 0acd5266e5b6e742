export type { Bot, BotEvent, BotResponse, Memory } from './bot-service/contract.ts'
export { coffeeBot } from './coffee-bot/coffeeBot.ts'
export { type AdminApi, AdminApiRefused, connectAdmin } from './demo/adminApi.ts'
export {
  ACCOUNT,
  ENTRY_POINT,
  ensureSkill,
  home,
  PEOPLE_SKILL,
  SORRY,
  type Staff,
  setUpBots,
  setUpStaff,
} from './demo/setUpDemo.ts'
export { setUpWrittenBot, WRITTEN_ENTRY_POINT, type WrittenBotOptions } from './demo/setUpWrittenBot.ts'
export { ensureSignIns, type SignIns } from './demo/signIns.ts'
export { shopService } from './shop-service/shopService.ts'
export { COFFEE_BOT, type Examples, type ExamplesOptions, SURVEY_BOT, startExamples } from './startExamples.ts'
export { surveyBot } from './survey-bot/surveyBot.ts'
