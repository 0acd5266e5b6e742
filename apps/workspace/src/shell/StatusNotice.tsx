import { Button } from '@mantine/core'
import { useState } from 'react'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'

/** Somebody else said how one is: who, why, and the way back. */
export function StatusNotice() {
  const texts = useTexts()
  const desk = useDesk()
  const own = useDeskPart((state) => state.desk)
  const [read, setRead] = useState<number>()
  const by = own?.setBy
  const isShown = own !== undefined && by?.kind === 'agent' && own.since !== read
  if (!isShown) return null
  return (
    <p className="notice waiting status-notice">
      <span>
        {fill(texts.statusSetBy, { name: by.name, status: texts.statusOf[own.status] })}
        {own.reason !== undefined && (
          <span className="block" dir="auto">
            {own.reason}
          </span>
        )}
      </span>
      {own.status !== 'online' && (
        <Button size="compact-sm" variant="default" onClick={() => void desk.setStatus('online')}>
          {texts.goOnline}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => setRead(own.since)}>
        {texts.understood}
      </Button>
    </p>
  )
}
