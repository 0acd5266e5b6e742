import type { Recorded } from '@baton/conversation'
import { lastSeen, type Names, type Viewer, viewEvent } from '@baton/protocol'
import type { Committed } from '@baton/runtime'
import type { Held } from './subscription.ts'
import { toTextFrame } from './textFrame.ts'

/**
 * The frames of one commit: made once for each kind of viewer, and words, which every kind sees alike, written as JSON once for
 * all of them. Put together by hand for that; a test holds it against `framesFor`.
 */
export class FramesOf {
  readonly #byViewer = new Map<Viewer, Held | undefined>()
  readonly #words = new Map<Recorded, string>()
  #newest: { readonly frames: string; readonly bytes: Buffer } | undefined

  constructor(
    private readonly committed: Committed,
    private readonly names: Names,
  ) {}

  /** @returns undefined when nothing happened */
  for(viewer: Viewer): Held | undefined {
    const known = this.#byViewer.get(viewer)
    if (known !== undefined) return known
    const { events } = this.committed
    const [first] = events
    const last = events.at(-1)
    if (first === undefined || last === undefined) return undefined
    const held = { first: first.seq, last: last.seq, bytes: this.#bytesFor(viewer) }
    this.#byViewer.set(viewer, held)
    return held
  }

  #bytesFor(viewer: Viewer): Buffer | undefined {
    const { before, conversationId, events } = this.committed
    let prev = lastSeen(before, viewer)
    let frames = ''
    for (const recorded of events) {
      const seen = this.#eventFor(recorded, viewer)
      if (seen === undefined) continue
      const { seq, at } = recorded
      frames += `${frames === '' ? '' : ','}{"seq":${seq},"prev":${prev},"at":${at},"event":${seen}}`
      prev = seq
    }
    if (frames === '') return undefined
    // Where nothing private ever happened, all viewers are told the very same.
    if (this.#newest?.frames === frames) return this.#newest.bytes
    const bytes = toTextFrame(
      `{"type":"events","conversationId":${JSON.stringify(conversationId)},"events":[${frames}]}`,
    )
    this.#newest = { frames, bytes }
    return bytes
  }

  #eventFor(recorded: Recorded, viewer: Viewer): string | undefined {
    const { event } = recorded
    const isForAll = event.type === 'messageSent' && event.audience === 'ALL'
    const written = isForAll ? this.#words.get(recorded) : undefined
    if (written !== undefined) return written
    const seen = viewEvent(event, viewer, this.names)
    if (seen === undefined) return undefined
    const json = JSON.stringify(seen)
    if (isForAll) this.#words.set(recorded, json)
    return json
  }
}
