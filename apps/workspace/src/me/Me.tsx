import './me.css'
import { useTexts } from '../texts/useTexts.ts'
import { Appearance } from './Appearance.tsx'
import { Notifications } from './Notifications.tsx'
import { Password } from './Password.tsx'
import { Profile } from './Profile.tsx'
import { Sessions } from './Sessions.tsx'

/** One's own: name, looks, password, where one is signed in. */
export default function Me() {
  const texts = useTexts()
  return (
    <div className="me">
      <h1>{texts.me}</h1>
      <Profile />
      <Appearance />
      <Notifications />
      <Password />
      <Sessions />
    </div>
  )
}
