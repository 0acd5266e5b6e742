import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { isInsideAddress, isLoopbackAddress, isPublicAddress } from './addressRules.ts'
import type { AllowList } from './allowList.ts'
import type { Lookup } from './lookups.ts'
import { OutboundRefused } from './outbound.ts'

/**
 * Opens connections. The name is resolved once per connection, every address is checked, and it is these checked addresses that
 * are dialled; so a name cannot mean one machine to the check and another to the call. Host header and SNI stay the name.
 * @param lookups `listed` for names on the operator's list, `outside` for all others
 */
export function guardedConnect(
  allowed: AllowList,
  lookups: { readonly listed: Lookup; readonly outside: Lookup },
  tls: buildConnector.BuildOptions = {},
): buildConnector.connector {
  const through = (
    mayLeadTo: (address: string) => boolean,
    lookup: Lookup = lookups.listed,
  ): buildConnector.connector => {
    const connect = buildConnector({ ...tls, lookup: asNodeLookup(lookup, mayLeadTo) })
    return (options, done) =>
      connect(options, (...result: Parameters<buildConnector.Callback>) => {
        const [error, socket] = result
        // Addresses in the URL are not looked up; this also holds if a connection ever comes about in another way.
        if (error === null && socket && !mayLeadTo(socket.remoteAddress ?? '')) {
          socket.destroy()
          return done(notAllowed(options.hostname), null)
        }
        return done(...result)
      })
  }
  const asWritten = through(() => true)
  const thisMachine = through(isLoopbackAddress)
  const inside = through(isInsideAddress)
  const guarded = through(isPublicAddress, lookups.outside)
  return (options, done) => {
    const { hostname } = options
    const port = options.port === '' ? (options.protocol === 'https:' ? 443 : 80) : Number(options.port)
    if (!allowed.has(hostname, port)) return guarded(options, done)
    // The operator wrote an address, this machine's own name, or the name of a service somewhere else.
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return asWritten(options, done)
    return LOCAL_NAME.test(hostname) ? thisMachine(options, done) : inside(options, done)
  }
}

const LOCAL_NAME = /(^|\.)localhost$/

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
  return new OutboundRefused('address-not-allowed', `${hostname} leads to an address that may not be called.`)
}

function nothingFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
}
