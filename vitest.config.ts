import { defineConfig } from 'vitest/config'

/** All in which somebody talks; the rest is about one process's disk, about screens alone, or runs on both by itself. */
const ON_TWO_NODES = [
  'journeys/sockets/{badInput,brandSignIn,chat,customEndpointExamples,desk,hostileBot}.test.ts',
  'journeys/browser/{comeBack,conversation}.test.ts',
  'journeys/workspace/{desk,words}.test.ts',
]

/** `unit` is fast and touches at most a temporary directory; `journeys` starts servers, sockets and a browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,edge,web,apps,examples,bench,tools}/**/*.test.{ts,tsx}'],
          // Two cores are two workers; by itself one would be left for somebody who watches.
          maxWorkers: '100%',
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 20_000,
          globalSetup: ['edge/storage/src/testing/testServer.ts', 'tools/testThreads.mjs'],
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...(process.env.BATON_LONG ? [] : ['**/*.long.test.ts'])],
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
          fileParallelism: false,
          env: { BATON_JOURNEYS_ON: 'two nodes' },
        },
      },
    ],
  },
})
