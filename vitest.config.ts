import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/longestFirst.mjs'

/** All in which somebody talks; the rest is about one process's disk, about screens alone, or runs on both by itself. */
const ON_TWO_NODES = [
  'journeys/sockets/{badInput,brandSignIn,chat,customEndpointExamples,desk,hostileBot,integrations}.test.ts',
  'journeys/browser/{cards,comeBack,conversation,everyone,files,foreignCards}.test.ts',
  'journeys/workspace/{administration,content,desk,race,signIn,transfers,words}.test.ts',
]

/** They ask how long something took, or how much memory: beside another journey they would hear of that one. */
const ALONE = ['journeys/sockets/{files,hostileServices}.test.ts', 'journeys/workspace/longQueue.test.ts']

/**
 * They keep a process to themselves, for what they do to one: they change its environment, measure its memory or how long it stands
 * still, or take so long that two of them must be able to run beside each other from the beginning.
 */
const OWN_PROCESS = [
  'apps/cli/src/runCommandLine.test.ts',
  'apps/server/src/{buildServer,twoNodes}.test.ts',
  'apps/server/src/inbound/words/erasure.test.ts',
  'apps/server/src/letters/mailLetters.test.ts',
  'apps/server/src/outbound/slowReader.test.ts',
  'edge/exchange/src/liveperson/hostile.test.ts',
  'edge/outbound/src/hostile.test.ts',
  'edge/sandbox/**/*.test.ts',
  'edge/storage/src/{postgres,sqlite}/conformance.test.ts',
  'edge/storage/src/sqlite/open.test.ts',
  'tools/imports.test.ts',
]
const NO_TESTS = ['**/node_modules/**', '**/dist/**']
const SHORT = process.env.BATON_LONG ? [] : ['**/*.long.test.ts']

/** What the unit tests have in common. Nothing takes so long; a machine that stands still for seconds may. */
const UNIT = {
  // Two cores are two workers; by itself one would be left for somebody who watches.
  maxWorkers: '100%',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 15_000 } },
}

/** What the journeys have in common. */
const JOURNEY = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 15_000 } },
  globalSetup: 'edge/storage/src/testing/testServer.ts',
}
/** Half of a journey is waiting: for a process to start, for a page, for somebody who is slow on purpose. */
const AT_ONCE = 3

/** `unit` is fast and touches at most a temporary directory; `journeys` starts servers, sockets and a browser. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Most files leave a process as they found it, and share one: it reads each module once and not for each file.
        test: {
          ...UNIT,
          name: 'unit',
          include: ['{edge,web,apps,examples,bench,tools}/**/*.test.{ts,tsx}'],
          exclude: [...NO_TESTS, ...OWN_PROCESS],
          isolate: false,
          globalSetup: ['edge/storage/src/testing/testServer.ts', 'tools/testThreads.mjs'],
        },
      },
      {
        test: {
          ...UNIT,
          name: 'unit, core',
          include: ['core/**/*.test.{ts,tsx}'],
          exclude: NO_TESTS,
          isolate: false,
        },
      },
      {
        test: {
          ...UNIT,
          name: 'unit, own process',
          include: OWN_PROCESS,
          exclude: NO_TESTS,
          globalSetup: ['edge/storage/src/testing/testServer.ts', 'tools/testThreads.mjs'],
        },
      },
      {
        test: {
          ...JOURNEY,
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          exclude: [...NO_TESTS, ...SHORT, ...ALONE],
          maxWorkers: AT_ONCE,
        },
      },
      {
        test: {
          ...JOURNEY,
          name: 'journeys alone',
          include: ALONE,
          exclude: [...NO_TESTS, ...SHORT],
          fileParallelism: false,
        },
      },
      {
        // The same journeys once more, on two servers that share a PostgreSQL: consumers at one, the brand's people at the other.
        test: {
          ...JOURNEY,
          name: 'journeys on two nodes',
          include: ON_TWO_NODES,
          maxWorkers: AT_ONCE,
          env: { BATON_JOURNEYS_ON: 'two nodes' },
        },
      },
    ],
  },
})
