import type { JsonObject } from '@baton/base'
import {
  type Attachments,
  type Client,
  type ClientState,
  createAttachments,
  createClient,
  createPictures,
  type IdentitySource,
  isKnownConsumer,
  type Pictures,
} from '@baton/client'
import { chime } from '@baton/ui'
import { type Memory, recall, remember } from './memory.ts'
import { titleWithCount } from './pageTitle.ts'
import type { Settings } from './settings.ts'

import { textsFor } from './texts/languages.ts'
import type { Texts } from './texts/texts.ts'

export interface MessengerState extends Memory {
  readonly texts: Texts
  /** Absent until a conversation is wanted: whoever only reads the page costs no socket. */
  readonly client?: ClientState
}

/** Everything the messenger knows and does, without a pixel. */
export interface Controller {
  readonly settings: Settings
  readonly state: MessengerState
  subscribe(listener: (state: MessengerState) => void): () => void
  /** There from the first time the window is open. */
  readonly client: Client | undefined
  /** Files that go along with the next words; they are on their way while the window is closed, too. */
  readonly attachments: Attachments | undefined
  readonly pictures: Pictures | undefined
  change(memory: Partial<Memory>): void
  setAttributes(attributes: JsonObject): void
  /** Somebody signed in on the page, or out. */
  identify(identity: IdentitySource | undefined): void
  /** The newest message is in sight; counts when somebody can be looking. */
  seen(): void
  stop(): void
}

export function createController(settings: Settings): Controller {
  const key = `baton:${settings.account}:${settings.entryPoint}:window`
  const listeners = new Set<(state: MessengerState) => void>()
  let memory = recall(key)
  let client: Client | undefined
  let attachments: Attachments | undefined
  let pictures: Pictures | undefined
  let attributes: JsonObject | undefined
  let identity = settings.identity
  let state = snapshot()
  let unread = 0

  function snapshot(): MessengerState {
    return {
      ...memory,
      texts: textsFor([memory.language, settings.language, document.documentElement.lang, ...navigator.languages]),
      ...(client !== undefined ? { client: client.state } : {}),
    }
  }

  function publish(): void {
    state = snapshot()
    for (const listener of [...listeners]) listener(state)
  }

  function connect(): void {
    if (client !== undefined) return
    const { identity: _first, ...rest } = settings
    client = createClient({ ...rest, ...(identity !== undefined ? { identity } : {}) })
    if (attributes !== undefined) client.setAttributes(attributes)
    attachments = attachmentsOf(client)
    pictures = createPictures(client.files)
    client.subscribe((now) => {
      notice(now)
      publish()
    })
  }

  function attachmentsOf(client: Client): Attachments {
    return createAttachments({
      client,
      send: (content) => client.send(content).ok,
      onSaid: () => {
        memory = { ...memory, draft: '' }
        remember(key, memory)
      },
    })
  }

  const isLookedAt = () => memory.open && document.visibilityState === 'visible'

  /** Tells of new messages where nobody is looking: in the page's title, and with a sound. */
  function notice(now: ClientState): void {
    const isNew = now.unread > unread && state.client?.view !== undefined && !isLookedAt()
    unread = now.unread
    const title = titleWithCount(document.title, isLookedAt() ? 0 : unread)
    if (document.title !== title) document.title = title
    if (isNew && memory.sound && isFirstTab(`${key}:chimed`, now)) chime()
  }

  const onVisibility = () => {
    if (client === undefined) return
    if (isLookedAt()) client.markRead()
    notice(client.state)
  }
  document.addEventListener('visibilitychange', onVisibility)
  if (memory.open || isKnownConsumer(settings)) connect()

  return {
    settings,
    get state() {
      return state
    },
    get client() {
      return client
    },
    get attachments() {
      return attachments
    },
    get pictures() {
      return pictures
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    change(part) {
      memory = { ...memory, ...part }
      remember(key, memory)
      if (memory.open) connect()
      if (part.draft === undefined) publish() // the field shows its own words already
    },
    setAttributes(given) {
      attributes = given
      client?.setAttributes(given)
    },
    identify(next) {
      identity = next
      client?.identify(next)
    },
    seen() {
      if (isLookedAt()) client?.markRead()
    },
    stop() {
      document.removeEventListener('visibilitychange', onVisibility)
      attachments?.stop()
      pictures?.stop()
      client?.stop()
    },
  }
}

/** Of several tabs with the same news, the first one makes the sound. */
function isFirstTab(key: string, { view }: ClientState): boolean {
  const news = `${view?.header.conversationId} ${view?.header.seq}`
  try {
    if (localStorage.getItem(key) === news) return false
    localStorage.setItem(key, news)
  } catch {
    // Without storage every tab is the first.
  }
  return true
}
