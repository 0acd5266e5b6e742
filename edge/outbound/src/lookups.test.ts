import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NameServer, openNameServer, SILENCE } from './examples/nameServer.ts'
import { createPatientLookup, type Lookup } from './lookups.ts'

const names: Record<string, string | string[]> = {
  'good.test': ['198.51.100.7', '2001:db8::7'],
  'half.test': ['198.51.100.8', SILENCE],
  'six.test': '2001:db8::9',
}
for (let n = 0; n < 12; n += 1) names[`silent${n}.test`] = SILENCE
let server: NameServer
let asked: string[] = []
const hosts: Lookup = async (hostname) => {
  asked.push(hostname)
  if (hostname === 'printer') return [{ address: '192.0.2.1', family: 4 }]
  throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
}
beforeAll(async () => {
  server = await openNameServer(names)
})
afterAll(() => server.close())

const lookup = (patienceMs = 2_000) => createPatientLookup({ servers: [server.address], system: hosts, patienceMs })

it('gives all addresses of both families', async () => {
  const found = await lookup()('good.test')
  expect(found.map(({ address, family }) => [address, family]).sort()).toEqual([
    ['198.51.100.7', 4],
    ['2001:db8::7', 6],
  ])
  expect(await lookup()('six.test')).toEqual([{ address: '2001:db8::9', family: 6 }])
})

it('does not wait for a family about which the server says nothing', async () => {
  const began = performance.now()
  expect(await lookup(10_000)('half.test')).toEqual([{ address: '198.51.100.8', family: 4 }])
  expect(performance.now() - began).toBeLessThan(9_000)
})

it('asks the system for what the servers do not know, and nobody for what they keep silent about', async () => {
  asked = []
  expect(await lookup()('printer')).toEqual([{ address: '192.0.2.1', family: 4 }])
  await expect(lookup()('nowhere.test')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  await expect(lookup(100)('silent0.test')).rejects.toMatchObject({ code: 'ETIMEOUT' })
  expect(asked).toEqual(['printer', 'nowhere.test'])
})

it('names whose servers never answer hold nobody else up, however many there are', async () => {
  const one = lookup(1_500)
  let ended = 0
  const silent = Array.from({ length: 12 }, (_, n) =>
    one(`silent${n}.test`).catch(({ code }) => {
      ended += 1
      return code
    }),
  )
  expect(await one('six.test')).toHaveLength(1)
  expect(ended).toBe(0)
  expect(new Set(await Promise.all(silent))).toEqual(new Set(['ETIMEOUT']))
})
