import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core'
import { PROGRAM } from '../inside/program.ts'
import type { PanelLimits } from '../limits.ts'
import { startEngine } from './engine.ts'
import { FrozenMemory } from './frozenMemory.ts'
import { localTime } from './localTime.ts'

/** An engine that was made to grow is given up: restoring it is as cheap, but its memory would stay. */
const WORTH_KEEPING = 48 * 1_048_576
/** For telling what was said, after the panel's own time is over. */
const COLLECT_MS = 500

/** What stopped the code. */
export interface Stopped {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/**
 * An engine with one global object, as new for every panel: its memory is put back to what it was before any script ran. Belongs
 * to one account for its whole life.
 */
export class Realm {
  private readonly runtime: QuickJSRuntime
  private readonly context: QuickJSContext
  private readonly begin: QuickJSHandle
  private readonly collect: QuickJSHandle
  private readonly frozen: FrozenMemory
  private deadline = Number.POSITIVE_INFINITY
  private broken = false

  private constructor(memory: WebAssembly.Memory, runtime: QuickJSRuntime, context: QuickJSContext) {
    this.runtime = runtime
    this.context = context
    runtime.setInterruptHandler(() => performance.now() > this.deadline)
    const host = context.newFunction('host', (question) => {
      const { zone, ms } = JSON.parse(context.getString(question))
      return context.newString(JSON.stringify(localTime(zone, ms)))
    })
    const program = context.unwrapResult(context.evalCode(PROGRAM, 'baton', { type: 'global' }))
    const gate = context.unwrapResult(context.callFunction(program, context.undefined, host))
    this.begin = context.getProp(gate, 'begin')
    this.collect = context.getProp(gate, 'collect')
    // Made now, so that they lie in what is kept: a handle that is made later points into memory that is taken back.
    void [context.global, context.null, context.true, context.false]
    this.frozen = new FrozenMemory(memory)
  }

  static async open(
    program: WebAssembly.Module,
    limits: Pick<PanelLimits, 'memoryBytes' | 'stackBytes'>,
  ): Promise<Realm> {
    const { engine, memory } = await startEngine(program)
    const runtime = engine.newRuntime({ memoryLimitBytes: limits.memoryBytes, maxStackSizeBytes: limits.stackBytes })
    return new Realm(memory, runtime, runtime.newContext())
  }

  /** False: it must not be used again. */
  get isUsable(): boolean {
    return !this.broken && this.frozen.size <= WORTH_KEEPING
  }

  /** Makes it new. @param snapshot as JSON */
  renew(snapshot: string, timeMs: number): void {
    this.frozen.thaw()
    this.deadline = performance.now() + timeMs
    const { context } = this
    context.unwrapResult(context.callFunction(this.begin, context.undefined, context.newString(snapshot)))
  }

  /** @returns what stopped it, or nothing. Never throws for what the code does; a realm that the engine itself gave up is unusable. */
  run(code: string, name: string): Stopped | undefined {
    return this.guarded(() => {
      const result = this.context.evalCode(code, name, { type: 'global', strict: false })
      return result.error === undefined ? undefined : this.tell(result.error)
    })
  }

  /** The value of an expression that is our own, as text. */
  ask(expression: string): string | Stopped {
    let text = ''
    const stopped = this.guarded(() => {
      const result = this.context.evalCode(expression, 'baton', { type: 'global', strict: false })
      if (result.error !== undefined) return this.tell(result.error)
      text = this.context.getString(result.value)
      return undefined
    })
    return stopped ?? text
  }

  /** What promises still want; those that never settle want nothing. */
  runJobs(most: number): Stopped | undefined {
    return this.guarded(() => {
      const result = this.runtime.executePendingJobs(most)
      if (result.error !== undefined) return this.tell(result.error)
      // Cut off inside a promise, the engine makes a rejection of it that nobody hears.
      return this.isOverdue ? { name: 'InternalError', message: 'interrupted', stack: '' } : undefined
    })
  }

  /** All that was said, as one JSON text; undefined when the engine cannot tell any more. */
  said(): string | undefined {
    if (this.broken) return undefined
    let text: string | undefined
    this.deadline = performance.now() + COLLECT_MS
    this.guarded(() => {
      this.runtime.setMemoryLimit(-1) // What used up its memory still has to be heard.
      const result = this.context.callFunction(this.collect, this.context.undefined)
      if (result.error === undefined) text = this.context.getString(result.value)
      return undefined
    })
    return text
  }

  private get isOverdue(): boolean {
    return performance.now() > this.deadline
  }

  private guarded(work: () => Stopped | undefined): Stopped | undefined {
    try {
      return work()
    } catch (cause) {
      // A trap leaves the engine's own stack where it was; nothing that is kept could mend that.
      this.broken = true
      const { name, message } = cause as Error
      return { name, message, stack: '' }
    }
  }

  private tell(error: QuickJSHandle): Stopped {
    const { context } = this
    const textOf = (field: string): string => {
      const value = context.getProp(error, field)
      return context.typeof(value) === 'string' ? context.getString(value) : ''
    }
    if (context.typeof(error) !== 'object') return { name: 'thrown', message: context.getString(error), stack: '' }
    // A getter on what was thrown is the script's code too, and may not take longer than the script.
    return { name: textOf('name'), message: textOf('message'), stack: textOf('stack') }
  }
}
