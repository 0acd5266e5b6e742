import { Checkbox } from '@mantine/core'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { TransferToAgents } from './bot.ts'

const STATES = ['online', 'away', 'offline'] as const
type TransferRightsProps = { value: TransferToAgents; onChange: (value: TransferToAgents) => void }

/** To which people a bot may hand a conversation over by name, by how they are (connector R4.16). */
export function TransferRights({ value, onChange }: TransferRightsProps) {
  const texts = useAdminTexts().bot
  return (
    <fieldset className="admin-group">
      <legend>{texts.toPeople}</legend>
      <p className="meta">{texts.toPeopleHint}</p>
      {STATES.map((state) => (
        <Checkbox
          key={state}
          label={texts.toPeopleWho[state]}
          checked={value[state]}
          onChange={(event) => onChange({ ...value, [state]: event.currentTarget.checked })}
        />
      ))}
    </fieldset>
  )
}
