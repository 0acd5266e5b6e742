import type { AgentId } from '@baton/base'
import type { ViewHeader } from '@baton/protocol'
import type { Right } from '../session/session.ts'

/** What somebody is to a conversation, and so what the screen offers; the server decides. */
export interface Relation {
  readonly isOpen: boolean
  readonly isMine: boolean
  readonly joined: 'manager' | 'reader' | undefined
  readonly canReply: boolean
  readonly canNote: boolean
  readonly canSteer: boolean
  readonly canTakeOver: boolean
  readonly canJoin: boolean
}

export function relationOf(header: ViewHeader, me: AgentId | undefined, rights: readonly Right[]): Relation {
  const { assignee, phase } = header
  const isOpen = phase !== 'closed'
  const isMine = assignee?.kind === 'agent' && assignee.who.kind === 'agent' && assignee.who.id === me
  const joined = header.joined.find(({ who }) => who.kind === 'agent' && who.id === me)?.role
  const directs = rights.includes('direct')
  const isMain = phase === 'main'
  return {
    isOpen,
    isMine,
    joined,
    canReply: isMain && (isMine || joined === 'manager'),
    canNote: isOpen && (isMine || joined !== undefined || directs),
    canSteer: isMain && (isMine || directs),
    canTakeOver: isMain && !isMine && directs,
    canJoin: isOpen && !isMine && joined === undefined && directs,
  }
}
