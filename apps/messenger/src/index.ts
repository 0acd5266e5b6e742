import { BatonMessenger } from './element.tsx'
import { ownTag, readSettings } from './settings.ts'

const NAME = 'baton-messenger'

declare global {
  interface Window {
    baton?: Pick<BatonMessenger, 'open' | 'close' | 'setAttributes' | 'signIn' | 'signOut'>
  }
}

/** Puts the messenger into the page whose script tag this is; a second tag changes nothing. */
function start(): void {
  const settings = readSettings(ownTag())
  if (settings === undefined || customElements.get(NAME) !== undefined) return
  customElements.define(NAME, BatonMessenger)
  const messenger = document.createElement(NAME) as BatonMessenger
  messenger.configure(settings)
  window.baton = {
    open: () => messenger.open(),
    close: () => messenger.close(),
    signIn: (identity) => messenger.signIn(identity),
    signOut: () => messenger.signOut(),
    setAttributes: (attributes) => messenger.setAttributes(attributes),
  }
  const show = () => document.body.append(messenger)
  if (document.body === null) addEventListener('DOMContentLoaded', show, { once: true })
  else show()
}

start()
