import { createHash } from 'node:crypto'
import { type ConversationId, days } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import type { SurveySettings } from '@baton/storage'
import type { Directory } from './directory.ts'
import type { Surroundings } from './ports.ts'

/** Where an account says nothing (dialogs R9.4). */
const UNLESS_TOLD: SurveySettings = { intervalDays: 7 }

/** Whether this consumer is asked afterwards at all: not too often, and only a sample where the account wants one (dialogs R9.4). */
export async function mayBeAsked(
  { storage, clock }: Pick<Surroundings, 'storage' | 'clock'>,
  directory: Pick<Directory, 'account'>,
  { accountId, consumerId, id }: Pick<OpenConversation, 'accountId' | 'consumerId' | 'id'>,
): Promise<boolean> {
  const { intervalDays, samplePercent = 100 } = (await directory.account(accountId))?.surveys ?? UNLESS_TOLD
  if (placeInSample(id) >= samplePercent) return false
  if (intervalDays === 0) return true
  const asked = await storage.surveys.lastAsked(accountId, consumerId)
  return asked === undefined || asked + days(intervalDays) <= clock.now()
}

/** From 0 to below 100, evenly spread. Of the id and not by chance: who decides again after a crash must decide the same. */
export const placeInSample = (id: ConversationId): number =>
  (createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32) * 100
