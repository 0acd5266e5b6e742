import { z } from 'zod'

export const COLOURS = ['grey', 'teal', 'green', 'amber', 'red', 'violet', 'blue', 'pink'] as const
export const tag = z.object({
  id: z.number(),
  name: z.string(),
  colour: z.enum(COLOURS).catch('grey'),
  retired: z.boolean(),
})
export type Tag = z.infer<typeof tag>
