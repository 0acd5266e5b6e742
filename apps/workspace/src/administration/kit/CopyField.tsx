import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

type CopyFieldProps = { label: string; value: string; hint?: string; isCode?: boolean }

const SHOWN_MS = 2_500

/** Something to be taken elsewhere: shown as it is, copied by a button. */
export function CopyField({ label, value, hint, isCode = false }: CopyFieldProps) {
  const texts = useAdminTexts()
  const id = useId()
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
    } catch {
      setOutcome('failed') // forbidden here: it can still be selected
    }
    setTimeout(() => setOutcome(undefined), SHOWN_MS)
  }
  return (
    <div className="copy">
      <span className="copy-label" id={id}>
        {label}
      </span>
      {hint !== undefined && <span className="meta block">{hint}</span>}
      <div className="copy-line">
        <textarea
          className={isCode ? 'copy-value copy-code' : 'copy-value'}
          aria-labelledby={id}
          readOnly
          spellCheck={false}
          rows={value.split('\n').length}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button variant="default" onClick={() => void copy()} aria-describedby={id}>
          {texts.copy}
        </Button>
      </div>
      <span role="status" className="meta">
        {outcome === 'copied' ? texts.copied : outcome === 'failed' ? texts.copyFailed : ''}
      </span>
    </div>
  )
}
