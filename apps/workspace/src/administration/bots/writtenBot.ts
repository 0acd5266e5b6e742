import { z } from 'zod'
import { bot, transferToAgents } from './bot.ts'

/** What is not shown here is sent back as it came. */
const config = z.looseObject({
  defaultSkill: z.string().optional(),
  transferToAgents,
  connector: z.looseObject({ fallbackSkill: z.union([z.number(), z.string()]).optional() }),
})
export const writtenBot = bot.extend({ config })
export type WrittenBot = z.infer<typeof writtenBot>
export type WrittenValues = Pick<WrittenBot, 'name' | 'nickname' | 'skillIds' | 'config'> & {
  readonly capacity: number | ''
  readonly groupId?: number | undefined
}

export const writtenBody = ({ name, nickname, groupId, ...rest }: WrittenValues) => ({
  ...rest,
  groupId: groupId ?? null,
  name: name.trim(),
  nickname: nickname.trim(),
})
