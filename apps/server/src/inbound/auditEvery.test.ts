import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import { ROUTE_RIGHTS } from './routeRights.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 })

let house: TestServer
let acme: Acme
const home = '/api/v1/accounts/acme'
const ACCOUNT = '/api/v1/accounts/:accountId'

/** What changes nothing of the account, or is written down where it belongs. */
const NOT_HERE: Readonly<Record<string, string>> = {
  [`POST ${ACCOUNT}/bots/:id/test`]: 'asks a service how it is',
  [`POST ${ACCOUNT}/bots/test`]: 'asks a service how it is',
  [`POST ${ACCOUNT}/bots/:id/draft/integrations/:integrationId/try`]: 'tries, and keeps nothing',
  [`POST ${ACCOUNT}/functions/:id/try`]: 'tries, and keeps nothing',
  [`POST ${ACCOUNT}/bots/import`]: 'makes a bot and its draft, which are noted as such',
  [`POST ${ACCOUNT}/credentials/:id/consent`]: 'begins in the browser, and keeps nothing; the way back is noted',
  [`POST ${ACCOUNT}/conversations/:id/tags`]: 'an event of the conversation, with who did it',
  [`POST ${ACCOUNT}/conversations/:id/close`]: 'an event of the conversation, with who did it',
  [`POST ${ACCOUNT}/conversations/:id/transfer`]: 'an event of the conversation, with who did it',
  [`POST ${ACCOUNT}/conversations/:id/priority`]: 'an event of the conversation, with who did it',
}

const definition = {
  format: 'baton.bot/1',
  id: 'barista',
  name: 'Barista',
  language: 'en',
  dialogs: [
    {
      id: 'sorry',
      name: 'Sorry',
      kind: 'fallback',
      interactions: [{ type: 'text', id: 'f', name: 'Fallback', text: 'I did not get that.' }],
    },
  ],
  integrations: [{ type: 'knowledge', id: 'i', name: 'Help', knowledgeBase: 'Help' }],
}
const card = { kind: 'structured', structured: { type: 'text', text: 'Tea' } }

/** In this order: what is made is changed and taken away by those behind it. `keep` learns from the answer. */
type Step = readonly [route: string, body: () => object | undefined, action: string, keep?: string]
const ids: Record<string, string | number> = {}
const none = () => undefined
const STEPS: readonly Step[] = [
  ['PATCH ', () => ({ name: 'Acme & Sons' }), 'account.changed'],
  ['POST /skills', () => ({ name: 'Sales' }), 'skill.created', 'skills'],
  ['PATCH /skills/:id', () => ({ description: 'x' }), 'skill.changed'],
  ['DELETE /skills/:id', none, 'skill.deleted'],
  ['POST /people', () => ({ fullName: 'N', nickname: 'N', email: 'n@acme.example' }), 'person.created', 'people'],
  ['PATCH /people/:id', () => ({ capacity: 9 }), 'person.changed'],
  ['POST /people/:id/invitation', none, 'person.invited'],
  ['POST /people/:id/reset', none, 'person.passwordResetLinkMade'],
  ['DELETE /people/:id/sessions', none, 'person.sessionsEnded'],
  ['PUT /people/:id/status', () => ({ status: 'away' }), 'person.statusSet'],
  [
    'POST /bots',
    () => ({ kind: 'authored', name: 'B', nickname: 'B', config: { defaultSkill: 'People' } }),
    'bot.created',
    'bots',
  ],
  ['PATCH /bots/:id', () => ({ nickname: 'C' }), 'bot.changed'],
  ['PUT /bots/:id/draft', () => ({ definition }), 'bot.drafted'],
  ['PUT /bots/:id/draft/settings', () => ({}), 'bot.drafted'],
  ['PUT /bots/:id/draft/integrations/:integrationId/fields', () => ({ fields: [] }), 'bot.drafted', 'hash'],
  ['POST /bots/:id/publish', () => ({ hash: ids.hash }), 'bot.published'],
  ['POST /bots/:id/versions/:version/restore', none, 'bot.drafted'],
  ['POST /bot-groups', () => ({ name: 'Shop' }), 'botGroup.created', 'bot-groups'],
  ['PATCH /bot-groups/:id', () => ({ collaborates: true }), 'botGroup.changed'],
  ['DELETE /bot-groups/:id', none, 'botGroup.deleted'],
  [
    'POST /environments',
    () => ({ name: 'Tests', variables: { KEY: 'secret' } }),
    'environment.created',
    'environments',
  ],
  ['PATCH /environments/:id', () => ({ name: 'Test' }), 'environment.changed'],
  ['DELETE /environments/:id', none, 'environment.deleted'],
  ['POST /articles', () => ({ knowledgeBase: 'Help', title: 'Hours' }), 'article.created', 'articles'],
  ['PATCH /articles/:id', () => ({ title: 'Opening hours' }), 'article.changed'],
  ['DELETE /articles/:id', none, 'article.deleted'],
  [
    'POST /credentials',
    () => ({ name: 'Shop', kind: 'basic', facts: { username: 'a' }, secrets: { password: 'b' } }),
    'credential.created',
    'credentials',
  ],
  ['PATCH /credentials/:id', () => ({ name: 'Store' }), 'credential.changed'],
  ['DELETE /credentials/:id', none, 'credential.deleted'],
  ['POST /functions', () => ({ name: 'F', code: 'x' }), 'function.created', 'functions'],
  ['PATCH /functions/:id', () => ({ description: 'd' }), 'function.changed'],
  ['POST /functions/:id/deploy', none, 'function.deployed'],
  ['DELETE /functions/:id', none, 'function.deleted'],
  [
    'POST /entry-points',
    () => ({ id: 'app', name: 'App', skillId: acme.skillId }),
    'entryPoint.created',
    'entry-points',
  ],
  ['PATCH /entry-points/:id', () => ({ title: 'Hi' }), 'entryPoint.changed'],
  ['POST /tokens', () => ({ kind: 'admin', name: 'ci' }), 'token.created', 'tokens'],
  ['DELETE /tokens/:id', none, 'token.deleted'],
  ['POST /keys', () => ({ name: 'k', scopes: ['export'] }), 'key.created', 'keys'],
  ['DELETE /keys/:id', none, 'key.deleted'],
  ['POST /saved-replies', () => ({ title: 'Hi', text: 'Hi' }), 'savedReply.created', 'saved-replies'],
  ['PATCH /saved-replies/:id', () => ({ text: 'Hello' }), 'savedReply.changed'],
  ['DELETE /saved-replies/:id', none, 'savedReply.deleted'],
  ['POST /saved-cards', () => ({ name: 'Tea', content: card }), 'savedCard.created', 'saved-cards'],
  ['PATCH /saved-cards/:id', () => ({ name: 'Green tea' }), 'savedCard.changed'],
  ['DELETE /saved-cards/:id', none, 'savedCard.deleted'],
  ['POST /tags', () => ({ name: 'Refund' }), 'tag.created', 'tags'],
  ['PATCH /tags/:id', () => ({ colour: 'red' }), 'tag.changed'],
  ['PUT /automatic-messages', () => ({ kind: 'welcome', text: 'Hi' }), 'automaticMessage.set'],
  [
    'PUT /automatic-timers',
    () => ({ kind: 'agentSilent', timer: { enabled: true, afterSeconds: 600 } }),
    'automaticTimer.set',
  ],
  ['PUT /opening-hours', () => ({ scope: 'account', hours: null }), 'openingHours.set'],
  ['POST /conversations/:id/erase', none, 'conversation.erased'],
  ['POST /consumers/:id/erase', none, 'consumer.erased'],
]
/** Ends one session of many; the same code as all of them. */
const ONE_SESSION = `DELETE ${ACCOUNT}/people/:id/sessions/:sessionId`

beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  acme = await foundAcme(house)
  const { socket } = await house.consumer()
  ids.conversations = (await socket.say('hello')).conversationId
  ids.consumers = (await house.call('GET', `${home}/conversations/${ids.conversations}`)).body.consumerId
  await socket.close()
})
afterAll(() => house?.stop())

it('every route that changes something of an account is known here', () => {
  const writing = Object.keys(ROUTE_RIGHTS).filter((route) => !route.startsWith('GET ') && route.includes(ACCOUNT))
  const known = new Set([
    ...STEPS.map(([route]) => route.replace(' ', ` ${ACCOUNT}`)),
    ...Object.keys(NOT_HERE),
    ONE_SESSION,
  ])
  expect(writing.filter((route) => !known.has(route) && !/:fileId/.test(route))).toEqual([])
})

it('each of them leaves one entry in the record of changes, with who did it, and no secret', async () => {
  const ada = await house.agent(acme.agentToken)
  for (const [route, body, action, keep] of STEPS) {
    const [method = '', at = ''] = route.split(' ')
    const id = route.includes('/status') ? acme.agentId : ids[at.split('/')[1] ?? '']
    const path = at.replace(':id', String(id)).replace(':integrationId', 'i').replace(':version', '1')
    const answer = await house.call(method, `${home}${path}`, body() ?? (method === 'POST' ? {} : undefined))
    expect(answer.status, `${route}: ${answer.text}`).toBeLessThan(300)
    if (keep !== undefined) ids[keep] = keep === 'hash' ? answer.body.hash : answer.body.id
    const { items } = (await house.call('GET', `${home}/audit?limit=1`)).body
    expect(items[0], route).toMatchObject({ action, who: { kind: 'installation' } })
    expect(JSON.stringify(items[0]), route).not.toMatch(/secret"|"password"/)
  }
  const { items } = (await house.call('GET', `${home}/audit?limit=200`)).body
  expect(items.length, 'one for each, and for what was founded').toBeGreaterThanOrEqual(STEPS.length)
  await ada.close()
})
