import { setTimeout as pause } from 'node:timers/promises'
import { type Spread, spreadOf } from '../statistics.ts'
import type { Consumer, Line } from './consumer.ts'

/** What ends a message: the server's `accepted` (an echo's own frame), or the bot's reply at the consumer and at an agent. */
export type Ending = 'accepted' | 'reply'

export interface PressOptions {
  readonly consumers: readonly Consumer[]
  /** Who watch these consumers' conversations. */
  readonly agents: readonly Line[]
  readonly ending: Ending
  /** Messages under way at the same time; at most as many as consumers, since each waits for its answer. */
  readonly underWay: number
}

export interface Stretch {
  /** Messages that came to their end, per second. */
  readonly rate: number
  /** Messages in all, the warm-up's and the last ones too. */
  readonly messages: number
  /** From the message to its end, in milliseconds. */
  readonly latency: Spread
}

interface Message {
  readonly consumer: Consumer
  readonly since: number
  /** Sockets that are still to tell of its end. */
  missing: number
}

/** `{"type":"` is before the letter that tells the types apart. */
const TYPE_AT = 9
const ACCEPTED = 'a'.charCodeAt(0)
const EVENTS = 'e'.charCodeAt(0)
const ECHOED = 's'.charCodeAt(0)
const REFUSED = 'r'.charCodeAt(0)
const FRAME_ID = Buffer.from('"frameId":"')
const REPLY = Buffer.from('reply to m')
const ZERO = '0'.charCodeAt(0)

const DRAIN_MS = 10_000
const TICK_MS = 2

/**
 * Writes messages and waits for their ends, either as fast as a fixed number under way allows, or at a fixed pace. Every
 * message must come to its end, and every frame that is told to agents must arrive: a side that loses something measures
 * nothing.
 */
export class Press {
  readonly #options: PressOptions
  readonly #free: Consumer[]
  readonly #messages = new Map<number, Message>()
  readonly #run = Math.random().toString(36).slice(2, 8)
  #next = 0
  #pushed = 0
  #refused: string | undefined
  #ended: (message: Message) => void = () => {}

  constructor(options: PressOptions) {
    this.#options = options
    this.#free = [...options.consumers]
    for (const consumer of options.consumers) consumer.onFrame = (bytes) => this.#atConsumer(bytes)
    for (const agent of options.agents) agent.onFrame = (bytes) => this.#atAgent(bytes)
  }

  /**
   * As fast as it goes.
   * @param ms measured time, after a warm-up
   * @throws Error when something was refused or lost
   */
  async flatOut(ms: number, warmUpMs = 300): Promise<Stretch> {
    const from = performance.now() + warmUpMs
    const until = from + ms
    const latencies: number[] = []
    this.#ended = ({ since }) => {
      const now = performance.now()
      if (now >= from && now < until) latencies.push(now - since)
      if (now < until) this.#write(now)
    }
    const first = this.#next
    for (let i = 0; i < this.#options.underWay; i += 1) this.#write(performance.now())
    await pause(warmUpMs + ms)
    await this.#drain(first)
    return { rate: (latencies.length / ms) * 1000, messages: this.#next - first, latency: spreadOf(latencies) }
  }

  /**
   * At a fixed pace, whatever comes back. A message counts from when it was due, so that a side that is late cannot hide it.
   * @throws Error when something was refused or lost
   */
  async atPace(perSecond: number, ms: number, warmUpMs = 300): Promise<Stretch> {
    const began = performance.now()
    const from = began + warmUpMs
    const until = from + ms
    const latencies: number[] = []
    const first = this.#next
    this.#ended = ({ since }) => {
      if (since >= from) latencies.push(performance.now() - since)
    }
    for (let due = began; due < until; ) {
      for (const now = performance.now(); due <= now && due < until && this.#free.length > 0; due += 1000 / perSecond) {
        this.#write(due)
      }
      await pause(TICK_MS)
    }
    await this.#drain(first)
    return { rate: (latencies.length / ms) * 1000, messages: this.#next - first, latency: spreadOf(latencies) }
  }

  #write(since: number): void {
    const consumer = this.#free.shift()
    if (consumer === undefined) throw new Error('more messages under way than consumers')
    const n = this.#next++
    this.#messages.set(n, { consumer, since, missing: this.#options.ending === 'reply' ? 2 : 1 })
    // Put together by hand: a frame that is made by JSON.stringify would cost the generator what it costs the server.
    consumer.socket.send(
      `{"type":"send","frameId":"${n}","clientId":"${this.#run}-${n}","conversationId":"${consumer.conversationId}",` +
        `"content":{"kind":"text","text":"m${n} where is the parcel that I was promised for yesterday evening?"}}`,
    )
  }

  #atConsumer(bytes: Buffer): void {
    const type = bytes[TYPE_AT]
    if (type === REFUSED) this.#refused ??= bytes.toString()
    if (this.#options.ending === 'reply') {
      if (type === EVENTS) this.#replyIn(bytes)
    } else if (type === ACCEPTED || type === ECHOED) {
      this.#told(numberAt(bytes, bytes.indexOf(FRAME_ID) + FRAME_ID.length))
    }
  }

  #atAgent(bytes: Buffer): void {
    if (bytes[TYPE_AT] !== EVENTS) return
    this.#pushed += 1
    if (this.#options.ending === 'reply') this.#replyIn(bytes)
  }

  #replyIn(bytes: Buffer): void {
    const at = bytes.indexOf(REPLY)
    if (at >= 0) this.#told(numberAt(bytes, at + REPLY.length))
  }

  #told(n: number): void {
    const message = this.#messages.get(n)
    if (message === undefined) return
    message.missing -= 1
    if (message.missing > 0) return
    this.#messages.delete(n)
    this.#free.push(message.consumer)
    this.#ended(message)
  }

  async #drain(first: number): Promise<void> {
    this.#ended = () => {}
    const written = this.#next - first
    const isWatched = this.#options.agents.length > 0
    const missesPushes = () => isWatched && this.#pushed < written
    const until = performance.now() + DRAIN_MS
    while ((this.#messages.size > 0 || missesPushes()) && performance.now() < until && this.#refused === undefined) {
      await pause(5)
    }
    if (this.#refused !== undefined) throw new Error(`a message was refused: ${this.#refused}`)
    if (this.#messages.size > 0) throw new Error(`${this.#messages.size} of ${written} messages came to no end`)
    if (missesPushes()) throw new Error(`the agents were told of ${this.#pushed} of ${written} messages`)
    this.#pushed = 0
  }
}

function numberAt(bytes: Buffer, start: number): number {
  let n = 0
  for (let i = start; ; i += 1) {
    const digit = (bytes[i] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return n
    n = n * 10 + digit
  }
}
