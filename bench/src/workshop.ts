import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtProgram, type Measured, type Start, startProcess } from './processes.ts'

/** Where one row is measured: its processes and its files, all gone afterwards. */
export interface Workshop {
  start(start: Start): Measured
  /** Starts one of the bench's own programs. @returns where it listens */
  startOwn(name: string, ...words: string[]): Promise<{ readonly process: Measured; readonly url: string }>
  /** A new folder, on a disk: what is measured flushes to it. */
  folder(): string
}

/** Runs `work`, and whatever becomes of it, ends what it started. */
export async function inWorkshop<T>(work: (workshop: Workshop) => Promise<T>): Promise<T> {
  const started: Measured[] = []
  const folders: string[] = []
  const workshop: Workshop = {
    start(start) {
      const process = startProcess(start)
      started.push(process)
      return process
    },
    async startOwn(name, ...words) {
      const process = workshop.start({ program: builtProgram(name), words, nodeFlags: ['--expose-gc'] })
      return { process, url: await process.firstLine() }
    },
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
      folders.push(folder)
      return folder
    },
  }
  try {
    return await work(workshop)
  } finally {
    await Promise.all(started.map((process) => process.stop()))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
