import type { AccountId, ConsumerId } from '@baton/base'
import type { FileStore } from '@baton/files'
import type { Shown } from '@baton/outbound'

/** What the runtime is given, so that people can send files. */
export interface FileParts {
  readonly store: FileStore
  /** Signs links; the same on every node. */
  readonly linkKey: Uint8Array
  /** Where this server is reached, without a slash at the end. */
  readonly baseUrl: () => string
  /** Files that may come in at the same time; absent: 256. */
  readonly mostAtOnce?: number
  /** For copies to the brands' services; absent: only those that ask for none can be reached. */
  readonly showCredential?: ShowCredential
}

/**
 * What a credential of the account shows to whoever is at this address.
 * @returns a text instead says why it cannot be shown
 */
export type ShowCredential = (
  accountId: AccountId,
  credential: string,
  url: string,
  /** In whose conversation; absent: in nobody's. */
  consumerId?: ConsumerId,
) => Promise<Shown | string>
