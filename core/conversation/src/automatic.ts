/** On what occasion the system tells whoever waits something: nobody with the skill is there, it is closed, or they just wait. */
export const ANNOUNCEMENTS = ['queued', 'nobodyHere', 'closed'] as const
export type Announcement = (typeof ANNOUNCEMENTS)[number]

/** What happens to a conversation and the brand may have words of its own for, said in the same commit (messaging R3.16). */
export const OCCASIONS = [
  /** Passed on to a skill (T7), or to one person of it by name (T8). */
  'transferred',
  'transferredToAgent',
  /** An agent gave it back, or did not come back to it (T6). */
  'backToQueue',
  /** An agent took what was offered (T4). */
  'accepted',
  /** A manager joins or leaves (T12). */
  'joined',
  'left',
  /** Somebody of the brand set by hand when an answer is due (T20). */
  'answerTime',
] as const
export type Occasion = (typeof OCCASIONS)[number]

/** Whose saying nothing the brand may have words of its own for, after a time that is set (messaging R3.16). */
export const SILENCES = [
  /** The person who has the conversation owes an answer. */
  'agentSilent',
  /** Nobody has taken it out of the queue. */
  'stillWaiting',
  /** The consumer has not come back to what they were told. */
  'consumerSilent',
] as const
export type Silence = (typeof SILENCES)[number]
/** After how long the brand has words for whose silence, in milliseconds; absent: it has none, however long it lasts. */
export type Silences = { readonly [kind in Silence]?: number }

/** Said behind the first words of a conversation: whether they ever were here, and whether it is open. */
export const WELCOMES = ['welcome', 'welcomeFirst', 'welcomeClosed', 'welcomeFirstClosed'] as const
export type Welcome = (typeof WELCOMES)[number]

/**
 * When the brand's own words are said by themselves. Who comes back to questions whose time was over is told that
 * (`surveyExpired`), instead of being welcomed (messaging R2.9).
 */
export const AUTOMATIC_KINDS = [...WELCOMES, 'surveyExpired', ...ANNOUNCEMENTS, ...OCCASIONS, ...SILENCES] as const
export type AutomaticKind = (typeof AUTOMATIC_KINDS)[number]

export const isAnnouncement = (kind: AutomaticKind): kind is Announcement => ANNOUNCEMENTS.some((one) => one === kind)
export const isSilence = (kind: AutomaticKind): kind is Silence => SILENCES.some((one) => one === kind)

/** What whoever waits knows, once they were told this. */
export function announcedBy(kind: AutomaticKind): Announcement | undefined {
  if (kind === 'welcomeClosed' || kind === 'welcomeFirstClosed') return 'closed'
  return isAnnouncement(kind) ? kind : undefined
}
