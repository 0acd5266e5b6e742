import type { Right } from '@baton/identity'

/**
 * Who may come in at a route: somebody with a right in the account of its path; anyone who is signed in, about themselves;
 * anybody who is known here, by session, token or key; the operator of the installation; or everyone, because the route looks at more than a right, or shows what all may see.
 */
export type RouteRight = Right | 'self' | 'anybody' | 'installation' | 'everyone'

const account = '/api/v1/accounts/:accountId'

/** Every route with what it asks for. A route that is not in here is refused to all; a test walks the list. */
export const ROUTE_RIGHTS: Readonly<Record<string, RouteRight>> = {
  'GET /': 'everyone',
  'GET /:file': 'everyone',
  'GET /files/:accountId/:fileId': 'everyone',
  'PUT /files/:accountId/:fileId': 'everyone',
  'OPTIONS /files/:accountId/:fileId': 'everyone',
  'GET /try/:accountId/:entryPointId': 'everyone',
  'GET /healthz': 'everyone',
  'GET /readyz': 'everyone',
  'GET /metrics': 'everyone',
  'GET /api/openapi.json': 'everyone',
  'GET /sentinel/well-known/jwks': 'everyone',
  'GET /.well-known/jwks.json': 'everyone',
  'GET /.well-known/baton-signing-key.pem': 'everyone',
  'GET /workspace': 'everyone',
  'GET /workspace/*': 'everyone',
  'GET /workspace/assets/:file': 'everyone',

  'POST /api/v1/consumer-tokens': 'everyone',
  'OPTIONS /api/v1/consumer-tokens': 'everyone',

  'GET /api/v1/sign-in': 'everyone',
  'GET /api/v1/session': 'self',
  'POST /api/v1/session': 'everyone',
  'DELETE /api/v1/session': 'self',
  'POST /api/v1/password-resets': 'everyone',
  'GET /api/v1/links/:secret': 'everyone',
  'POST /api/v1/links/:secret': 'everyone',
  'GET /oidc/:accountId/start': 'everyone',
  'GET /oidc/callback': 'everyone',

  'PUT /api/v1/me': 'self',
  'PUT /api/v1/me/password': 'self',
  'GET /api/v1/me/sessions': 'self',
  'DELETE /api/v1/me/sessions/:sessionId': 'self',

  'POST /api/v1/content/check': 'anybody',

  'POST /api/v1/accounts': 'installation',
  'GET /api/v1/accounts': 'installation',
  'POST /api/v1/backup': 'installation',
  'POST /api/v1/first-run': 'installation',

  [`GET ${account}`]: 'readAccount',
  [`PATCH ${account}`]: 'manageAccount',
  [`GET ${account}/audit`]: 'readAudit',

  [`GET ${account}/skills`]: 'readSkills',
  [`POST ${account}/skills`]: 'manageSkills',
  [`GET ${account}/skills/:id`]: 'readSkills',
  [`PATCH ${account}/skills/:id`]: 'manageSkills',
  [`GET ${account}/skills/:id/uses`]: 'manageSkills',
  [`GET ${account}/skills/around`]: 'readSkills',

  [`GET ${account}/people`]: 'readPeople',
  [`POST ${account}/people`]: 'managePeople',
  [`GET ${account}/people/available`]: 'readPeople',
  [`GET ${account}/people/:id`]: 'readPeople',
  [`PATCH ${account}/people/:id`]: 'managePeople',
  [`GET ${account}/people/:id/uses`]: 'managePeople',
  [`POST ${account}/people/:id/invitation`]: 'managePeople',
  [`POST ${account}/people/:id/reset`]: 'managePeople',
  [`GET ${account}/people/:id/sessions`]: 'managePeople',
  [`DELETE ${account}/people/:id/sessions`]: 'managePeople',
  [`DELETE ${account}/people/:id/sessions/:sessionId`]: 'managePeople',

  [`GET ${account}/bots`]: 'manageBots',
  [`POST ${account}/bots`]: 'manageBots',
  [`GET ${account}/bots/:id`]: 'manageBots',
  [`PATCH ${account}/bots/:id`]: 'manageBots',
  [`POST ${account}/bots/:id/test`]: 'manageBots',
  [`POST ${account}/bots/test`]: 'manageBots',
  [`GET ${account}/bots/:id/uses`]: 'manageBots',
  [`GET ${account}/bots/:id/draft`]: 'manageBots',
  [`PUT ${account}/bots/:id/draft`]: 'manageBots',
  [`PUT ${account}/bots/:id/draft/settings`]: 'manageBots',
  [`PUT ${account}/bots/:id/draft/integrations/:integrationId/fields`]: 'manageBots',
  [`POST ${account}/bots/:id/publish`]: 'manageBots',
  [`GET ${account}/bots/:id/versions`]: 'manageBots',
  [`GET ${account}/bots/:id/versions/:version`]: 'manageBots',
  [`POST ${account}/bots/:id/versions/:version/restore`]: 'manageBots',
  [`GET ${account}/bot-groups`]: 'manageBots',
  [`POST ${account}/bot-groups`]: 'manageBots',
  [`GET ${account}/bot-groups/:id`]: 'manageBots',
  [`PATCH ${account}/bot-groups/:id`]: 'manageBots',
  [`DELETE ${account}/bot-groups/:id`]: 'manageBots',
  [`GET ${account}/environments`]: 'manageBots',
  [`POST ${account}/environments`]: 'manageBots',
  [`GET ${account}/environments/:id`]: 'manageBots',
  [`PATCH ${account}/environments/:id`]: 'manageBots',
  [`DELETE ${account}/environments/:id`]: 'manageBots',
  [`GET ${account}/articles`]: 'manageBots',
  [`POST ${account}/articles`]: 'manageBots',
  [`GET ${account}/articles/search`]: 'manageBots',
  [`GET ${account}/articles/:id`]: 'manageBots',
  [`PATCH ${account}/articles/:id`]: 'manageBots',
  [`DELETE ${account}/articles/:id`]: 'manageBots',

  [`POST ${account}/bots/:id/draft/integrations/:integrationId/try`]: 'manageBots',
  [`GET ${account}/credentials`]: 'manageBots',
  [`POST ${account}/credentials`]: 'manageBots',
  [`GET ${account}/credentials/:id`]: 'manageBots',
  [`PATCH ${account}/credentials/:id`]: 'manageBots',
  [`DELETE ${account}/credentials/:id`]: 'manageBots',
  [`GET ${account}/functions`]: 'manageBots',
  [`POST ${account}/functions`]: 'manageBots',
  [`GET ${account}/functions/:id`]: 'manageBots',
  [`PATCH ${account}/functions/:id`]: 'manageBots',
  [`DELETE ${account}/functions/:id`]: 'manageBots',
  [`POST ${account}/functions/:id/deploy`]: 'manageBots',
  [`POST ${account}/functions/:id/try`]: 'manageBots',

  [`GET ${account}/entry-points`]: 'readEntryPoints',
  [`POST ${account}/entry-points`]: 'manageEntryPoints',
  [`GET ${account}/entry-points/:id`]: 'readEntryPoints',
  [`PATCH ${account}/entry-points/:id`]: 'manageEntryPoints',

  [`GET ${account}/tokens`]: 'manageKeys',
  [`POST ${account}/tokens`]: 'manageKeys',
  [`DELETE ${account}/tokens/:id`]: 'manageKeys',
  [`GET ${account}/keys`]: 'manageKeys',
  [`POST ${account}/keys`]: 'manageKeys',
  [`DELETE ${account}/keys/:id`]: 'manageKeys',

  [`GET ${account}/conversations`]: 'seeAll',
  [`GET ${account}/conversations/:id`]: 'seeAll',
  [`GET ${account}/conversations/:id/log`]: 'seeAll',
  [`GET ${account}/conversations/:id/turns/:turnId`]: 'seeAll',
  [`GET ${account}/conversations/:id/transcript`]: 'readConversations',
  [`GET ${account}/conversations/:id/transfers`]: 'readConversations',
  [`GET ${account}/conversations/:id/bot-memory`]: 'readConversations',
  [`GET ${account}/conversations/:id/survey`]: 'readConversations',
  [`GET ${account}/surveys/answers`]: 'seeAll',
  [`GET ${account}/surveys/summary`]: 'seeAll',
  [`POST ${account}/conversations/:id/tags`]: 'answer',
  [`GET ${account}/search`]: 'readConversations',
  [`GET ${account}/consumers/:id`]: 'readConversations',
  [`GET ${account}/consumers/:id/conversations`]: 'readConversations',
  [`POST ${account}/consumers/:id/erase`]: 'eraseConsumers',
  [`GET ${account}/exports/messages.csv`]: 'export',
  [`GET ${account}/exports/events.jsonl`]: 'export',

  [`GET ${account}/saved-replies`]: 'answer',
  [`POST ${account}/saved-replies`]: 'manageWords',
  [`GET ${account}/saved-replies/:id`]: 'answer',
  [`PATCH ${account}/saved-replies/:id`]: 'manageWords',
  [`DELETE ${account}/saved-replies/:id`]: 'manageWords',
  // What is sent to consumers is no secret among those who work here.
  [`GET ${account}/saved-cards`]: 'readAccount',
  [`POST ${account}/saved-cards`]: 'manageCards',
  [`GET ${account}/saved-cards/:id`]: 'readAccount',
  [`PATCH ${account}/saved-cards/:id`]: 'manageCards',
  [`DELETE ${account}/saved-cards/:id`]: 'manageCards',
  [`GET ${account}/tags`]: 'readConversations',
  [`POST ${account}/tags`]: 'manageWords',
  [`PATCH ${account}/tags/:id`]: 'manageWords',
  [`GET ${account}/automatic-messages`]: 'manageWords',
  [`PUT ${account}/automatic-messages`]: 'manageWords',
  [`GET ${account}/opening-hours`]: 'manageWords',
  [`PUT ${account}/opening-hours`]: 'manageWords',

  [`POST ${account}/conversations/:id/close`]: 'direct',
  [`POST ${account}/conversations/:id/transfer`]: 'direct',
  [`POST ${account}/conversations/:id/priority`]: 'direct',
  [`POST ${account}/conversations/:id/erase`]: 'eraseConsumers',
}

/** @param url as the route was written, such as `/api/v1/accounts/:accountId/skills` */
export function rightFor(method: string, url: string): RouteRight | undefined {
  const asked = method === 'HEAD' ? 'GET' : method
  const key = `${asked} ${url.length > 1 ? url.replace(/\/$/, '') : url}`
  return Object.hasOwn(ROUTE_RIGHTS, key) ? ROUTE_RIGHTS[key] : undefined
}
