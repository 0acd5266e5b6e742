import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'

type ConfirmProps = {
  /** Undefined: nothing is asked. */
  question: string | undefined
  children: ReactNode
  action: string
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Asks before something that cannot be taken back, and says what it affects. */
export function Confirm({ question, children, action, onConfirm, onClose }: ConfirmProps) {
  const texts = useAdminTexts()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const close = () => {
    setProblem(undefined)
    onClose()
  }
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      close()
    } catch (fault) {
      setProblem(adminProblemText(fault, texts))
    }
    setBusy(false)
  }
  return (
    <Modal
      opened={question !== undefined}
      onClose={close}
      title={question}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {children}
      {problem !== undefined && (
        <p className="notice bad" role="alert">
          {problem}
        </p>
      )}
      <div className="modal-actions">
        <Button variant="default" onClick={close} data-autofocus>
          {texts.cancel}
        </Button>
        <Button color="red" loading={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
