import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { NODE_FLAGS } from '../../tools/nodeFlags.mjs'
import type { Reading } from './meter.ts'

/** A process that is measured. */
export interface Measured {
  /** What it printed first. @throws Error with its last words when it ends before */
  firstLine(): Promise<string>
  /** Asks until the answer is yes. @throws Error when the process ends before, or never comes up */
  until(what: string, isSo: () => Promise<boolean>): Promise<void>
  /** @param collect after a garbage collection */
  read(collect?: boolean): Promise<Reading>
  /** Waits for a process that ends by itself. @throws Error with its last words when it failed */
  ended(): Promise<void>
  stop(): Promise<void>
}

export interface Start {
  /** Path of the program. */
  readonly program: string
  readonly words?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly nodeFlags?: readonly string[]
}

const PATIENCE_MS = 30_000
const ASK_EVERY_MS = 10
const GRACE_MS = 12_000
const LAST_WORDS = 4_000

/** Of the bench's own built programs. */
export const builtProgram = (name: string): string => join(import.meta.dirname, `${name}.js`)

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export function startProcess({ program, words = [], environment, nodeFlags = [] }: Start): Measured {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, ...nodeFlags, '--import', builtProgram('meter'), program, ...words],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production', ...environment },
    },
  )
  running.add(child)
  child.once('exit', () => running.delete(child))
  let first = ''
  let tail = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    if (!first.includes('\n')) first += chunk.toString()
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-LAST_WORDS)
    })
  }
  const assertAlive = () => {
    if (hasEnded(child)) throw new Error(`${program} ended with ${child.exitCode ?? child.signalCode}\n${tail}`)
  }
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    const end = performance.now() + PATIENCE_MS
    while (!(await isSo())) {
      assertAlive()
      if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}\n${tail}`)
      await pause(ASK_EVERY_MS)
    }
  }
  return {
    until,
    async firstLine() {
      await until(`${program} says where it is`, async () => first.includes('\n'))
      return first.slice(0, first.indexOf('\n'))
    },
    read(collect = false) {
      assertAlive()
      return read(child, collect)
    },
    async ended() {
      const code = await exitOf(child)
      if (code !== 0) throw new Error(`${program} ended with ${code ?? child.signalCode}\n${tail}`)
    },
    stop: () => stop(child),
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (!hasEnded(child)) await new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return child.exitCode
}

function read(child: ChildProcess, collect: boolean): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process ended while it was measured'))
    child.once('exit', ended)
    child.once('message', (reading) => {
      child.off('exit', ended)
      resolve(reading as Reading)
    })
    child.send(collect ? 'collect and read' : 'read')
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = exitOf(child)
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await ended
  clearTimeout(timer)
}
