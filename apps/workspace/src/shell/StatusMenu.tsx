import type { AgentStatus } from '@baton/protocol'
import { Menu } from '@mantine/core'
import { useMemo } from 'react'
import { spanText, useNow } from '../base/time.ts'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { fill, numberText } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { type Command, useOfferCommands } from './Commands.tsx'

export const STATUSES: readonly AgentStatus[] = ['online', 'busy', 'away', 'offline']

/** "Online · 3 of 5", with what else one may be. */
export function StatusMenu() {
  const texts = useTexts()
  const desk = useDesk()
  const own = useDeskPart((state) => state.desk)
  const now = useNow()
  const commands = useMemo<readonly Command[]>(
    () =>
      STATUSES.map((state) => ({
        id: `status ${state}`,
        title: fill(texts.beStatus, { status: texts.statusOf[state] }),
        run: () => void desk.setStatus(state),
      })),
    [texts, desk],
  )
  useOfferCommands('status', commands)
  if (own === undefined) return <span className="header-status" aria-hidden="true" />
  const { status, since } = own
  const load = numberText(own.load, texts.locale)
  const span = spanText(Math.max(now - since, 0), texts.locale)
  const values = { status: texts.statusOf[status], span, load, capacity: own.capacity }
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <button type="button" className="header-status" title={fill(texts.statusButton, values)}>
          <span className="for-readers">{texts.statusYours}</span>
          <span className={`dot ${status}`} />
          <span>{values.status}</span>
          <span className="quiet header-since tabular">{span}</span>
          <span className="header-load tabular">{fill(texts.loadOf, values)}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.changeStatus}</Menu.Label>
        {STATUSES.map((state) => (
          <Menu.Item
            key={state}
            leftSection={<span className={`dot ${state}`} />}
            aria-current={state === status ? 'true' : undefined}
            onClick={() => void desk.setStatus(state)}
          >
            {texts.statusOf[state]}
            <span className="meta block">{texts.statusHints[state]}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
