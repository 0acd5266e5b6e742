import type { BotId, SkillId } from '@baton/base'
import type { BotDefinition, Dialog } from '@baton/dialog'
import { brand, type House } from '../../examples/house.ts'
import { hashed } from './coffee.ts'

export const text = (id: string, words: string, more: object = {}) =>
  ({ type: 'text', id, name: id, text: words, ...more }) as const
export const starter = (id: string, pattern: string): Dialog['interactions'][number] => ({
  type: 'dialogStarter',
  id,
  name: id,
  patterns: [pattern],
})
export const dialog = (id: string, interactions: Dialog['interactions'], more: Partial<Dialog> = {}): Dialog => ({
  id,
  name: id,
  kind: 'standard',
  interactions,
  ...more,
})
export const handOver = (skillId: SkillId, more: object = {}) =>
  ({ type: 'agentTransfer', id: 'over', name: 'Over', message: 'Hold on.', skillId: String(skillId), ...more }) as const

/** More of a bot than its dialogs. */
export interface Beside extends Pick<BotDefinition, 'settings' | 'domains'> {
  readonly groupId?: number
}

/** A written bot that works, on these skills. */
export async function publishBot(
  { storage: { settings, authored } }: House,
  name: string,
  skillIds: readonly SkillId[],
  dialogs: readonly Dialog[],
  { groupId, ...more }: Beside = {},
): Promise<BotId> {
  const { id } = await settings.createBot(brand, {
    ...{ name, nickname: name, skillIds, enabled: true, capacity: 99, kind: 'authored' },
    config: { defaultSkill: 'Help' },
    ...(groupId !== undefined && { groupId }),
  })
  await republish({ authored }, id, { id: name.toLowerCase(), name, dialogs: [...dialogs], ...more })
  return id
}

/** Another version of it. */
export async function republish(
  { authored }: Pick<House['storage'], 'authored'>,
  id: BotId,
  own: Omit<BotDefinition, 'format' | 'language'>,
): Promise<void> {
  const draft = hashed({ format: 'baton.bot/1', language: 'en-US', ...own })
  await authored.saveDraft(brand, id, draft)
  await authored.publish(brand, id, { hash: draft.hash, comment: '', by: 'Ada' })
}
