import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line to the server that can be cut: what a consumer's network does in a tunnel. */
export interface Cable {
  readonly url: string
  /** Breaks what runs over it, and lets nothing new through. */
  cut(): void
  /** Lets new connections through again. */
  mend(): void
  stop(): Promise<void>
}

/** @param target http base of the server at the other end */
export async function layCable(target: string): Promise<Cable> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.destroy()
    const far = connect(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.pipe(other)
      socket.on('error', () => {}) // the end is what matters, and `close` tells it
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const dropAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      whole = false
      dropAll()
    },
    mend() {
      whole = true
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        dropAll()
      }),
  }
}
