import { z } from 'zod'
import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import { transferToAgents } from './bot.ts'

/** What is not shown here is sent back as it came. */
const config = z.looseObject({
  defaultSkill: z.string().optional(),
  transferToAgents,
  connector: z.looseObject({ fallbackSkill: z.string().optional() }),
})
export const writtenBot = z.object({
  id: z.number(),
  name: z.string(),
  nickname: z.string(),
  skillIds: z.array(z.number()),
  enabled: z.boolean(),
  capacity: z.number(),
  config,
})
export type WrittenBot = z.infer<typeof writtenBot>
export type WrittenValues = Pick<WrittenBot, 'name' | 'nickname' | 'skillIds' | 'config'> & {
  readonly capacity: number | ''
}

const MAX_CAPACITY = 999

export const checkWritten = ({ name, nickname, capacity }: WrittenValues, texts: AdminTexts): Complaints => ({
  '/name': name.trim() === '' ? texts.required : undefined,
  '/nickname': nickname.trim() === '' ? texts.required : undefined,
  '/capacity':
    capacity === '' || !Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY
      ? texts.bot.capacityWrong
      : undefined,
})

export const writtenBody = ({ name, nickname, skillIds, capacity, config: wished }: WrittenValues) => ({
  ...{ name: name.trim(), nickname: nickname.trim(), skillIds, capacity, config: wished },
})
