import { chime } from '@baton/ui'
import { useEffect, useRef } from 'react'
import { usePreferences } from '../base/preferences.tsx'
import { navigate, useRoute } from '../base/router.tsx'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { useKeys } from './keys.ts'
import { notifyOutside } from './notifyOutside.ts'

const BADGE = /^\(\d+\) /

/** Tells of offers wherever one is: by sound, in the title of the tab, and answers A and R. */
export function OffersWatch() {
  const texts = useTexts()
  const desk = useDesk()
  const { parts } = useRoute()
  const { sound, outside } = usePreferences()
  const offers = useDeskPart((state) => state.offers)
  const count = offers.length
  const [first] = offers
  const known = useRef(new Set<string>())

  useEffect(() => {
    const fresh = offers.find(({ conversationId }) => !known.current.has(conversationId))
    known.current = new Set(offers.map(({ conversationId }) => conversationId))
    if (fresh === undefined) return
    if (sound) chime()
    if (outside) {
      const { conversationId, row } = fresh
      notifyOutside(texts.offerOutside, row.skillName, `offer ${conversationId}`, () => navigate('inbox'))
    }
  }, [offers, sound, outside, texts])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen brings another title
  useEffect(() => {
    const title = document.title.replace(BADGE, '')
    document.title = count === 0 ? title : fill(texts.offersTitle, { count, title })
  }, [count, texts, parts])
  useKeys({
    accept:
      first &&
      (() => {
        void desk.accept(first.conversationId)
        navigate(`inbox/${first.conversationId}`)
      }),
    reject: first && (() => void desk.reject(first.conversationId)),
  })
  return null
}
