import { createRemoteJWKSet, jwtVerify } from 'jose'

export type Verification =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 401; readonly message: string }
export type VerifyToken = (authorization: string | undefined) => Promise<Verification>

const SCOPES = ['thirdpartybots.customendpoint.bot', 'ihub.tpb.customendpoint']

/**
 * Checks the bearer token of a call: signed by the platform, for this account, for this purpose, not expired.
 * @param platformUrl where the platform's public keys are; they are read at the first call and kept for ten minutes
 */
export function verifyTokensOf(platformUrl: string, accountId: string): VerifyToken {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', platformUrl))
  return async (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) return refuse('Not authorized to perform this action')
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: 'Sentinel',
        audience: accountId,
        requiredClaims: ['exp', 'scope'],
      })
      const allowed = SCOPES.includes(String(payload.scope))
      return allowed ? { ok: true } : refuse('You have no permissions to perform this action')
    } catch {
      return refuse('Unable to verify the validity of your request')
    }
  }
}

const refuse = (message: string): Verification => ({ ok: false, status: 401, message })
