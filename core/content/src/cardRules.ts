import { allowedHosts, pictureProblem } from './imageHosts.ts'

/** What an account says of all cards, for whoever draws them: lists change after a card was sent (SC12.6, section 14). */
export interface CardRules {
  /** Hosts that pictures may come from. */
  readonly imageHosts: readonly string[]
  /** Cards that are not the newest message cannot be used, unless they say otherwise. */
  readonly blockOlderCards?: boolean
  /** While a card is the newest message, only what it offers answers, unless it says otherwise. */
  readonly cardsBlockText?: boolean
}

/** Whether a picture may be drawn now, whatever was allowed when its card was sent. */
export function mayShowPicture(address: string, { imageHosts }: Pick<CardRules, 'imageHosts'>): boolean {
  return pictureProblem(address, allowedHosts(imageHosts)) === undefined
}
