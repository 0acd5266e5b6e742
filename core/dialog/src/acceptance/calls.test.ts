import { describe, expect, it } from 'vitest'
import type { CallAnswer, Need, NeedAnswer } from '../need.ts'
import { parseDefinition } from '../parseDefinition.ts'
import type { ScriptEffect } from '../script.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

/** What the reference asks of integrations one by one, where no other story has it. */

const answered = (body: unknown, more: Partial<CallAnswer> = {}): CallAnswer => ({
  ...{ kind: 'call', outcome: 'success', status: 200, body: body as never, ...more },
})
const done = (...effects: ScriptEffect[]): NeedAnswer => ({ kind: 'script', effects, logs: [] })
const shop = { type: 'api', id: 'shop', name: 'Shop', method: 'POST', url: 'https://shop.example/' } as const
const step = (more: object = {}): Sketch => ({ type: 'integration', name: 'call', integrationId: 'shop', ...more })

function play(
  integration: object,
  answer: (need: Need) => NeedAnswer = () => answered({}),
  flow: readonly Sketch[] = [step()],
) {
  const whole = bot([dialog('d', [starter('s', '*'), ...flow])], {
    integrations: [{ ...shop, ...integration } as never],
  })
  return new Player(whole, answer)
}

/** The headers of the one call that a turn makes. */
function headersOf(integration: object, answer?: (need: Need) => NeedAnswer, flow?: readonly Sketch[]) {
  const player = play(integration, answer, flow)
  player.say('go')
  const [call] = player.needs.filter(({ kind }) => kind === 'call')
  if (call?.kind !== 'call' || call.request.type !== 'api') throw new Error('nobody was called')
  return call.request.headers.map(({ name, value }) => `${name}: ${value}`)
}
const JSON_HEADERS = ['Accept: application/json;charset=UTF-8', 'Content-Type: application/json;charset=UTF-8']

describe('names', () => {
  it('scripting A-1, A-2: a text has the fields by the integration’s name, a script the result by its variable’s', () => {
    const fields = [{ key: 'city', path: '{$.api_raw.city}' }]
    const player = play({ variable: 'raw', fields }, () => answered({ city: 'Bern' }), [
      step(),
      text('t', '{Shop.city}'),
    ])
    expect(player.say('go')).toEqual(['Bern'])
    expect(player.run.session?.variables).toMatchObject({
      api_raw: { jsonData: '{"api_raw":{"city":"Bern"}}' },
      api_rawStatus: 200,
    })
    expect(player.run.session?.variables).not.toHaveProperty('api_Shop')
  })

  it('scripting A-3, A-4, A-5: every type has a variable, a transform script and fields', () => {
    const common = { variable: 'v', transform: 'var a = 1', fields: [{ key: 'k', path: '{$.api_v.k}' }] }
    const types = [
      { type: 'api', method: 'GET', url: 'https://a.example/' },
      { type: 'file', method: 'PUT', url: 'https://a.example/' },
      { type: 'email', to: 'a@a.example', subject: 's', body: 'b' },
      { type: 'escalation', skillId: '7' },
      { type: 'function', function: 'f' },
      { type: 'knowledge', knowledgeBase: 'kb' },
    ]
    const integrations = types.map((one) => ({ ...one, ...common, id: one.type, name: one.type }))
    expect(parseDefinition({ ...bot([]), integrations }).problems).toEqual([])
  })
})

describe('what is sent', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('scripting A-30: %s goes out as it is written', (method) => {
    const player = play({ method })
    player.say('go')
    expect(player.needs[0]).toMatchObject({ kind: 'call', request: { method, url: shop.url } })
  })

  it('scripting A-30: the two default headers are there unless they are switched off', () => {
    expect(headersOf({})).toEqual(JSON_HEADERS)
    expect(headersOf({ defaultHeaders: true })).toEqual(JSON_HEADERS)
    expect(headersOf({ defaultHeaders: false })).toEqual([])
  })

  it('scripting A-31: the variable of old bots switches them off too, for this call or for the session', () => {
    const off = (scope: 'request' | 'session') => (need: Need) =>
      need.kind === 'script'
        ? done({ do: 'setVariable', name: '__standardHeaders__', value: 'off', scope })
        : answered({})
    for (const scope of ['request', 'session'] as const) {
      expect(headersOf({}, off(scope), [step({ preProcess: 'p' })])).toEqual([])
    }
  })

  it('scripting A-32: a header of the author’s takes the place of a default one, whatever its case', () => {
    const headers = [{ key: 'content-type', value: 'text/xml' }]
    expect(headersOf({ headers })).toEqual([JSON_HEADERS[0], 'content-type: text/xml'])
  })

  it('scripting A-38: an object in a text is its JSON, a list its parts with commas', () => {
    const flow = [step({ preProcess: 'p' }), text('t', '{$botContext.it} {$botContext.all}')]
    const value = (name: string, it: unknown): ScriptEffect => ({
      do: 'setVariable',
      name,
      value: it as never,
      scope: 'request',
    })
    const set = done(value('it', { a: 1 }), value('all', ['x', 2]))
    const player = play({}, (need) => (need.kind === 'script' ? set : answered({})), flow)
    expect(player.say('go')).toEqual(['{"a":1} x,2'])
  })
})

describe('what comes of it', () => {
  it('scripting A-9: success says that it was done; whether anything was found is for a script, or the count', () => {
    const fields = [{ key: 'name', path: '{$.api_Shop.found[i].name}' }]
    const found = (body: object) =>
      play({ fields }, () => answered(body), [step(), text('t', '{Shop.name.count} found')])
    expect(found({ found: [{ name: 'a' }, { name: 'b' }] }).say('go')).toEqual(['2 found'])
    expect(found({ found: [] }).say('go')).toEqual(['0 found'])
  })

  it('scripting A-49, A-51: the transform script runs once, between answer and fields, with the global functions at hand', () => {
    const seen: string[] = []
    const watch = (need: Need): NeedAnswer => {
      if (need.kind === 'script' && need.panel === 'conversationStart') return done()
      if (need.kind !== 'script') {
        seen.push(need.kind)
        return answered({ a: 1 })
      }
      seen.push(`${need.panel} with ${need.globalFunctions}`)
      expect(need.code).toBe('work()')
      return done({
        do: 'setVariable',
        name: 'api_Shop',
        value: { jsonData: '{"api_Shop":{"a":2}}' },
        scope: 'session',
      })
    }
    const integration = { ...shop, transform: 'work()', fields: [{ key: 'a', path: '{$.api_Shop.a}' }] }
    const globalFunctions = 'function work() {}'
    const flow = [starter('s', '*'), step(), text('t', 'a = {Shop.a}')]
    const player = new Player(
      bot([dialog('d', flow)], { integrations: [integration as never], globalFunctions }),
      watch,
    )
    expect(player.say('go')).toEqual(['a = 2'])
    expect(seen).toEqual(['call', `transform with ${globalFunctions}`])
  })

  it('scripting A-95: a global function of that name is nothing special, and stays', () => {
    const globalFunctions = 'function __agentEscalation() { botContext.sendMessage("never") }'
    const whole = bot([dialog('d', [starter('s', '*'), text('t', 'hello')])], { globalFunctions })
    const player = new Player(whole)
    expect(player.say('go')).toEqual(['hello'])
    expect(player.needs.map((need) => need.kind === 'script' && need.panel)).toEqual(['conversationStart'])
    expect(parseDefinition(whole).definition?.globalFunctions).toBe(globalFunctions)
  })
})
