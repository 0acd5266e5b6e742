import type { Attachments, AttachmentsState } from '@baton/client'
import type { FileRules } from '@baton/protocol'
import { fileProblem, hearFiles, type TrayItem, type UiLabels } from '@baton/ui'
import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export interface Tray {
  readonly items: readonly TrayItem[]
  readonly isSaying: boolean
  readonly canSay: boolean
  /** Another number each time that words have gone with files. */
  readonly emptied: number
}

const NOTHING: AttachmentsState = { items: [], isSaying: false, said: 0 }

/** What goes along with the next words, as the tray shows it. */
export function useAttachments(
  attachments: Attachments | undefined,
  rules: FileRules | undefined,
  labels: UiLabels,
): Tray {
  const [state, setState] = useState(attachments?.state ?? NOTHING)
  useEffect(() => {
    setState(attachments?.state ?? NOTHING)
    return attachments?.subscribe(setState)
  }, [attachments])
  const items = state.items.map(({ key, file, name, state: at, share, code, canRetry }) => ({
    ...{ key, file, name, state: at, share, canRetry },
    ...(code !== undefined && { problem: fileProblem(code, rules, labels) }),
  }))
  const canSay = items.some(({ state: at }) => at !== 'failed')
  return { items, isSaying: state.isSaying, canSay, emptied: state.said }
}

/** Hears of files that are dropped on a place or pasted into it. @returns whether some are over it */
export function useFilesOver(
  place: RefObject<HTMLElement | null>,
  onFiles: ((files: readonly File[]) => void) | undefined,
): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles
  useEffect(() => {
    const { current } = place
    if (current === null) return
    return hearFiles(current, { onOver: setOver, onFiles: (files) => latest.current?.(files) })
  }, [place])
  return isOver && onFiles !== undefined
}
