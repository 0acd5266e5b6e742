import { z } from 'zod'

export const savedReply = z.object({
  id: z.number(),
  title: z.string(),
  text: z.string(),
  shortcut: z.string().optional(),
  language: z.string().optional(),
  skillIds: z.array(z.number()),
})
export type SavedReply = z.infer<typeof savedReply>

export interface ReplyValues {
  readonly title: string
  readonly text: string
  readonly shortcut: string
  readonly language: string
  readonly skillIds: readonly number[]
}
export const NEW_REPLY: ReplyValues = { title: '', text: '', shortcut: '', language: '', skillIds: [] }

export const toValues = ({ title, text, shortcut = '', language = '', skillIds }: SavedReply): ReplyValues => ({
  title,
  text,
  shortcut,
  language,
  skillIds,
})

/** @param away what an empty field becomes: nothing for a new reply, null for one that had something */
export const toBody = ({ title, text, shortcut, language, skillIds }: ReplyValues, away: null | undefined) => ({
  title: title.trim(),
  text: text.trim(),
  shortcut: shortcut.trim().replace(/^\//, '') || away,
  language: language || away,
  skillIds,
})
