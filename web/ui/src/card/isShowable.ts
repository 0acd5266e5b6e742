import { type CardRules, mayShowPicture } from '@baton/content'
import { isSafePicture } from '../safeAddress.ts'

/** A host that was taken off the account's list after the card was sent is not asked any more (structured-content SC12.6). */
export function isShowable(address: string, rules: CardRules | undefined): boolean {
  return rules === undefined ? isSafePicture(address) : mayShowPicture(address, rules)
}
