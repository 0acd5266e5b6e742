import { promises as dns } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { isPublicAddress } from './addressRules.ts'
import type { AllowList } from './allowList.ts'
import { OutboundRefused } from './outbound.ts'

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}
/** All addresses of a name. @throws an error with a DNS code when there is none */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>

export const systemLookup: Lookup = (hostname) => dns.lookup(hostname, { all: true })

/**
 * Opens connections. The name is resolved once per connection, every address is checked, and it is these checked addresses that
 * are dialled; so a name cannot mean one machine to the check and another to the call. Host header and SNI stay the name.
 */
export function guardedConnect(allowed: AllowList, lookup: Lookup): buildConnector.connector {
  const trusted = buildConnector({ lookup: asNodeLookup(lookup, () => true) })
  const guarded = buildConnector({ lookup: asNodeLookup(lookup, isPublicAddress) })
  return (options, done) => {
    const port = options.port === '' ? (options.protocol === 'https:' ? 443 : 80) : Number(options.port)
    if (allowed.has(options.hostname, port)) return trusted(options, done)
    guarded(options, (...result: Parameters<buildConnector.Callback>) => {
      const [error, socket] = result
      // Addresses in the URL are not looked up; this also holds if a connection ever comes about in another way.
      if (error === null && socket && !isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy()
        return done(notAllowed(options.hostname), null)
      }
      return done(...result)
    })
  }
}

function asNodeLookup(lookup: Lookup, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname).then(
      (addresses) => {
        const [first] = addresses
        // One forbidden address among good ones is an attempt to be dialled by chance.
        if (first === undefined) return done(nothingFound(hostname), '', 4)
        if (!addresses.every(({ address }) => isAllowed(address))) return done(notAllowed(hostname), '', 4)
        if (options.all) return done(null, [...addresses])
        return done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 4),
    )
  }
}

function notAllowed(hostname: string): OutboundRefused {
  return new OutboundRefused('address-not-allowed', `${hostname} leads to an address that is not public.`)
}

function nothingFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
}
