import { type Storage, StorageUnavailable } from '@baton/storage'

/** A storage that can be cut off: as after SIGKILL, nothing more is saved and nobody is answered. */
export function severable(storage: Storage, isCut: () => boolean): Storage {
  return through(storage, () => (isCut() ? new Promise<never>(() => {}) : undefined))
}

/** A storage that cannot save while the disk is full. */
export function fillable(storage: Storage, isFull: () => boolean): Storage {
  const full = () => (isFull() ? Promise.reject(new StorageUnavailable('disk full')) : undefined)
  const health = async () => ({ ...(await storage.health()), writable: !isFull() })
  return { ...through(storage, full), health }
}

/** Asks `instead` before each call that may write. */
function through(storage: Storage, instead: () => Promise<never> | undefined): Storage {
  const guard = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function' || /^(read|find|load|list|horizon)/.test(String(name))) return member
        return (...given: unknown[]) => instead() ?? member.apply(target, given)
      },
    })
  const { settings, feed } = storage
  return {
    conversations: guard(storage.conversations),
    mailbox: guard(storage.mailbox),
    settings,
    feed,
    people: storage.people,
    desk: guard(storage.desk),
    words: storage.words,
    surveys: storage.surveys,
    authored: storage.authored,
    files: guard(storage.files),
    integrations: storage.integrations,
    search: storage.search,
    backup: (file) => storage.backup(file),
    health: () => storage.health(),
    close: () => storage.close(),
  }
}
