/** Whether this browser shows anything outside of its pages, and whether the person has let it. */
export const outsidePermission = (): NotificationPermission | 'unsupported' =>
  typeof Notification === 'undefined' ? 'unsupported' : Notification.permission

/**
 * Shows a line outside of the page while nobody looks at it. What consumers wrote stays inside: a locked screen shows it to
 * whoever passes by.
 * @param tag the same tag replaces what was shown before
 */
export function notifyOutside(title: string, body: string, tag: string, onOpen: () => void): void {
  if (!document.hidden || outsidePermission() !== 'granted') return
  try {
    const shown = new Notification(title, { body, tag })
    shown.onclick = () => {
      window.focus()
      shown.close()
      onOpen()
    }
  } catch {
    // Some browsers of phones have the word and not the thing.
  }
}
