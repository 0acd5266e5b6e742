import { resolve } from 'node:path'
import { agentFrame, consumerFrame } from '@baton/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openServer, type TestServer } from './testing/openServer.ts'

const CONTRACT = resolve(import.meta.dirname, '../../../docs/contract')
const text = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

let house: TestServer
beforeAll(async () => {
  house = await openServer()
}, 60_000)
afterAll(() => house.stop())

// `npm run contract` writes the files; whoever changes a route or a frame puts the change beside it, where it can be read.
describe('what is written down of the doors is what they check by (docs/contract)', () => {
  it('the API', async () => {
    const described = house.server.app.swagger()
    await expect(text(described)).toMatchFileSnapshot(`${CONTRACT}/openapi.json`)
  })

  it.each([
    ['consumer', consumerFrame],
    ['agent', agentFrame],
  ] as const)('the frames of a %s', async (door, schema) => {
    await expect(text(z.toJSONSchema(schema))).toMatchFileSnapshot(`${CONTRACT}/${door}-frames.schema.json`)
  })
})
