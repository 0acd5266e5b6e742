import type { AddressInfo } from 'node:net'
import dns2 from 'dns2'
import { createPatientLookup, type Lookup } from '../lookups.ts'

/** Of a name whose server never says a word; beside an address: none about IPv6. */
export const SILENCE = 'silence'
/** What a name means: an address, the name that it stands for, or another answer at every question. */
export type Meaning = string | readonly string[] | ((asked: number) => string | readonly string[])

export interface NameServer {
  /** Asks this server, over the wire, as the product asks those of its network. */
  readonly lookup: Lookup
  readonly address: string
  /** How often a name was asked for, whatever the family. */
  asked(name: string): number
  close(): Promise<void>
}

/** A DNS server on a free port of this machine; a name that it does not know does not exist. */
export async function openNameServer(names: Readonly<Record<string, Meaning>>): Promise<NameServer> {
  const asked = new Map<string, number>()
  const { TYPE, CLASS } = dns2.Packet
  const server = dns2.createServer({
    udp: true,
    handle(request, send) {
      const response = dns2.Packet.createResponseFromRequest(request)
      const [question] = request.questions as unknown as { name: string; type: number }[]
      const name = question?.name.toLowerCase() ?? ''
      const meaning = names[name]
      if (meaning === undefined) response.header.rcode = 3
      else if (question?.type === TYPE.A) asked.set(name, (asked.get(name) ?? 0) + 1)
      const said = [typeof meaning === 'function' ? meaning(asked.get(name) ?? 1) : (meaning ?? [])].flat()
      const isSilent = said.includes(SILENCE) && (said.length === 1 || question?.type === TYPE.AAAA)
      if (isSilent) return
      for (const one of said) if (one !== SILENCE) answerTo(one, name)
      send(response)

      function answerTo(one: string, owner: string): void {
        const isAddress = /^[\d.]+$|:/.test(one)
        const base = { name: owner, class: CLASS.IN, ttl: 0 }
        if (!isAddress) {
          response.answers.push({ ...base, type: TYPE.CNAME, domain: one } as never)
          const beyond = names[one]
          if (typeof beyond === 'string') answerTo(beyond, one)
        } else if (one.includes(':') && question?.type === TYPE.AAAA) {
          response.answers.push({ ...base, type: TYPE.AAAA, address: one } as never)
        } else if (!one.includes(':') && question?.type === TYPE.A) {
          response.answers.push({ ...base, type: TYPE.A, address: one } as never)
        }
      }
    },
  })
  const { udp } = (await server.listen({ udp: { port: 0, address: '127.0.0.1' } })) as unknown as { udp: AddressInfo }
  const address = `127.0.0.1:${udp.port}`
  const unknown: Lookup = async (hostname) => {
    throw Object.assign(new Error(`${hostname} is not known`), { code: 'ENOTFOUND' })
  }
  return {
    lookup: createPatientLookup({ servers: [address], system: unknown }),
    address,
    asked: (name) => asked.get(name) ?? 0,
    close: async () => void (await server.close()),
  }
}
