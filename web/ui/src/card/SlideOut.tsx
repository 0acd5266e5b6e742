/** @jsxImportSource preact */
import { hostOf } from '../safeAddress.ts'
import { useCard } from './cardContext.ts'
import { Popup } from './Popup.tsx'

type SlideOutProps = { address: string; title: string; onClose: () => void }

/** A page beside the conversation (SC5.5). Some sites refuse to be shown in a frame, so the way to a window of its own is always there. */
export function SlideOut({ address, title, onClose }: SlideOutProps) {
  const { labels } = useCard()
  return (
    <Popup title={title} kind="slide-out" onClose={onClose}>
      <p class="popup-note slide-out-note">
        <a href={address} target="_blank" rel="noopener noreferrer" dir="ltr">
          {hostOf(address)}
          <span aria-hidden="true"> ↗</span>
          <span class="for-readers"> {labels.opensNewWindow}</span>
        </a>
      </p>
      <iframe
        src={address}
        title={title}
        referrerpolicy="no-referrer"
        sandbox="allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts"
      />
    </Popup>
  )
}
