import '../../files/files.css'
import { Checkbox } from '@mantine/core'
import { useFileTexts } from '../../files/texts/useFileTexts.ts'
import { Part } from '../kit/FormScreen.tsx'
import { AccountScreen } from './AccountScreen.tsx'
import type { Account } from './account.ts'

/** As the server knows them, and as people call them. */
const KINDS = {
  jpeg: 'JPG',
  png: 'PNG',
  gif: 'GIF',
  pdf: 'PDF',
  docx: 'DOCX',
  pptx: 'PPTX',
  xlsx: 'XLSX',
  txt: 'TXT',
} as const
type Kind = keyof typeof KINDS
const ALL = Object.keys(KINDS) as Kind[]

/** Absent means every kind that the server knows, those to come too: then nothing is said of kinds. */
const chosen = (kinds: readonly string[] | undefined): readonly Kind[] =>
  kinds === undefined ? ALL : ALL.filter((kind) => kinds.includes(kind))
const told = (kinds: readonly Kind[]): readonly Kind[] | undefined => (kinds.length === ALL.length ? undefined : kinds)

const toValues = ({ files }: Account) => ({
  enabled: files?.enabled ?? false,
  fromConsumers: chosen(files?.fromConsumers),
  fromAgents: chosen(files?.fromAgents),
  macros: files?.macros ?? false,
})

/** Whether files may be sent in this account, and which. */
export default function FileSettings() {
  const texts = useFileTexts()
  return (
    <AccountScreen
      title={texts.title}
      hint={texts.hint}
      toValues={toValues}
      toBody={({ enabled, macros, ...kinds }) => {
        const [fromConsumers, fromAgents] = [told(kinds.fromConsumers), told(kinds.fromAgents)]
        return {
          files: { enabled, macros, ...(fromConsumers && { fromConsumers }), ...(fromAgents && { fromAgents }) },
        }
      }}
    >
      {({ values, set }) => (
        <>
          <Part title={texts.title}>
            <Checkbox
              label={texts.enabled}
              description={texts.enabledHint}
              checked={values.enabled}
              onChange={(event) => set({ enabled: event.currentTarget.checked })}
            />
            <Checkbox
              label={texts.macros}
              description={texts.macrosHint}
              disabled={!values.enabled}
              checked={values.macros}
              onChange={(event) => set({ macros: event.currentTarget.checked })}
            />
          </Part>
          <Kinds
            title={texts.fromConsumers}
            isOff={!values.enabled}
            kinds={values.fromConsumers}
            onChange={(fromConsumers) => set({ fromConsumers })}
          />
          <Kinds
            title={texts.fromAgents}
            isOff={!values.enabled}
            kinds={values.fromAgents}
            onChange={(fromAgents) => set({ fromAgents })}
          />
        </>
      )}
    </AccountScreen>
  )
}

type KindsProps = {
  title: string
  isOff: boolean
  kinds: readonly Kind[]
  onChange: (kinds: readonly Kind[]) => void
}

function Kinds({ title, isOff, kinds, onChange }: KindsProps) {
  return (
    <Part title={title}>
      <div className="file-kinds">
        {ALL.map((kind) => (
          <Checkbox
            key={kind}
            label={KINDS[kind]}
            disabled={isOff}
            checked={kinds.includes(kind)}
            onChange={({ currentTarget }) =>
              onChange(ALL.filter((one) => (one === kind ? currentTarget.checked : kinds.includes(one))))
            }
          />
        ))}
      </div>
    </Part>
  )
}
