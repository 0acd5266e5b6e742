import { parseArgs } from 'node:util'
import { type DatabaseServer, startDatabaseServer } from './database.ts'
import type { BenchOptions } from './options.ts'
import { toTable } from './report.ts'
import type { Row } from './row.ts'
import { measureAccept } from './rows/accept.ts'
import { measureAuthored } from './rows/authored.ts'
import { measureContent } from './rows/content.ts'
import { measureDesks } from './rows/desks.ts'
import { measureDialog } from './rows/dialog.ts'
import { measureFiles } from './rows/files.ts'
import { measureGrowth } from './rows/growth.ts'
import { measureIntegration } from './rows/integration.ts'
import { measureMemory } from './rows/memory.ts'
import { measureMessenger } from './rows/messenger.ts'
import { measureSandbox } from './rows/sandbox.ts'
import { measureStart } from './rows/start.ts'
import { measureTurn } from './rows/turn.ts'

const MEASURES: Readonly<Record<string, (options: BenchOptions) => Promise<Row[]>>> = {
  accept: measureAccept,
  turn: measureTurn,
  authored: measureAuthored,
  integration: measureIntegration,
  sandbox: measureSandbox,
  memory: measureMemory,
  desks: measureDesks,
  content: measureContent,
  dialog: measureDialog,
  files: measureFiles,
  growth: measureGrowth,
  messenger: measureMessenger,
  start: measureStart,
}

/** What touches a database; the rest is the same on any. */
const ON_A_SERVER = ['accept', 'turn', 'authored', 'memory', 'desks', 'growth']

const HELP = `npm run bench -- [measure…] [options]: Baton against a floor that is measured in the same run (see bench/README.md).

  measure          any of ${Object.keys(MEASURES).join(', ')}; all of them when none is named
  --database KIND  sqlite (default), or postgres: Baton and the floor on one PostgreSQL server, which the bench starts,
                   or which DATABASE_URL names; without a measure ${ON_A_SERVER.join(', ')}
  --long           growth up to a million stored conversations
  --rounds N       rounds of each comparison (default 5)
  --seconds N      of load in each round (default 2)
  --profile DIR    writes CPU profiles of Baton's process there; the numbers of such a run are not comparable
  --json           the numbers behind the table, and nothing else

Exit code 1 when a bar does not hold.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    database: { type: 'string', default: 'sqlite' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) console.log(HELP)
else process.exitCode = await run()

async function run(): Promise<number> {
  if (values.database === 'sqlite') return measureAll(undefined)
  if (values.database !== 'postgres') throw new Error(`--database is sqlite or postgres, not ${values.database}`)
  const server = await startDatabaseServer()
  try {
    return await measureAll(server)
  } finally {
    await server.stop()
  }
}

async function measureAll(server: DatabaseServer | undefined): Promise<number> {
  const all = server ? ON_A_SERVER : Object.keys(MEASURES)
  const names = positionals.length > 0 ? positionals : all
  const options: BenchOptions = {
    rounds: positive(values.rounds, '--rounds'),
    stretchMs: positive(values.seconds, '--seconds') * 1000,
    long: values.long,
    server,
    baton: values.profile === undefined ? {} : { nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] },
  }
  const began = performance.now()
  const rows: Row[] = []
  for (const name of names) {
    const measure = MEASURES[name]
    if (measure === undefined) throw new Error(`"${name}" is none of ${Object.keys(MEASURES).join(', ')}`)
    if (!values.json) console.error(`measuring ${name} …`)
    rows.push(...(await measure(options)))
  }
  const failed = rows.filter(({ holds }) => !holds)
  if (values.json) console.log(JSON.stringify({ rows, holds: failed.length === 0 }, undefined, 2))
  else console.log(`\n${toTable(rows)}\n\n${verdict(failed)} ${Math.round((performance.now() - began) / 1000)} s.`)
  return failed.length === 0 ? 0 : 1
}

function verdict(failed: readonly Row[]): string {
  return failed.length === 0 ? 'All bars hold.' : `${failed.length} of the bars above do not hold.`
}

function positive(text: string, name: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`${name} is a number above 0, not ${text}`)
  return number
}
