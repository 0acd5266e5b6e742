import { Browser } from './browser.ts'
import type { TestServer } from './openServer.ts'

/**
 * Goes to a provider's page, types the login, agrees, and stops at the way back.
 * @returns the address of the way back
 */
export async function throughProvider(
  house: TestServer,
  issuer: string,
  start: string,
  login: string,
): Promise<string> {
  const atProvider = new Browser(house, undefined)
  const go = async (address: string): Promise<string> => {
    const answer = await atProvider.call('GET', address)
    const location = answer.headers.get('location')
    if (location !== null) {
      const next = new URL(location, issuer).href
      return next.startsWith(house.url) ? next : go(next)
    }
    const action = /action="([^"]+)"/.exec(answer.text)?.[1]
    if (action === undefined) throw new Error(`the provider has no form at ${address}: ${answer.status} ${answer.text}`)
    const prompt = /name="prompt" value="(\w+)"/.exec(answer.text)?.[1] ?? ''
    const form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
    const posted = await fetch(new URL(action, issuer), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: atProvider.cookieHeader(), 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
    })
    return go(new URL(posted.headers.get('location') ?? '', issuer).href)
  }
  return go(start)
}
