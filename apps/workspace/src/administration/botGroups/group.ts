import { z } from 'zod'
import { anything } from '../../base/http.ts'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { allOf } from '../kit/skills.tsx'

export const group = z.object({
  id: z.number(),
  name: z.string(),
  collaborates: z.boolean(),
  transferMessage: z.string(),
})
export type Group = z.infer<typeof group>

const bot = z.object({ id: z.number(), name: z.string(), groupId: z.number().optional() })
export type GroupedBot = z.infer<typeof bot>

export interface GroupValues extends Omit<Group, 'id'> {
  readonly members: readonly number[]
}

export const groupBody = ({ name, collaborates, transferMessage }: GroupValues) => ({
  ...{ name: name.trim(), collaborates, transferMessage: transferMessage.trim() },
})

/** More than these overlap more often than they help (dialogs R1.7). */
export const ADVISED_BOTS = 15

export function useGroupedBots() {
  const { api, home } = useSession()
  return useAsked(() => allOf(api, `${home}/bots`, bot), [home])
}

export function useGroups() {
  const { api, home } = useSession()
  return useAsked(() => allOf(api, `${home}/bot-groups`, group), [home])
}

/** Bots say themselves to which group they belong: those that came or went are told. */
export function useMembership() {
  const { api, home } = useSession()
  return async (groupId: number, bots: readonly GroupedBot[], members: readonly number[]) => {
    for (const { id, groupId: now } of bots) {
      const isWanted = members.includes(id)
      if (isWanted && now !== groupId) await api.patch(`${home}/bots/${id}`, { groupId }, anything)
      if (!isWanted && now === groupId) await api.patch(`${home}/bots/${id}`, { groupId: null }, anything)
    }
  }
}
