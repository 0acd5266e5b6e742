import type {
  AcceptedFrame,
  FileLinkFrame,
  FilesPageFrame,
  HistoryPageFrame,
  ListFrame,
  RefusedFrame,
  RenewedFrame,
  ServerFrame,
  UploadLinkFrame,
} from '@baton/protocol'
import type { SetTimer } from './environment.ts'

/** A server that took a frame answers it; after this time the answer is taken for lost. */
const ANSWER_WITHIN_MS = 20_000

type AnswerFrame =
  | AcceptedFrame
  | HistoryPageFrame
  | RenewedFrame
  | ListFrame
  | UploadLinkFrame
  | FileLinkFrame
  | FilesPageFrame
export type RefusalCode = RefusedFrame['code']

/** What became of something that was asked: the server's answer, its refusal, or `offline` when nobody knows. */
export type Answer<Frame = AcceptedFrame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly code: RefusalCode | 'offline'; readonly message: string }

/** Frames that wait for their answer, by `frameId`. */
export interface Asks {
  /** @param type what the answer must be */
  ask<Type extends AnswerFrame['type']>(
    type: Type,
    frame: { readonly type: string; readonly [field: string]: unknown },
  ): Promise<Answer<Extract<AnswerFrame, { type: Type }>>>
  /** @returns whether the frame was the answer to something */
  hear(frame: ServerFrame): boolean
  /** The socket is gone: every open question ends as `offline`. */
  abandon(): void
}

const OFFLINE = { ok: false, code: 'offline', message: 'There is no connection to the server.' } as const

export function createAsks(send: (frame: object) => boolean, setTimer: SetTimer): Asks {
  const open = new Map<string, { readonly type: string; readonly settle: (answer: Answer<AnswerFrame>) => void }>()
  let asked = 0

  return {
    ask(type, frame) {
      asked += 1
      const frameId = `f${asked}`
      return new Promise((resolve) => {
        const settle = (answer: Answer<AnswerFrame>) => {
          cancel()
          open.delete(frameId)
          resolve(answer as Parameters<typeof resolve>[0])
        }
        const cancel = setTimer(() => settle(OFFLINE), ANSWER_WITHIN_MS)
        open.set(frameId, { type, settle })
        if (!send({ ...frame, frameId })) settle(OFFLINE)
      })
    },
    hear(frame) {
      if (!('frameId' in frame) || frame.frameId === undefined) return false
      const waiting = open.get(frame.frameId)
      if (waiting === undefined) return false
      if (frame.type === 'refused') {
        waiting.settle({ ok: false, code: frame.code, message: frame.message })
      } else if (frame.type === waiting.type) {
        waiting.settle({ ok: true, frame })
      } else {
        return false
      }
      return true
    },
    abandon() {
      for (const { settle } of [...open.values()]) settle(OFFLINE)
    },
  }
}
