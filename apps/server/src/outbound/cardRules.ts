import type { AccountId } from '@baton/base'
import type { CardRules } from '@baton/content'
import type { Account, Settings } from '@baton/storage'

/** What each account says of cards; asked for once, and again after its settings changed. */
export class CardRulesBook {
  readonly #known = new Map<AccountId, Promise<CardRules>>()

  constructor(private readonly settings: Pick<Settings, 'findAccount'>) {}

  of(accountId: AccountId): Promise<CardRules> {
    const known = this.#known.get(accountId)
    if (known !== undefined) return known
    const asked = this.settings.findAccount(accountId).then(rulesOf)
    this.#known.set(accountId, asked)
    // A fault is not kept: whoever comes next asks again.
    asked.catch(() => this.#known.get(accountId) === asked && this.#known.delete(accountId))
    return asked
  }

  /** @returns the rules where they are other than before; nothing where they are not, or nobody has asked for them */
  async changed(accountId: AccountId): Promise<CardRules | undefined> {
    const before = this.#known.get(accountId)
    if (before === undefined) return undefined
    this.#known.delete(accountId)
    const [was, now] = await Promise.all([before.catch(() => undefined), this.of(accountId)])
    return JSON.stringify(was) === JSON.stringify(now) ? undefined : now
  }
}

function rulesOf(account: Account | undefined): CardRules {
  const { imageHosts = [], blockOlderCards, cardsBlockText } = account ?? {}
  return { imageHosts, ...(blockOlderCards && { blockOlderCards }), ...(cardsBlockText && { cardsBlockText }) }
}
