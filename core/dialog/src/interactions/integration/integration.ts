import { unpackResult } from '../../callResult.ts'
import type { IntegrationOf } from '../../definition.ts'
import { toRequest } from '../../httpRequest.ts'
import type { Acting, Asking, InteractionKind, Performed } from '../../kind.ts'
import { LEAST_SCORES } from '../../knowledge.ts'
import type { CallRequest, CallResult } from '../../need.ts'
import { DEFAULT_TEXTS } from '../../texts.ts'
import { transfer } from '../../transfer.ts'

/** dialogs R2.30–R2.41. */
export const integration: InteractionKind<'integration'> = {
  category: 'integration',
  *perform({ integrationId }, acting) {
    const found = acting.integration(integrationId)
    switch (found?.type) {
      case 'api':
        return yield* call(found, toRequest(found, acting), acting)
      case 'email':
        return yield* call(found, toEmail(found, acting), acting)
      case 'function':
        return yield* call(found, toFunctionCall(found, acting), acting)
      case 'knowledge':
        return yield* searchKnowledge(found, acting)
      case 'escalation':
        return yield* transfer(found, acting)
      case 'file':
        acting.log('error', 'integration-type', `"${found.name}" moves files; it stands behind a File Upload only.`)
        acting.ended(false, 0)
        return FAILURE
      case 'unsupported':
      case undefined:
        acting.log('error', 'integration-missing', `"${found?.name ?? integrationId}" cannot be called here.`)
        acting.ended(false, 0)
        return FAILURE
    }
  },
}

const FAILURE: Performed = { end: 'failure', text: DEFAULT_TEXTS.integrationFailed }

function toEmail(email: IntegrationOf<'email'>, { words }: Acting): CallRequest {
  const addresses = (template: string) =>
    words
      .text(template)
      .split(',')
      .map((address) => address.replace(/[\r\n]+/g, ' ').trim())
      .filter((address) => address !== '')
  return {
    type: 'email',
    to: addresses(email.to),
    replyTo: addresses(email.replyTo ?? ''),
    subject: words.text(email.subject).replace(/[\r\n]+/g, ' '),
    body: words.text(email.body),
    html: email.html === true,
  }
}

function toFunctionCall(found: IntegrationOf<'function'>, { words }: Acting): CallRequest {
  return {
    type: 'function',
    function: found.function,
    headers: (found.headers ?? []).map(({ key, value }) => ({ name: key, value: words.text(value) })),
    ...(found.payload !== undefined && { payload: words.json(found.payload) }),
  }
}

type Called = IntegrationOf<'api' | 'email' | 'function'>

function* call(found: Called, request: CallRequest | string, acting: Acting): Asking<Performed> {
  if (typeof request === 'string') {
    acting.log('error', 'call-refused', `"${found.name}" was not called: ${request}`)
    return yield* conclude(found, acting, { outcome: 'failure', status: 0, body: null })
  }
  const given = yield { kind: 'call', integration: { id: found.id, name: found.name }, request }
  const answer = given.kind === 'call' ? given : ({ outcome: 'failure', status: 0, body: null } as const)
  acting.log(
    answer.outcome === 'success' ? 'info' : 'error',
    'call',
    `"${found.name}" ended with ${answer.outcome}, status ${answer.status}${'cause' in answer ? `: ${answer.cause}` : ''}.`,
  )
  return yield* conclude(found, acting, answer)
}

/** Result, then the transform script, then the fields that are read from what it left (scripting A-104). */
function* conclude(found: Called | IntegrationOf<'knowledge'>, acting: Acting, result: CallResult): Asking<Performed> {
  const { outcome, status, body } = result
  const variable = `api_${found.variable ?? found.name}`
  const given = acting.setResult(variable, result)
  acting.ended(false, status)
  if (found.transform !== undefined && body !== null) yield* acting.transform(found.transform)
  const left = acting.variable(variable)
  // Most results are what was given: those need no second parse.
  const read = left === given ? body : unpackResult(variable, left)
  acting.setFields(found, outcome === 'success' ? read : undefined)
  acting.ended(outcome === 'success', status)
  return outcome === 'success' ? { end: 'success' } : FAILURE
}

function* searchKnowledge(found: IntegrationOf<'knowledge'>, acting: Acting): Asking<Performed> {
  const answer = yield {
    kind: 'knowledge',
    knowledgeBase: acting.words.text(found.knowledgeBase),
    query: acting.words.text(found.query ?? '{$query}'),
    leastScore: LEAST_SCORES[found.least ?? 'good'],
    count: found.count ?? 1,
  }
  const body = { results: answer.kind === 'knowledge' ? answer.results.map((result) => ({ ...result })) : [] }
  return yield* conclude(found, acting, {
    outcome: answer.kind === 'knowledge' ? 'success' : 'failure',
    status: 200,
    body,
  })
}
