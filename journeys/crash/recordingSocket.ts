import type { SocketConstructor } from '@baton/client'
import type { AcceptedFrame, ServerFrame } from '@baton/protocol'
import { WebSocket } from 'ws'

/** What a client was promised: this became that place of that conversation. */
export interface Acknowledgement {
  readonly clientId: string
  readonly conversationId: string
  readonly seq: number
}

/**
 * A socket that writes down every acknowledgement before the client hears of it. What stands here was promised, whatever
 * happens to the server a moment later.
 */
export function recordingSocket(promised: (acknowledgement: Acknowledgement) => void): SocketConstructor {
  return class RecordingSocket extends WebSocket {
    private readonly asked = new Map<string, string>()

    constructor(url: string) {
      super(url)
      this.on('message', (data: Buffer) => this.write(JSON.parse(data.toString()) as ServerFrame))
    }

    override send(text: string): void {
      const frame = JSON.parse(text) as { frameId?: string; clientId?: string }
      if (frame.frameId !== undefined && frame.clientId !== undefined) this.asked.set(frame.frameId, frame.clientId)
      super.send(text)
    }

    private write(frame: ServerFrame): void {
      if (frame.type !== 'accepted') return
      const { frameId, conversationId, seq } = frame as AcceptedFrame
      const clientId = this.asked.get(frameId)
      if (clientId !== undefined && conversationId !== undefined && seq !== undefined) {
        promised({ clientId, conversationId, seq })
      }
    }
  } as unknown as SocketConstructor
}
