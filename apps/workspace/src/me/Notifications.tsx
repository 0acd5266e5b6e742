import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { anything } from '../base/http.ts'
import { usePreferences } from '../base/preferences.tsx'
import { useSession, useSessionContext } from '../session/SessionProvider.tsx'
import { outsidePermission } from '../shell/notifyOutside.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Outcome, type Told } from './Outcome.tsx'

/** How one is told that somebody waits: by sound, outside of the page, by mail. */
export function Notifications() {
  const texts = useTexts()
  const { api, person } = useSession()
  const { refresh } = useSessionContext()
  const { sound, outside, change } = usePreferences()
  const [told, setTold] = useState<Told>()
  const permission = outsidePermission()

  const wishOutside = async (wanted: boolean) => {
    const allowed = !wanted || permission === 'granted' || (await Notification.requestPermission()) === 'granted'
    setTold(allowed ? undefined : { bad: texts.outsideDenied })
    change({ outside: wanted && allowed })
  }
  const wishMail = async (mailWhenWaiting: boolean) => {
    try {
      await api.put('/me', { mailWhenWaiting }, anything)
      setTold(undefined)
      await refresh()
    } catch (fault) {
      setTold({ bad: problemText(fault, texts) })
    }
  }
  return (
    <section aria-labelledby="me-notifications">
      <h2 id="me-notifications">{texts.notifications}</h2>
      <div className="me-choices">
        <Checkbox
          label={texts.sound}
          checked={sound}
          onChange={(event) => change({ sound: event.currentTarget.checked })}
        />
        <Checkbox
          label={texts.outside}
          description={permission === 'unsupported' ? texts.outsideUnsupported : texts.outsideHint}
          disabled={permission === 'unsupported'}
          checked={outside && permission === 'granted'}
          onChange={(event) => void wishOutside(event.currentTarget.checked)}
        />
        {person.email !== undefined && (
          <Checkbox
            label={texts.mailWhenWaiting}
            description={texts.mailWhenWaitingHint}
            checked={person.mailWhenWaiting === true}
            onChange={(event) => void wishMail(event.currentTarget.checked)}
          />
        )}
      </div>
      <Outcome told={told} />
    </section>
  )
}
