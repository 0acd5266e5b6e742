import type { Answer, TestServer } from './openServer.ts'

/** Somebody at a browser: keeps cookies, sends its origin, and the csrf value that it was told. */
export class Browser {
  readonly cookies = new Map<string, string>()
  csrf = ''

  constructor(
    private readonly house: TestServer,
    /** The page's. */
    public origin: string | undefined = house.url,
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(path.startsWith('http') ? path : `${this.house.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookies.size > 0 && { cookie: this.cookieHeader() }),
        ...(this.origin !== undefined && { origin: this.origin }),
        ...(this.csrf !== '' && method !== 'GET' && { 'x-baton-csrf': this.csrf }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie)
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed = isJson && text !== '' ? JSON.parse(text) : undefined
    if (answer.ok && typeof parsed?.csrf === 'string') this.csrf = parsed.csrf
    return { status: answer.status, headers: answer.headers, text, body: parsed }
  }

  signIn(email: string, password: string, account = 'acme'): Promise<Answer> {
    return this.call('POST', '/api/v1/session', { email, password, account })
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';')
    const [name = '', ...value] = pair.split('=')
    if (value.join('=') === '') this.cookies.delete(name)
    else this.cookies.set(name, value.join('='))
  }
}

export const PASSWORD = 'correct horse battery'

export interface Somebody {
  readonly id: number
  readonly email: string
  readonly browser: Browser
}

/** A person who was invited, came in by the link, and is signed in. */
export async function invite(
  house: TestServer,
  role: 'admin' | 'manager' | 'agent' | 'builder',
  account = 'acme',
  more: object = {},
): Promise<Somebody> {
  const email = `${role}${Math.random().toString(36).slice(2, 8)}@${account}.example`
  const person = { fullName: `${role} of ${account}`, nickname: role, role, email, ...more }
  const made = await house.make<{ id: number; invitation: { url: string } }>(`/accounts/${account}/people`, person)
  const browser = new Browser(house)
  const answer = await browser.call('POST', linkPath(made.invitation.url), { password: PASSWORD })
  if (answer.status !== 200) throw new Error(`the invitation failed: ${answer.status} ${answer.text}`)
  return { id: made.id, email, browser }
}

/** Where the page of a link sends what was typed. */
export const linkPath = (url: string): string => `/api/v1/links/${url.split('/').at(-1)}`
