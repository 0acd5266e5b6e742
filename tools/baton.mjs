#!/usr/bin/env node
/** `npx baton …`: builds what is stale, then is the built `baton` command. */
import { build } from './build.mjs'

await build({ quiet: true })
await import(new URL('../dist/baton.js', import.meta.url).href)
