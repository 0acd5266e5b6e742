import { Part } from '../kit/FormScreen.tsx'
import { filled, ListEditor } from '../kit/ListEditor.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AccountScreen } from './AccountScreen.tsx'

/** Where cards may show pictures from. */
export default function ImageHosts() {
  const texts = useAdminTexts()
  return (
    <AccountScreen
      title={texts.imageHosts}
      hint={texts.imageHostsHint}
      toValues={({ imageHosts }) => ({ imageHosts: imageHosts as readonly string[] })}
      toBody={({ imageHosts }) => ({ imageHosts: filled(imageHosts) })}
    >
      {({ values, set, errorAt }) => (
        <Part title={texts.hosts}>
          <ListEditor
            label={texts.hosts}
            hint={texts.hostsHint}
            values={values.imageHosts}
            placeholder="images.example.com"
            add={texts.addHost}
            errorAt={(index) => errorAt(`/imageHosts/${index}`)}
            onChange={(imageHosts) => set({ imageHosts })}
          />
        </Part>
      )}
    </AccountScreen>
  )
}
