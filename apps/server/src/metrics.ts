import type { Committed, CounterName, Meter, TimerName } from '@baton/runtime'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { HotCounter, HotHistogram, register } from './hotMetrics.ts'

/** What is asked for at the moment of a scrape. */
export interface Gauges {
  sockets(): number
  performing(): number
  deadLetters(): number
  accepting(): boolean
  /** How long the oldest due work has waited, in seconds. */
  mailboxLagSeconds(): Promise<number>
}

const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180]

/** Numbers for whoever watches this server. Labels are codes from short lists, never ids or words. */
export class Metrics implements Meter {
  readonly registry = new Registry()
  readonly #accepted = this.#counter('baton_orders_accepted_total', 'Orders that are on disk and were acknowledged')
  readonly #refused = this.#counter('baton_refusals_total', 'Refusals, by code', 'code')
  readonly #messages = this.#counter('baton_messages_total', 'Messages in the logs, by who wrote', 'by')
  readonly #failures = this.#counter('baton_bot_failures_total', 'Turns that failed, by code', 'code')
  readonly #transfers = this.#counter(
    'baton_transfers_total',
    'Transfers, by reason; not from bot to bot within a group',
    'reason',
  )
  readonly #pushed = this.#counter('baton_frames_pushed_total', 'Frames pushed to sockets')
  readonly #behind = this.#counter('baton_slow_readers_total', 'Sockets that were told to resume')
  readonly #letters = this.#counter('baton_letters_total', 'Attempts to send letters, by outcome', 'outcome')
  readonly #turns = this.#histogram(
    'baton_turn_seconds',
    'From the opening of a turn to its end, by outcome',
    'outcome',
  )
  readonly #times = this.#histogram('baton_work_seconds', 'Durations inside the runtime, by kind', 'kind')
  readonly #counts = this.#counter('baton_runtime_total', 'What the runtime counted, by kind', 'kind')

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  accepted(): void {
    this.#accepted.add()
  }

  refused(code: string): void {
    this.#refused.add(code)
  }

  letter(outcome: string): void {
    this.#letters.add(outcome)
  }

  pushed(frames: number): void {
    this.#pushed.add('', frames)
  }

  fellBehind(): void {
    this.#behind.add()
  }

  count(name: CounterName, by = 1): void {
    this.#counts.add(name, by)
  }

  time(name: TimerName, ms: number): void {
    this.#times.observe(name, ms / 1000)
  }

  committed({ before, events }: Committed): void {
    for (const { event, at } of events) {
      if (event.type === 'messageSent') this.#messages.add(event.by.kind)
      if (event.type === 'botFailed') this.#failures.add(event.code)
      if (event.type === 'transferred' && event.reason !== 'withinGroup') this.#transfers.add(event.reason)
      if (event.type !== 'turnEnded' || !('turn' in before) || before.turn?.turnId !== event.turnId) continue
      this.#turns.observe(event.outcome, Math.max(0, at - before.turn.openedAt) / 1000)
    }
  }

  watch(gauges: Gauges): void {
    this.#gauge('baton_sockets', 'Open sockets', () => gauges.sockets())
    this.#gauge('baton_performing', 'Turns, jobs and timers under way', () => gauges.performing())
    this.#gauge('baton_dead_letters', 'Work that could not even be decided since the start', () => gauges.deadLetters())
    this.#gauge('baton_accepting', '1 while orders are accepted', () => (gauges.accepting() ? 1 : 0))
    this.#gauge('baton_mailbox_lag_seconds', 'How long the oldest due work has waited', () =>
      gauges.mailboxLagSeconds(),
    )
  }

  #counter(name: string, help: string, label?: string): HotCounter {
    return register(this.registry, new HotCounter(name, help, label))
  }

  #histogram(name: string, help: string, label: string): HotHistogram {
    return register(this.registry, new HotHistogram(name, help, label, DURATION_BUCKETS))
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read())
      },
    })
  }
}
