import type { Clock } from '@baton/base'
import { type AccountId, after, type EpochMs, minutes, type SkillId } from '@baton/base'
import type { Alarm, Log } from '@baton/runtime'
import type { Person, Storage } from '@baton/storage'
import type { Letters } from '../letters.ts'

export interface NoticeSource {
  readonly storage: Storage
  readonly letters: Letters
  readonly clock: Clock
  readonly alarm: Alarm
  readonly log: Log
  readonly nodeId: string
  baseUrl(): string
}

const LOOK_EVERY_MS = minutes(1)
/** Somebody must have waited so long before anybody is written to. */
const WAITED_MS = minutes(3)
/** One person is written to no more often. */
const PAUSE_MS = minutes(30)
const LEASE_MS = minutes(2)

/**
 * Writes to people who said that they are away while consumers wait for what they can do, if they want it. One node looks; who was
 * written to, and when, is a row, so that neither a restart nor another node writes again.
 */
export function startWaitingNotices(source: NoticeSource): () => void {
  let stopped = false
  let cancel = (): void => {}
  const look = async (): Promise<void> => {
    try {
      await lookOnce(source)
    } catch (fault) {
      source.log.warn({ err: fault }, 'nobody could be told that somebody waits')
    }
    if (!stopped) plan()
  }
  const plan = (): void => {
    cancel = source.alarm.at(after(source.clock.now(), LOOK_EVERY_MS), () => void look())
  }
  plan()
  return () => {
    stopped = true
    cancel()
  }
}

async function lookOnce(source: NoticeSource): Promise<void> {
  const { storage, clock, nodeId } = source
  const now = clock.now()
  if (!(await storage.words.holdLease('waiting-notices', nodeId, now, after(now, LEASE_MS)))) return
  for (const { accountId, skillId } of await storage.desk.listWaitingSkills()) {
    const [head] = await storage.desk.listHeads(accountId, skillId, 1)
    const waitedMs = head?.queuedSince === undefined ? 0 : now - head.queuedSince
    if (waitedMs >= WAITED_MS) await tellThoseAway(source, accountId, skillId, waitedMs, now)
  }
}

async function tellThoseAway(
  source: NoticeSource,
  accountId: AccountId,
  skillId: SkillId,
  waitedMs: number,
  now: EpochMs,
): Promise<void> {
  const { storage } = source
  const agents = await storage.desk.listAgentsOnSkill(accountId, skillId)
  const presences = await storage.desk.listPresence(
    accountId,
    agents.map(({ agentId }) => agentId),
  )
  for (const { agentId, status } of presences) {
    if (status !== 'away') continue
    const person = await storage.settings.findPerson(accountId, agentId)
    if (person?.enabled !== true || person.email === undefined || person.preferences?.mailWhenWaiting !== true) continue
    const notice = { accountId, personId: agentId, kind: 'waiting' }
    const isDue = await storage.words.takeNotice(notice, now, (now - PAUSE_MS) as EpochMs)
    if (isDue) await write(source, person, skillId, waitedMs)
  }
}

async function write(
  { storage, letters, log, baseUrl }: NoticeSource,
  person: Person,
  skillId: SkillId,
  waitedMs: number,
): Promise<void> {
  const { accountId } = person
  const [account, skill] = await Promise.all([
    storage.settings.findAccount(accountId),
    storage.settings.findSkill(accountId, skillId),
  ])
  const letter = {
    kind: 'waiting',
    person,
    accountName: account?.name ?? accountId,
    skillName: skill?.name ?? '',
    minutes: Math.floor(waitedMs / minutes(1)),
    url: `${baseUrl()}/workspace/queue`,
  } as const
  letters.send(letter).catch((fault: unknown) => log.warn({ err: fault }, 'a letter could not be sent'))
}
