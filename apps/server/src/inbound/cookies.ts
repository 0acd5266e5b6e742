import type { FastifyReply, FastifyRequest } from 'fastify'

export const SESSION_COOKIE = 'baton_session'
export const OIDC_COOKIE = 'baton_oidc'

/** @param header as it came; the first of two with the same name counts */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}

export interface CookieOptions {
  readonly path: string
  /** 0: it is gone at once. */
  readonly maxAgeMs: number
  readonly isHttps: boolean
}

/** No script reads it, and no other site's form brings it along. */
export function setCookie(reply: FastifyReply, name: string, value: string, options: CookieOptions): void {
  const { path, maxAgeMs, isHttps } = options
  const parts = [
    `${name}=${value}`,
    `Path=${path}`,
    `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
    'HttpOnly',
    'SameSite=Lax',
  ]
  const cookie = [...parts, ...(isHttps ? ['Secure'] : [])].join('; ')
  const before = reply.getHeader('set-cookie')
  reply.header('set-cookie', before === undefined ? cookie : [before, cookie].flat())
}

/** Whether the browser came over https: to us, to the proxy in front, or as the operator says. */
export const isHttps = (request: FastifyRequest, publicUrl: string | undefined): boolean =>
  request.protocol === 'https' || (publicUrl?.startsWith('https:') ?? false)
