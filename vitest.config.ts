import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/longestFirst.mjs'

/** All in which somebody talks; the rest is about one process's disk, about screens alone, or runs on both by itself. */
const ON_TWO_NODES = [
  'journeys/sockets/{badInput,brandSignIn,chat,customEndpointExamples,desk,hostileBot,integrations}.test.ts',
  'journeys/browser/{comeBack,conversation}.test.ts',
  'journeys/workspace/{content,desk,race,signIn,words}.test.ts',
]

/** They ask how long something took, or how much memory: beside another journey they would hear of that one. */
const ALONE = [
  'journeys/crash/takeOver.test.ts',
  'journeys/sockets/{files,hostileServices}.test.ts',
  'journeys/workspace/longQueue.test.ts',
]
const NO_TESTS = ['**/node_modules/**', '**/dist/**']
const SHORT = process.env.BATON_LONG ? [] : ['**/*.long.test.ts']

/** `unit` is fast and touches at most a temporary directory; `journeys` starts servers, sockets and a browser. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{edge,web,apps,examples,bench,tools}/**/*.test.{ts,tsx}'],
          // Two cores are two workers; by itself one would be left for somebody who watches.
          maxWorkers: '100%',
          exclude: NO_TESTS,
          // Nothing takes so long; a machine that stands still for seconds may.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
          globalSetup: ['edge/storage/src/testing/testServer.ts', 'tools/testThreads.mjs'],
        },
      },
      {
        // The core keeps nothing between two calls: its files share a process, which reads each module once and not for each file.
        test: {
          name: 'unit, core',
          include: ['core/**/*.test.{ts,tsx}'],
          isolate: false,
          maxWorkers: '100%',
          exclude: NO_TESTS,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          exclude: [...NO_TESTS, ...SHORT, ...ALONE],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: 'edge/storage/src/testing/testServer.ts',
          // Half of a journey is waiting: for a process to start, for a page, for somebody who is slow on purpose.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'journeys alone',
          include: ALONE,
          exclude: [...NO_TESTS, ...SHORT],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: 'edge/storage/src/testing/testServer.ts',
          fileParallelism: false,
        },
      },
      {
        // The same journeys once more, on two servers that share a PostgreSQL: consumers at one, the brand's people at the other.
        test: {
          name: 'journeys on two nodes',
          include: ON_TWO_NODES,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: 'edge/storage/src/testing/testServer.ts',
          maxWorkers: 2,
          env: { BATON_JOURNEYS_ON: 'two nodes' },
        },
      },
    ],
  },
})
