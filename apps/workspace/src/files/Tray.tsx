import type { Attachments, AttachmentsState } from '@baton/client'
import type { FileRules } from '@baton/protocol'
import { FileTray, fileProblem } from '@baton/ui'
import { h } from 'preact'
import { useMemo } from 'react'
import { CardIsland } from '../content/CardIsland.tsx'
import { labelsOf } from '../texts/labels.ts'
import { useTexts } from '../texts/useTexts.ts'

type TrayProps = {
  tray: Attachments
  state: AttachmentsState
  rules: FileRules | undefined
  /** One was taken out: the field is where one goes on. */
  onRemoved: () => void
}

/** The messenger's own tray: what is on its way, and how far. */
export function Tray({ tray, state, rules, onRemoved }: TrayProps) {
  const texts = useTexts()
  const labels = useMemo(() => labelsOf(texts), [texts])
  if (state.items.length === 0) return null
  const drawing = h(FileTray, {
    items: state.items.map(({ code, ...item }) => ({
      ...item,
      ...(code !== undefined && { problem: fileProblem(code, rules, labels) }),
    })),
    isSaying: state.isSaying,
    labels,
    onRemove: (key) => {
      tray.remove(key)
      onRemoved()
    },
    onRetry: tray.retry,
  })
  return <CardIsland drawing={drawing} />
}
