#!/usr/bin/env node
/** `npx baton …`: builds what is stale, then is the built `baton` command. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'
import { NODE_FLAGS } from './nodeFlags.mjs'

const BATON = new URL('../dist/baton.js', import.meta.url)
await build({ quiet: true })
if (process.argv[2] === 'start') startServer()
else await import(BATON.href)

/** A process of its own, because flags of Node can only be given at its start; it ends as the server ends. */
function startServer() {
  const words = process.argv.slice(2)
  const server = spawn(process.execPath, [...NODE_FLAGS, fileURLToPath(BATON), ...words], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => server.kill(signal))
  server.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 0 : 1)
  })
}
