import { hearFiles } from '@baton/ui'
import { type RefObject, useEffect, useRef, useState } from 'react'

/** Hears of files that are dropped on the conversation around, or pasted into it. @returns whether some are over it */
export function useFilesOver(
  inside: RefObject<HTMLElement | null>,
  onFiles: ((files: readonly File[]) => void) | undefined,
): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles
  const isHeard = onFiles !== undefined
  useEffect(() => {
    const place = inside.current?.closest<HTMLElement>('.conversation')
    if (!isHeard || place === null || place === undefined) return
    const stop = hearFiles(place, { onOver: setOver, onFiles: (files) => latest.current?.(files) })
    return () => {
      stop()
      setOver(false)
    }
  }, [inside, isHeard])
  return isOver
}
