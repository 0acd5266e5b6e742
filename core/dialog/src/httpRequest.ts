import type { IntegrationOf } from './definition.ts'
import type { Acting } from './kind.ts'
import type { HttpRequest } from './need.ts'

/** scripting A-30. */
const DEFAULT_HEADERS = [
  { name: 'Accept', value: 'application/json;charset=UTF-8' },
  { name: 'Content-Type', value: 'application/json;charset=UTF-8' },
]

/** An integration with its variables put in. @returns why it cannot be sent, instead */
export function toRequest(http: IntegrationOf<'api' | 'file'>, { words, variable }: Acting): HttpRequest | string {
  const own = (http.headers ?? []).map(({ key, value }) => ({ name: key, value: words.text(value) }))
  const broken = own.find(({ value }) => /[\r\n]/.test(value))
  if (broken !== undefined) return `the header "${broken.name}" holds a line feed.`
  const parameters = (http.parameters ?? []).map(({ key, value }) => ({ key, value: words.text(value) }))
  const brokenParameter = parameters.find(({ value }) => /[\r\n]/.test(value))
  if (brokenParameter !== undefined) return `the parameter "${brokenParameter.key}" holds a line feed.`
  const url = words.url(http.url)
  if (/[\r\n]|%0a|%0d/i.test(url)) return 'the address holds a line feed.'
  const written = new Set(own.map(({ name }) => name.toLowerCase()))
  const usesDefaults = http.type === 'api' && http.defaultHeaders !== false && variable('__standardHeaders__') !== 'off'
  const query = parameters.map(({ key, value }) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')
  return {
    type: 'api',
    method: http.method,
    url: query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`,
    headers: [...(usesDefaults ? DEFAULT_HEADERS.filter(({ name }) => !written.has(name.toLowerCase())) : []), ...own],
    ...(http.body !== undefined && http.body !== '' && { body: words.json(http.body) }),
    ...(http.credential !== undefined && { credential: http.credential }),
    ...(http.type === 'api' ? callSettings(http) : fileSettings(http)),
  }
}

function fileSettings({ target, region, timeoutMs, retries }: IntegrationOf<'file'>) {
  return {
    ...(target === 's3' && { target }),
    ...(region !== undefined && { region }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(retries !== undefined && { retries }),
  }
}

function callSettings({ timeoutMs, retries, repeatsAreSafe, successStatuses }: IntegrationOf<'api'>) {
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(retries !== undefined && { retries }),
    ...(repeatsAreSafe !== undefined && { repeatsAreSafe }),
    ...(successStatuses !== undefined && { successStatuses }),
  }
}
