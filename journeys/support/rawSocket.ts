import type { ServerFrame } from '@baton/protocol'
import { WebSocket } from 'ws'
import type { Shop } from './shop.ts'
import { waitUntil } from './waitUntil.ts'

/** A consumer's socket without any manners: sends what it is told, frame by frame. */
export interface RawSocket {
  readonly socket: WebSocket
  readonly frames: readonly ServerFrame[]
  /** With which the server closed it. */
  readonly closedWith: number | undefined
  sendText(text: string): void
  send(frame: object): void
  gets<T extends ServerFrame['type']>(
    type: T,
    looks?: (frame: Extract<ServerFrame, { type: T }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: T }>>
  closes(): Promise<number>
}

export async function openRawSocket(
  shop: Shop,
  door: 'consumer' | 'agent' = 'consumer',
  headers: Readonly<Record<string, string>> = {},
): Promise<RawSocket> {
  const socket = new WebSocket(`${shop.server.url.replace('http', 'ws')}/${door}`, { headers })
  const frames: ServerFrame[] = []
  let closedWith: number | undefined
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as ServerFrame))
  socket.on('close', (code) => {
    closedWith = code
  })
  socket.on('error', () => {}) // told again as `close`
  await new Promise((done) => socket.once('open', done).once('close', done))
  return {
    socket,
    frames,
    get closedWith() {
      return closedWith
    },
    sendText: (text) => socket.send(text),
    send: (frame) => socket.send(JSON.stringify(frame)),
    gets: (type, looks = () => true) =>
      waitUntil(`a frame ${type}, beside ${JSON.stringify(frames).slice(0, 400)}`, () =>
        frames.find(
          (frame): frame is Extract<ServerFrame, { type: typeof type }> => frame.type === type && looks(frame as never),
        ),
      ),
    closes: () => waitUntil('the socket closes', () => closedWith),
  }
}

/** Signs an anonymous consumer in. */
export async function consumerToken(shop: Shop, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(`${shop.server.url}/api/v1/consumer-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ account: shop.account, entryPoint: shop.entryPoint }),
  })
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}

export const helloWith = (token: string) => ({ type: 'hello', protocol: 1, token })

/** A socket that has said hello and was let in. */
export async function signedInSocket(shop: Shop, token?: string): Promise<RawSocket> {
  const raw = await openRawSocket(shop)
  raw.send(helloWith(token ?? (await consumerToken(shop))))
  await raw.gets('welcome')
  return raw
}
