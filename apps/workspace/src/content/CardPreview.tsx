import { type Channel, type Chosen, type ClickAnswer, type Content, clickAnswer } from '@baton/content'
import { useEffect, useMemo, useState } from 'react'
import { fill, fillCounted } from '../texts/catalogue.ts'
import { labelsOf } from '../texts/labels.ts'
import { useTexts } from '../texts/useTexts.ts'
import { CardIsland } from './CardIsland.tsx'
import { drawCard } from './drawCard.ts'
import { useContentTexts } from './texts/useContentTexts.ts'
import type { Drawing, Judgement } from './verdict.ts'

type CardPreviewProps = { judgement: Judgement; channel: Channel; message: string }

/** The drawing, and what a tap in it would say. While something is wrong, the last right one stays, and says so. */
export function CardPreview({ judgement, channel, message }: CardPreviewProps) {
  const texts = useContentTexts()
  const all = useTexts()
  const labels = useMemo(() => labelsOf(all), [all])
  const [last, setLast] = useState<Drawing>()
  const [taps, setTaps] = useState(0)
  const [said, setSaid] = useState<ClickAnswer>()
  const { drawing } = judgement
  useEffect(() => {
    setSaid(undefined)
    if (drawing !== undefined) setLast(drawing)
  }, [drawing])
  const shown = drawing ?? (judgement.problems.length > 0 || judgement.syntax !== undefined ? last : undefined)
  const content = useMemo(() => contentOf(shown, message), [shown, message])
  const tap = (element: string, _click: unknown, chosen?: Chosen) => {
    if (content === undefined) return
    setSaid(clickAnswer(content, element, chosen, Date.now()))
    setTaps((count) => count + 1)
  }
  return (
    <div className={drawing === undefined ? 'content-preview before' : 'content-preview'}>
      {shown === undefined && <p className="quiet">{texts.nothingToDraw}</p>}
      {shown !== undefined && drawing === undefined && <p className="meta">{texts.drawnBefore}</p>}
      {shown !== undefined && channel !== 'web' && channel !== 'sdk' && (
        <p className="meta">{fill(texts.drawnAsWeb, { channel: texts.channels[channel] })}</p>
      )}
      {shown?.kind === 'metadata' && <p>{fillCounted(texts.metadataRead, shown.count, all.locale)}</p>}
      {content !== undefined && (
        <CardIsland
          drawing={drawCard({
            content,
            labels,
            onTap: tap,
            key: content.kind === 'text' ? `${taps}` : 'card', // suggestions lock themselves; here they may be tried again
          })}
        />
      )}
      {/* What the card is sent with is shown as it is; nobody is told more than they need to hear. */}
      <div role="status" className="content-said">
        {said !== undefined && (
          <>
            <p>{said.texts.length === 0 ? texts.tapSilent : fill(texts.tapSays, { words: said.texts.join(' · ') })}</p>
            {said.metadata !== undefined && (
              <p className="meta">{fill(texts.tapBrings, { metadata: JSON.stringify(said.metadata) })}</p>
            )}
          </>
        )}
      </div>
    </div>
  )
}

function contentOf(drawing: Drawing | undefined, message: string): Content | undefined {
  if (drawing?.kind === 'body') return { kind: 'structured', structured: drawing.element }
  if (drawing?.kind === 'quickReply') return { kind: 'text', text: message, quickReplies: drawing.quickReplies }
  return undefined
}
