import { describe, expect, it } from 'vitest'
import type { Integration } from '../definition.ts'
import type { CallAnswer, Need, NeedAnswer } from '../need.ts'
import type { ScriptEffect } from '../script.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

const SORRY = 'Sorry, I could not find anything for that.'
const balance: Integration = {
  type: 'api',
  id: 'balance',
  name: 'Balance',
  method: 'GET',
  url: 'https://bank.example/{$botContext.account}',
  fields: [
    { key: 'amount', path: '{$.api_Balance.accounts[i].amount}' },
    { key: 'owner', path: '{$.api_Balance.accounts[i].owner}' },
    { key: 'bank', path: '{$.api_Balance.bank}' },
  ],
}
const answer = (more: Partial<CallAnswer> = {}): CallAnswer => ({
  ...{ kind: 'call', outcome: 'success', status: 200, body: null, ...more },
})
const failed = (status: number) => answer({ outcome: 'failure', status })
const call = (more: object = {}): Sketch => ({ type: 'integration', name: 'call', integrationId: 'balance', ...more })
const said = (name: string): Sketch => text(name, name, { next: { go: 'end' } })
const to = (id: string) => ({ go: 'interaction' as const, id })
const on = (result: 'success' | 'failure') => [{ kind: 'result' as const, status: result }]

function play(it: Sketch, answers: (need: Need) => NeedAnswer, more: readonly Sketch[] = []) {
  const flow = [starter('s', '*'), it, ...more, said('after'), said('good'), said('bad'), said('rich')]
  return new Player(bot([dialog('main', flow)], { integrations: [balance] }), answers)
}

describe('what rules see of a call', () => {
  const rules = [
    { when: on('success'), next: to('good') },
    { when: on('failure'), next: to('bad') },
  ]
  it.each([
    ['200', answer(), 'good'],
    ['201', answer({ status: 201 }), 'good'],
    ['404', failed(404), 'bad'],
    ['no answer at all', failed(0), 'bad'],
  ])('scripting A-7: success and failure each have their rule: %s', (_status, given, words) => {
    expect(play(call({ rules }), () => given).say('go')).toEqual([words])
  })

  it('scripting A-10, A-11: a failure without a rule of its own says so and stops; a rule for it suppresses the text', () => {
    expect(play(call(), () => failed(500)).say('go')).toEqual([SORRY])
    const always = [{ next: to('good') }]
    expect(play(call({ rules: always }), () => failed(500)).say('go')).toEqual([SORRY])
    expect(play(call({ rules: always }), () => answer()).say('go')).toEqual(['good'])
    const own = [{ when: on('failure'), next: to('bad') }]
    expect(play(call({ rules: own }), () => failed(500)).say('go')).toEqual(['bad'])
    expect(play(call({ rules: own }), () => answer()).say('go')).toEqual([])
    expect(play(call({ rules: own, next: { go: 'next' } }), () => answer()).say('go')).toEqual(['after'])
  })

  it('scripting A-12, A-58: a rule may ask for a field beside the result', () => {
    const rich = [{ variable: 'Balance.bank', operator: 'equals' as const, value: 'Gold' }]
    const rules = [
      { when: on('success'), variables: rich, next: to('rich') },
      { when: on('success'), next: to('good') },
    ] as never
    const of = (bank: string) => play(call({ rules }), () => answer({ body: { bank } })).say('go')
    expect([of('Gold'), of('Iron')]).toEqual([['rich'], ['good']])
  })

  it('scripting A-8, C-9: what counts as success is the answer’s outcome, whatever the status', () => {
    expect(play(call(), () => answer({ status: 204 })).say('go')).toEqual(['after'])
  })
})

describe('what a call leaves behind', () => {
  const show = text('show', '{Balance.bank}: {Balance.amount} {Balance.owner}.')

  it('scripting A-44, A-45: the body under its wrapper as text, the status as a number, also on failure', () => {
    const player = play(call(), () => ({ ...failed(404), body: { error: 'none' } }))
    player.say('go')
    expect(player.run.session?.variables).toMatchObject({
      api_Balance: { jsonData: '{"api_Balance":{"error":"none"}}' },
      api_BalanceStatus: 404,
    })
  })

  it('scripting A-55, A-57, A-60: lists stay aligned, one short entry and all; a text shows the first record', () => {
    const accounts = [{ amount: 5, owner: 'Ada' }, { owner: 'Bo' }, { amount: 7 }]
    const player = play(call(), () => answer({ body: { bank: 'Gold', accounts } }), [show])
    expect(player.say('go')).toEqual(['Gold: 5 Ada.', 'after'])
    expect(player.run.session?.fields).toEqual({
      'Balance.amount': [5, null, 7],
      'Balance.owner': ['Ada', 'Bo', null],
      'Balance.bank': 'Gold',
    })
  })

  it('scripting A-48: a failure takes away the fields of the run before', () => {
    let times = 0
    const given = () => (++times === 1 ? answer({ body: { bank: 'Gold' } }) : failed(500))
    const player = play(call({ rules: [{ when: on('failure'), next: to('bad') }] }), given)
    player.say('go')
    expect(player.run.session?.fields).toMatchObject({ 'Balance.bank': 'Gold' })
    player.say('go')
    expect(player.run.session?.fields).toEqual({})
  })

  it('scripting A-11a: the latest call is told to scripts, and is no success while its transform script runs', () => {
    const seen: unknown[] = []
    const look = (need: Need): NeedAnswer => {
      if (need.kind === 'call') return answer({ body: {} })
      if (need.kind === 'script') seen.push([need.panel, need.snapshot.lastCall])
      return { kind: 'script', effects: [], logs: [] }
    }
    const transformed = { ...balance, transform: 't' }
    const flow = [starter('s', '*'), call({ preProcess: 'p', postProcess: 'q' })]
    new Player(bot([dialog('main', flow)], { integrations: [transformed] }), look).say('go')
    expect(seen).toEqual([
      ['preProcess', undefined],
      ['transform', { successful: false, status: 200 }],
      ['postProcess', { successful: true, status: 200 }],
    ])
  })
})

describe('calls in a row', () => {
  it('dialogs R4.20, scripting A-42: each has what the one before has left; the eleventh step stops the flow', () => {
    const steps = Array.from({ length: 12 }, (_, index) => call({ name: `call ${index}` }))
    const urls: string[] = []
    const flow = [starter('s', '*'), ...steps, said('after')]
    const player = new Player(bot([dialog('main', flow)], { integrations: [balance] }), (need) => {
      if (need.kind === 'call' && need.request.type === 'api') urls.push(need.request.url)
      return answer({ body: {} })
    })
    expect(player.say('go')).toEqual([])
    expect(urls.length).toBeLessThanOrEqual(10)
    expect(player.logs().join()).toContain('Reached max limit on daisy chaining of interactions: 10')
  })

  it('scripting A-104: a script before the second call uses what the first one brought', () => {
    const set: ScriptEffect = { do: 'setVariable', name: 'account', value: '42', scope: 'session' }
    const urls: string[] = []
    const player = play(
      call(),
      (need) => {
        if (need.kind !== 'call') return { kind: 'script', effects: [set], logs: [] }
        if (need.request.type === 'api') urls.push(need.request.url)
        return answer({ body: { bank: 'Gold' } })
      },
      [call({ name: 'second', preProcess: 'p' })],
    )
    expect(player.say('go')).toEqual(['after'])
    expect(urls).toEqual(['https://bank.example/', 'https://bank.example/42'])
  })
})
