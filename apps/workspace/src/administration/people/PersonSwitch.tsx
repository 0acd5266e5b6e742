import { z } from 'zod'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill, fillCounted } from '../../texts/catalogue.ts'
import { SwitchPart } from '../kit/SwitchPart.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type Person, person } from './person.ts'

const uses = z.object({ open: z.number() })

type PersonSwitchProps = { person: Person; onChanged: () => void }

export function PersonSwitch({ person: { id, fullName, enabled }, onChanged }: PersonSwitchProps) {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  return (
    <SwitchPart
      isOn={enabled}
      question={fill(texts.offPerson, { name: fullName })}
      offHint={texts.personIsOff}
      effects={() => <Effects id={id} />}
      onSwitch={async (isOn) => {
        await api.patch(`${home}/people/${id}`, { enabled: isOn }, person)
        onChanged()
      }}
    />
  )
}

function Effects({ id }: { id: number }) {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const { data } = useAsked(() => api.get(`${home}/people/${id}/uses`, uses), [id])
  return (
    <>
      <p>{texts.offPersonHint}</p>
      {data !== undefined && data.open > 0 && (
        <p className="notice waiting">{fillCounted(texts.offPersonOpen, data.open, texts.locale)}</p>
      )}
    </>
  )
}
