import type { AgentStatus } from '@baton/protocol'
import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ApiProblem, anything } from '../base/http.ts'
import { asProblem } from '../base/useAsked.ts'
import { useApi, useSession } from '../session/SessionProvider.tsx'
import { STATUSES } from '../shell/StatusMenu.tsx'
import { fill } from '../texts/catalogue.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { useLiveTexts } from './texts/useLiveTexts.ts'

interface PersonStatusProps {
  readonly id: number
  readonly name: string
  readonly status: AgentStatus
  /** The server took it. */
  readonly onChanged: () => void
}

/** How somebody is, and what else they might be; they see who said so, and why. */
export function PersonStatus({ id, name, status, onChanged }: PersonStatusProps) {
  const texts = useLiveTexts()
  const shell = useTexts()
  const api = useApi()
  const { home } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<ApiProblem>()

  async function say(wanted: AgentStatus): Promise<void> {
    const why = reason.trim()
    setIsOpen(false)
    try {
      await api.put(`${home}/people/${id}/status`, { status: wanted, ...(why !== '' && { reason: why }) }, anything)
      setProblem(undefined)
      setReason('')
      onChanged()
    } catch (fault) {
      setProblem(asProblem(fault))
    }
  }

  return (
    <>
      <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" width={280} trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<span className={`dot ${status}`} />}
            aria-label={fill(texts.changeStatusOf, { name, status: texts.statusOf[status] })}
            onClick={() => setIsOpen(!isOpen)}
          >
            {texts.statusOf[status]}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className="live-set">
          <p className="meta">{fill(texts.setStatusOf, { name })}</p>
          <TextInput
            size="xs"
            label={texts.reason}
            placeholder={texts.reasonHint}
            maxLength={200}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {STATUSES.filter((one) => one !== status).map((one) => (
            <Button
              key={one}
              variant="subtle"
              size="compact-sm"
              justify="start"
              leftSection={<span className={`dot ${one}`} />}
              onClick={() => void say(one)}
            >
              {texts.statusOf[one]}
            </Button>
          ))}
        </Popover.Dropdown>
      </Popover>
      {problem !== undefined && (
        <span role="alert" className="meta block live-problem">
          {problem.code === 'not-there' ? texts.notThere : problemText(problem, shell)}
        </span>
      )}
    </>
  )
}
