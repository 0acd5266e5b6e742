import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'
import { Confirm } from './Confirm.tsx'
import { Part } from './FormScreen.tsx'

type SwitchPartProps = {
  isOn: boolean
  /** Asked before it is switched off. */
  question: string
  /** What happens then; made only when it is asked. */
  effects: () => ReactNode
  /** What being off means. */
  offHint: string
  /** @throws ApiProblem */
  onSwitch: (isOn: boolean) => Promise<void>
}

/** Switching something off, with what it affects, and on again. */
export function SwitchPart({ isOn, question, effects, offHint, onSwitch }: SwitchPartProps) {
  const texts = useAdminTexts()
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string>()
  const switchOn = async () => {
    setProblem(undefined)
    try {
      await onSwitch(true)
    } catch (fault) {
      setProblem(adminProblemText(fault, texts))
    }
  }
  return (
    <Part title={isOn ? texts.switchOff : texts.switchOn} hint={isOn ? undefined : offHint}>
      <div>
        {isOn ? (
          <Button variant="outline" color="red" onClick={() => setAsking(true)}>
            {texts.switchOff}
          </Button>
        ) : (
          <Button onClick={() => void switchOn()}>{texts.switchOn}</Button>
        )}
      </div>
      {problem !== undefined && (
        <p className="notice bad" role="alert">
          {problem}
        </p>
      )}
      <Confirm
        question={isAsking ? question : undefined}
        action={texts.switchOff}
        onClose={() => setAsking(false)}
        onConfirm={() => onSwitch(false)}
      >
        {isAsking && effects()}
      </Confirm>
    </Part>
  )
}
