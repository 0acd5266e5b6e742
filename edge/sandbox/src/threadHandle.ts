import type { Worker } from 'node:worker_threads'
import { startThread } from './startThread.ts'
import type { ThreadAnswer, ThreadRequest, ThreadResult } from './threadWords.ts'

interface Surroundings {
  readonly idleMs: number
  readonly isLast: () => boolean
  /** @param wanted false when the thread was stuck or lost */
  readonly onEnd: (thread: SandboxThread, wanted: boolean) => void
}

/** The main thread's end of one thread. It has one script at a time. */
export class SandboxThread {
  private readonly worker: Worker
  private readonly around: Surroundings
  private settle: ((answer: ThreadResult | 'stuck' | 'lost') => void) | undefined
  private watchdog: NodeJS.Timeout | undefined
  private idle: NodeJS.Timeout | undefined
  private ended = false

  private constructor(worker: Worker, around: Surroundings) {
    this.worker = worker
    this.around = around
    worker.on('message', (answer: ThreadAnswer) => {
      if ('result' in answer) this.finish(answer.result)
    })
    worker.on('error', () => this.over('lost'))
    worker.on('exit', () => this.over('lost'))
    this.rest()
  }

  /** @throws when the thread cannot start */
  static start(program: WebAssembly.Module, around: Surroundings): Promise<SandboxThread> {
    const worker = startThread(program)
    return new Promise((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', () => {
        worker.off('error', reject)
        resolve(new SandboxThread(worker, around))
      })
    })
  }

  get isBusy(): boolean {
    return this.settle !== undefined
  }

  /** @param withinMs after that the thread counts as stuck and is given up */
  ask(request: ThreadRequest, withinMs: number): Promise<ThreadResult | 'stuck' | 'lost'> {
    clearTimeout(this.idle)
    return new Promise((resolve) => {
      this.settle = resolve
      this.worker.ref()
      this.watchdog = setTimeout(() => this.over('stuck'), withinMs)
      this.worker.postMessage(request)
    })
  }

  async end(): Promise<void> {
    this.over('lost', true)
    await this.worker.terminate()
  }

  private finish(answer: ThreadResult | 'stuck' | 'lost'): void {
    clearTimeout(this.watchdog)
    const { settle } = this
    this.settle = undefined
    if (!this.ended) this.rest()
    settle?.(answer)
  }

  private rest(): void {
    this.worker.unref()
    this.idle = setTimeout(() => {
      if (this.around.isLast()) return this.rest()
      void this.end()
    }, this.around.idleMs)
    this.idle.unref()
  }

  private over(why: 'stuck' | 'lost', wanted = false): void {
    if (this.ended) return
    this.ended = true
    clearTimeout(this.idle)
    void this.worker.terminate()
    this.around.onEnd(this, wanted)
    if (this.settle !== undefined) this.finish(why)
  }
}
