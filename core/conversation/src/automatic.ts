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

/**
 * When the brand's own words are said by themselves. Who comes back to questions whose time was over is told that
 * (`surveyExpired`), instead of being welcomed (messaging R2.9).
 */
export const AUTOMATIC_KINDS = ['welcome', 'surveyExpired', ...ANNOUNCEMENTS, ...OCCASIONS] as const
export type AutomaticKind = (typeof AUTOMATIC_KINDS)[number]

export const isAnnouncement = (kind: AutomaticKind): kind is Announcement => ANNOUNCEMENTS.some((one) => one === kind)
