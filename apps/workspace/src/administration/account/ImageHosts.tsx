import { Checkbox } from '@mantine/core'
import { Part } from '../kit/FormScreen.tsx'
import { filled, ListEditor } from '../kit/ListEditor.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AccountScreen } from './AccountScreen.tsx'

/** What holds of all cards: where their pictures may come from, and how long they answer. */
export default function ImageHosts() {
  const texts = useAdminTexts()
  return (
    <AccountScreen
      title={texts.imageHosts}
      hint={texts.imageHostsHint}
      toValues={({ imageHosts, blockOlderCards = false, cardsBlockText = false }) => ({
        imageHosts: imageHosts as readonly string[],
        blockOlderCards,
        cardsBlockText,
      })}
      toBody={({ imageHosts, ...flags }) => ({ imageHosts: filled(imageHosts), ...flags })}
    >
      {({ values, set, errorAt }) => (
        <>
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
          <Part title={texts.cardAnswers}>
            <Checkbox
              label={texts.blockOlderCards}
              description={texts.blockOlderCardsHint}
              checked={values.blockOlderCards}
              onChange={(event) => set({ blockOlderCards: event.currentTarget.checked })}
            />
            <Checkbox
              label={texts.cardsBlockText}
              description={texts.cardsBlockTextHint}
              checked={values.cardsBlockText}
              onChange={(event) => set({ cardsBlockText: event.currentTarget.checked })}
            />
          </Part>
        </>
      )}
    </AccountScreen>
  )
}
