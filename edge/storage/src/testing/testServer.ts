import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StartedPostgres, startPostgres, stopPostgres } from './startPostgres.ts'

/**
 * One PostgreSQL for a run of the tests, started by the first test that asks for it (`testDatabase`) and ended here. With
 * DATABASE_URL it is that one.
 */
export default function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-test-run-'))
  process.env.BATON_TEST_RUN = folder
  return async () => {
    const started = readStarted(folder)
    if (started?.pid) await stopPostgres(started.pid, started.folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

type Started = Pick<StartedPostgres, 'url' | 'pid' | 'folder'>

function readStarted(folder: string): Started | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'started.json'), 'utf8'))
  } catch {
    return undefined
  }
}

/** @returns the address of a database from which others may be made */
export async function testServer(): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  const folder = process.env.BATON_TEST_RUN
  if (!folder) throw new Error('This file is a global setup of the tests; it did not run.')
  try {
    mkdirSync(join(folder, 'starting'))
  } catch {
    return waitForStarted(folder) // another test file starts it
  }
  try {
    const { url, pid, folder: its } = await startPostgres()
    writeFileSync(join(folder, 'started.tmp'), JSON.stringify({ url, pid, folder: its }))
    renameSync(join(folder, 'started.tmp'), join(folder, 'started.json'))
    return url
  } catch (fault) {
    writeFileSync(join(folder, 'failed'), String(fault instanceof Error ? fault.message : fault))
    throw fault
  }
}

async function waitForStarted(folder: string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const started = readStarted(folder)
    if (started) return started.url
    try {
      throw new Error(readFileSync(join(folder, 'failed'), 'utf8'))
    } catch (fault) {
      if (!(fault instanceof Error && 'code' in fault)) throw fault
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('PostgreSQL was not started within thirty seconds.')
}
