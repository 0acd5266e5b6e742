/** The public HTTP API as an operator's script uses it. */
export interface AdminApi {
  /** All pages, up to a bound. */
  list<T extends object>(path: string): Promise<T[]>
  read<T extends object>(path: string): Promise<T>
  create<T extends object>(path: string, body: object): Promise<T>
  change<T extends object>(path: string, body: object): Promise<T>
  replace<T extends object>(path: string, body: object): Promise<T>
}

/** An answer of the API that is no success; says what was asked and what was answered. */
export class AdminApiRefused extends Error {
  readonly code = 'admin-api-refused'
}

const PAGE = 200
const MOST_PAGES = 50

/** @param token of the installation, or of one account */
export function connectAdmin(productUrl: string, token: string): AdminApi {
  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${productUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new AdminApiRefused(`${method} ${path}: ${response.status} ${text.slice(0, 1_000)}`)
    return JSON.parse(text) as T
  }

  return {
    async list<T>(path: string) {
      const items: T[] = []
      let next: string | number | undefined
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const after = next === undefined ? '' : `&after=${encodeURIComponent(next)}`
        const found = await call<{ items: T[]; next?: string | number }>('GET', `${path}?limit=${PAGE}${after}`)
        items.push(...found.items)
        if (found.next === undefined) break
        next = found.next
      }
      return items
    },
    read: (path) => call('GET', path),
    create: (path, body) => call('POST', path, body),
    change: (path, body) => call('PATCH', path, body),
    replace: (path, body) => call('PUT', path, body),
  }
}
