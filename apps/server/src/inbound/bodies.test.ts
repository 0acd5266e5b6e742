import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

// A whole server and every route of it, on a machine that may be busy.
vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 })

/** As the API describes itself: the test walks what is there, and fails for a route that takes what it does not know. */
interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}
interface Route {
  readonly method: string
  readonly path: string
  readonly fields: ReadonlyMap<string, Schema>
}

let house: TestServer
const routes: Route[] = []

beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  const { agentId, skillId } = await foundAcme(house)
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('hello')
  await socket.close()
  const { body } = await house.call('GET', '/api/openapi.json', undefined, null)
  const ids: Record<string, string | number> = { people: agentId, skills: skillId, conversations: conversationId }
  for (const [url, operations] of Object.entries(body.paths as Record<string, Record<string, never>>)) {
    if (!url.startsWith('/api/v1/accounts/')) continue
    const what = /\{accountId\}\/([a-z-]+)/.exec(url)?.[1] ?? ''
    const path = url.replace('{accountId}', 'acme').replace(/\{\w+\}/g, String(ids[what] ?? 1))
    for (const [method, operation] of Object.entries(operations)) {
      const schema = (operation as { requestBody?: { content?: Record<string, { schema?: Schema }> } }).requestBody
        ?.content?.['application/json']?.schema
      if (schema !== undefined) routes.push({ method: method.toUpperCase(), path, fields: fieldsOf(schema) })
    }
  }
})
afterAll(() => house?.stop())

function fieldsOf({ properties = {}, anyOf = [], oneOf = [], allOf = [] }: Schema): ReadonlyMap<string, Schema> {
  const nested = [...anyOf, ...oneOf, ...allOf].flatMap((part) => [...fieldsOf(part)])
  return new Map([...nested, ...Object.entries(properties)])
}

const isText = ({ type, anyOf = [] }: Schema): boolean =>
  type === 'string' || (anyOf.length > 0 && anyOf.every((part) => isText(part) || part.type === 'null'))

it('walks every route that takes a body', () => {
  expect(routes.length).toBeGreaterThan(25)
})

it('mass assignment: no body is taken with a field that its route does not know', async () => {
  for (const { method, path, fields } of routes) {
    for (const field of ['nowhere', 'accountId', 'createdAt', '__proto__', 'constructor']) {
      if (fields.has(field)) continue
      const answer = await house.call(method, path, `{"${field}":"other"}`)
      expect([400, 422], `${method} ${path} with ${field}: ${answer.text}`).toContain(answer.status)
    }
  }
})

it('operators, lists and markup of types where text belongs are refused, and break nothing', async () => {
  const strange: readonly unknown[] = [{ $ne: null }, { $gt: '' }, ['a'], 7, true, { toString: 'x' }]
  for (const { method, path, fields } of routes) {
    for (const [field, schema] of fields) {
      for (const value of strange) {
        const answer = await house.call(method, path, { [field]: value })
        const about = `${method} ${path} with ${field}: ${JSON.stringify(value)}`
        expect(answer.status, about).toBeLessThan(500)
        if (isText(schema)) expect([400, 422], `${about}: ${answer.text}`).toContain(answer.status)
      }
    }
  }
})

it('bodies that are no objects are refused everywhere', async () => {
  for (const { method, path } of routes) {
    for (const body of ['null', '[]', '"text"', '7', '{', '{"a":1,"a":']) {
      expect((await house.call(method, path, body)).status, `${method} ${path} with ${body}`).toBe(400)
    }
  }
})
