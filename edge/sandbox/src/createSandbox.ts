import { FairQueue } from './fairQueue.ts'
import { PANEL_LIMITS, PATTERN_TIME_MS, type PanelLimits } from './limits.ts'
import type { Panel, PanelResult, PatternResult, PatternTask } from './panel.ts'
import { compileEngine } from './realm/engine.ts'
import type { ServiceResult, ServiceTask } from './service.ts'
import { SandboxThread } from './threadHandle.ts'
import type { ThreadRequest, ThreadResult } from './threadWords.ts'

/** Runs builders' code where it can harm nobody: no network, no files, no process, no clock to stop. */
export interface Sandbox {
  /**
   * Never rejects for what the code does.
   * @throws SandboxBusy when too much waits already, SandboxStopped after `stop`
   */
  run(panel: Panel, limits?: Partial<Pick<PanelLimits, 'timeMs'>>): Promise<PanelResult>
  /** Searches with a regular expression that may take long; it gets 50 ms. @throws as `run` */
  match(pattern: PatternTask): Promise<PatternResult>
  /** One run of a function of the account's own, up to its end or to what it asks for. @throws as `run` */
  runService(service: ServiceTask, limits?: Partial<Pick<PanelLimits, 'timeMs'>>): Promise<ServiceResult>
  /** Has one thread ready, so that the first panel does not wait for it. */
  warm(): Promise<void>
  stop(): Promise<void>
  health(): { readonly threads: number; readonly running: number; readonly waiting: number; readonly replaced: number }
}

export interface SandboxOptions {
  /** Threads at the most; they are started when they are needed. */
  readonly threads?: number
  /** How long something waits before one more thread is started for it, in milliseconds. */
  readonly patienceMs?: number
  /** After which time without work a thread that is not the last one ends, in milliseconds. */
  readonly idleMs?: number
  /** Panels that may wait: overall, of one account. */
  readonly waiting?: number
  readonly waitingPerAccount?: number
}

export class SandboxBusy extends Error {
  readonly code = 'sandbox-busy'
}
export class SandboxStopped extends Error {
  readonly code = 'sandbox-stopped'
}

/** Beyond its own time, before a thread counts as stuck and is replaced, in milliseconds. */
const GRACE_MS = 1_500

type Result = ThreadResult
interface Waiting {
  readonly accountId: string
  readonly request: ThreadRequest
  readonly timeMs: number
  readonly since: number
  resolve(result: Result): void
  reject(error: Error): void
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const pool = new Pool(options)
  return {
    run: (panel, limits) => pool.run(panel, limits),
    match: (pattern) => pool.match(pattern),
    runService: (service, limits) => pool.runService(service, limits),
    warm: () => pool.warm(),
    stop: () => pool.stop(),
    health: () => pool.health(),
  }
}

class Pool {
  private readonly most: number
  private readonly perAccount: number
  private readonly patienceMs: number
  private readonly idleMs: number
  private readonly queue: FairQueue<Waiting>
  private readonly threads = new Set<SandboxThread>()
  private readonly underWay = new Map<string, number>()
  private program: Promise<WebAssembly.Module> | undefined
  private starting = 0
  private nextId = 1
  private replaced = 0
  private stopped = false
  private growing: NodeJS.Timeout | undefined

  constructor({
    threads = 4,
    patienceMs = 30,
    idleMs = 30_000,
    waiting = 1_000,
    waitingPerAccount = 200,
  }: SandboxOptions) {
    this.most = threads
    // One account can never keep everybody else waiting.
    this.perAccount = Math.max(1, Math.floor(threads / 2))
    this.patienceMs = patienceMs
    this.idleMs = idleMs
    this.queue = new FairQueue({ overall: waiting, perAccount: waitingPerAccount })
  }

  run(panel: Panel, given: Partial<Pick<PanelLimits, 'timeMs'>> = {}): Promise<PanelResult> {
    const limits = { ...PANEL_LIMITS, ...given }
    const request = { id: this.nextId++, do: 'panel' as const, panel, limits }
    return this.enter(panel.accountId, request, limits.timeMs) as Promise<PanelResult>
  }

  match(pattern: PatternTask): Promise<PatternResult> {
    const request = { id: this.nextId++, do: 'pattern' as const, pattern, timeMs: PATTERN_TIME_MS }
    return this.enter(pattern.accountId, request, PATTERN_TIME_MS) as Promise<PatternResult>
  }

  runService(service: ServiceTask, given: Partial<Pick<PanelLimits, 'timeMs'>> = {}): Promise<ServiceResult> {
    const limits = { ...PANEL_LIMITS, ...given }
    const request = { id: this.nextId++, do: 'service' as const, service, limits }
    return this.enter(service.accountId, request, limits.timeMs) as Promise<ServiceResult>
  }

  async warm(): Promise<void> {
    if (this.threads.size === 0 && this.starting === 0) await this.startOne()
  }

  health() {
    const running = [...this.threads].filter(({ isBusy }) => isBusy).length
    return { threads: this.threads.size, running, waiting: this.queue.size, replaced: this.replaced }
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.growing)
    for (const { reject } of this.queue.drain()) reject(new SandboxStopped('The sandbox was stopped.'))
    await Promise.all([...this.threads].map((thread) => thread.end()))
  }

  private enter(accountId: string, request: ThreadRequest, timeMs: number): Promise<Result> {
    if (this.stopped) return Promise.reject(new SandboxStopped('The sandbox was stopped.'))
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { accountId, request, timeMs, since: performance.now(), resolve, reject }
      if (!this.queue.add(accountId, waiting)) return reject(new SandboxBusy('Too many scripts wait already.'))
      this.serve()
    })
  }

  /** Gives what waits to whoever is free. */
  private serve(): void {
    for (const thread of this.threads) {
      if (thread.isBusy) continue
      const next = this.queue.take((accountId) => (this.underWay.get(accountId) ?? 0) < this.perAccount)
      if (next === undefined) break
      void this.perform(thread, next)
    }
    this.growIfNeeded()
  }

  private async perform(thread: SandboxThread, waiting: Waiting): Promise<void> {
    const { accountId, request, timeMs } = waiting
    this.underWay.set(accountId, (this.underWay.get(accountId) ?? 0) + 1)
    const answer = await thread.ask(request, timeMs + GRACE_MS)
    const left = (this.underWay.get(accountId) ?? 1) - 1
    if (left > 0) this.underWay.set(accountId, left)
    else this.underWay.delete(accountId)
    waiting.resolve(typeof answer === 'string' ? faultOf(request, answer, timeMs) : answer)
    if (!this.stopped) this.serve()
  }

  /** The first thread at once; another one only for what has waited: most panels are over sooner than a thread is there. */
  private growIfNeeded(): void {
    if (this.stopped || this.queue.size === 0) return
    if (this.threads.size + this.starting === 0) return void this.startOne()
    if (this.growing !== undefined || this.threads.size + this.starting >= this.most) return
    this.growing = setTimeout(() => {
      this.growing = undefined
      if (this.queue.size === 0 || this.stopped) return
      if (this.threads.size + this.starting < this.most) void this.startOne()
      this.growIfNeeded()
    }, this.patienceMs)
  }

  private async startOne(): Promise<void> {
    this.starting += 1
    try {
      this.program ??= compileEngine()
      const thread = await SandboxThread.start(await this.program, {
        idleMs: this.idleMs,
        isLast: () => this.threads.size <= 1,
        onEnd: (thread, wanted) => {
          this.threads.delete(thread)
          if (!wanted) this.replaced += 1
          if (!this.stopped) this.serve()
        },
      })
      if (this.stopped) return void thread.end()
      this.threads.add(thread)
    } catch (cause) {
      // Nobody will ever serve them: better told than kept waiting.
      if (this.threads.size === 0 && this.starting === 1) {
        for (const { reject } of this.queue.drain()) reject(cause as Error)
      }
      return
    } finally {
      this.starting -= 1
    }
    this.serve()
  }
}

function faultOf(request: ThreadRequest, why: 'stuck' | 'lost', timeMs: number): Result {
  const kind = why === 'stuck' ? ('timeout' as const) : ('lost' as const)
  if (request.do === 'pattern') {
    const message = why === 'stuck' ? `The expression took more than ${timeMs} ms.` : 'The engine was lost.'
    return { ok: false, kind, message }
  }
  const { name } = request.do === 'service' ? request.service : request.panel
  const message = why === 'stuck' ? `was cut off after ${timeMs} ms.` : 'the engine was lost in the middle of it.'
  const fault = { kind, message: `${name}: ${message}` }
  if (request.do === 'service') return { state: 'failed', fault, logs: [], ms: timeMs }
  return { effects: [], logs: [], fault, ms: timeMs }
}
