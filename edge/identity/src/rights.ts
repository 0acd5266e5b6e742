import type { Person } from '@baton/storage'

/** What somebody may do; asked by every door, decided here alone. */
export const RIGHTS = [
  /** Sit at the desk: answer what is offered, and see it. */
  'answer',
  /** See every conversation of the account. */
  'seeAll',
  /** Read what one answers, answered, or may answer: search, transcripts, earlier conversations, consumers. */
  'readConversations',
  /** Take over, join, and move, close or reprioritise conversations of others. */
  'direct',
  'managePeople',
  'manageSkills',
  'manageEntryPoints',
  'manageAccount',
  'manageBots',
  /** Saved replies, tags, automatic messages. */
  'manageWords',
  /** Cards that are saved for agents to send. */
  'manageCards',
  /** API keys and access tokens. */
  'manageKeys',
  'readAudit',
  'readAccount',
  'readPeople',
  'readSkills',
  'readEntryPoints',
  'export',
  'eraseConsumers',
] as const
export type Right = (typeof RIGHTS)[number]
export type Role = Person['role']

const everybody: readonly Right[] = ['readAccount', 'readPeople', 'readSkills', 'readEntryPoints']
const agent: readonly Right[] = [...everybody, 'answer', 'readConversations']

const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  agent,
  manager: [...agent, 'seeAll', 'direct', 'manageWords', 'manageCards', 'export'],
  builder: [...everybody, 'manageBots', 'manageCards'],
  admin: RIGHTS,
}

export const rightsOf = (role: Role): readonly Right[] => RIGHTS_OF[role]

export const isRight = (text: string): text is Right => (RIGHTS as readonly string[]).includes(text)

/** Nobody gives to others what they do not have: no role, no key. */
export const holdsAll = (held: ReadonlySet<Right>, wanted: readonly Right[]): boolean =>
  wanted.every((right) => held.has(right))
