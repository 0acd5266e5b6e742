import { type AddressInfo, createServer } from 'node:net'

/** Ports next to each other that were free a moment ago. Addresses must be known before a start, because links name them. */
export async function freePorts(count: number): Promise<number[]> {
  for (;;) {
    const first = await listen(0)
    const port = (first.address() as AddressInfo).port
    const ports = Array.from({ length: count }, (_, index) => port + index)
    const others = await Promise.allSettled(ports.slice(1).map(listen))
    const held = others.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []))
    for (const server of [first, ...held]) await new Promise((closed) => server.close(closed))
    if (held.length === count - 1) return ports
  }
}

function listen(port: number) {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
