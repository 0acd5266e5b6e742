/** Why a transfer came to nobody. Stable codes. */
export type TransferFailure =
  | 'unknownSkill'
  | 'disabledSkill'
  /** Conversations of this skill are not passed on to that one. */
  | 'notPermitted'
  /** The skill wants somebody to be online, and nobody is, or was for too long (messaging R5.8). */
  | 'nobodyOnline'
  /** The skill wants its transfers within the opening hours. */
  | 'outOfHours'
  /** Somebody of the brand gave it back to the bot, out of the queue. */
  | 'rejected'
  /** Nobody took it in the skill's time. */
  | 'timedOut'
  /** The bot did not answer in its time, and names no skill for that case (dialogs R7.6). */
  | 'botSilent'
