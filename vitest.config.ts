import { defineConfig } from 'vitest/config'

/** `unit` is fast and touches at most a temporary directory; `journeys` starts servers, sockets and a browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,edge,web,apps,examples,bench,tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 20_000,
          globalSetup: 'edge/storage/src/testing/testServer.ts',
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...(process.env.BATON_LONG ? [] : ['**/*.long.test.ts'])],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: 'edge/storage/src/testing/testServer.ts',
          fileParallelism: false,
        },
      },
    ],
  },
})
