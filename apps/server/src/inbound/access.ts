import type { AccountId } from '@baton/base'
import type { Access } from '@baton/identity'
import type { FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import { HttpProblem, notFound } from './httpProblem.ts'

/** Whose request this is. @throws HttpProblem 401 without a token that is known */
export async function accessOf(house: House, request: FastifyRequest): Promise<Access> {
  const access = await findAccess(house, request)
  if (access === undefined)
    throw new HttpProblem(401, 'token-invalid', 'An access token is needed: `Authorization: Bearer …`.')
  return access
}

export async function findAccess(house: House, request: FastifyRequest): Promise<Access | undefined> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' && token !== undefined ? house.identity.access.find(token) : undefined
}

/** Only the operator of the whole installation. */
export async function requireInstallation(house: House, request: FastifyRequest): Promise<void> {
  const access = await accessOf(house, request)
  if (access.kind !== 'installation') throw notPermitted()
}

/**
 * Administrators of the account in the path, and the operator. A foreign account looks like one that does not exist.
 * @returns the account of the path, now known to be the caller's
 */
export async function requireAccount(house: House, request: FastifyRequest): Promise<AccountId> {
  const access = await accessOf(house, request)
  const { accountId } = request.params as { accountId: AccountId }
  if (access.kind === 'installation') {
    if ((await house.storage.settings.findAccount(accountId)) === undefined) throw notFound('account')
    return accountId
  }
  if (access.accountId !== accountId) throw notFound('account')
  if (access.kind !== 'admin') throw notPermitted()
  return accountId
}

const notPermitted = () => new HttpProblem(403, 'not-permitted', 'This token does not permit this.')
