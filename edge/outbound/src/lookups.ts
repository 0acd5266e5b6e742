import { promises as dns } from 'node:dns'
import { setTimeout as pause } from 'node:timers/promises'

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}
/** All addresses of a name. @throws an error with a DNS code when there is none */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>

/** Knows all that the operator's machine knows: its hosts file, its search list, its own services. */
export const systemLookup: Lookup = (hostname) => dns.lookup(hostname, { all: true })

/** Of one question to one server; it is asked again once. */
const PATIENCE_MS = 2_000
/** Whoever has answered for one family is not held up by a server that keeps silent about the other one. */
const OTHER_FAMILY_MS = 150

export interface Patience {
  readonly servers?: readonly string[]
  readonly system?: Lookup
  /** Of one question to one server, in milliseconds. */
  readonly patienceMs?: number
}

/**
 * Asks the network's name servers itself. The system's own way takes one of the few threads of the process for as long as a server
 * keeps silent: two names whose servers never answer would hold up the names of everybody else. What the servers do not know is left
 * to the system: it answers at once, for nobody is asked who has not just answered.
 */
export function createPatientLookup({
  servers,
  system = systemLookup,
  patienceMs = PATIENCE_MS,
}: Patience = {}): Lookup {
  const open = () => {
    const resolver = new dns.Resolver({ timeout: patienceMs, tries: 2 })
    if (servers) resolver.setServers(servers)
    return resolver
  }
  let resolver = open()
  return async (hostname) => {
    const asked = resolver
    try {
      return await ask(asked, hostname)
    } catch (fault) {
      if (!isSilent(fault)) return system(hostname)
      // The machine may be on another network by now; which servers it has is read anew.
      if (resolver === asked) resolver = open()
      throw fault
    }
  }
}

const SILENT = new Set(['ETIMEOUT', 'ETIMEDOUT', 'ECANCELLED', 'ESERVFAIL'])
const isSilent = (fault: unknown): boolean => SILENT.has(String((fault as NodeJS.ErrnoException).code))

async function ask(resolver: dns.Resolver, hostname: string): Promise<readonly ResolvedAddress[]> {
  const found: ResolvedAddress[] = []
  const faults: unknown[] = []
  const families = [resolver.resolve4(hostname), resolver.resolve6(hostname)].map((asked, index) =>
    asked.then((addresses) => found.push(...addresses.map((address) => ({ address, family: index === 0 ? 4 : 6 })))),
  )
  const all = Promise.all(families.map((family) => family.catch((fault: unknown) => faults.push(fault))))
  const oneAndAWhile = Promise.any(families).then(() => pause(OTHER_FAMILY_MS, undefined, { ref: false }))
  await Promise.race([all, oneAndAWhile.catch(() => all)])
  if (found.length > 0) return [...found]
  throw faults.find(isSilent) ?? faults[0]
}
