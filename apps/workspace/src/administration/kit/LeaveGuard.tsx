import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { holdLeaving } from '../../base/router.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

type LeaveGuardProps = {
  isDirty: boolean
  /** Asked at the moment of leaving: what was saved a moment ago holds nobody back. */
  isSettled: () => boolean
}

/** Asks before words that were not saved are lost: by a link, by going back, by closing the page. */
export function LeaveGuard({ isDirty, isSettled }: LeaveGuardProps) {
  const texts = useAdminTexts()
  const [go, setGo] = useState<() => void>()
  useEffect(() => {
    if (!isDirty) return
    const release = holdLeaving((leave) => (isSettled() ? leave() : setGo(() => leave)))
    const warn = (event: BeforeUnloadEvent) => {
      if (!isSettled()) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      release()
      removeEventListener('beforeunload', warn)
    }
  }, [isDirty, isSettled])
  return (
    <Modal
      opened={go !== undefined}
      onClose={() => setGo(undefined)}
      title={texts.leaveQuestion}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <p>{texts.leaveHint}</p>
      <div className="modal-actions">
        <Button variant="default" onClick={() => setGo(undefined)} data-autofocus>
          {texts.stay}
        </Button>
        <Button
          color="red"
          onClick={() => {
            setGo(undefined)
            go?.()
          }}
        >
          {texts.leaveAnyway}
        </Button>
      </div>
    </Modal>
  )
}
