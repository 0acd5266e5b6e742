import type { ClientState } from '@baton/client'
import type { Settings } from './settings.ts'
import type { Texts } from './texts/texts.ts'

type HeaderProps = {
  settings: Settings
  texts: Texts
  client: ClientState | undefined
  menuIsOpen: boolean
  onMenu: () => void
  onMinimise: () => void
}

export function Header({ settings, texts, client, menuIsOpen, onMenu, onMinimise }: HeaderProps) {
  return (
    <div class="header">
      <div class="who">
        <h2 dir="auto">{settings.brand ?? texts.title}</h2>
        <p>{whoIsHere(client, texts)}</p>
      </div>
      <HeaderButton
        label={texts.menu}
        path="M5 10h.01M10 10h.01M15 10h.01"
        width={3}
        expanded={menuIsOpen}
        onPress={onMenu}
      />
      <HeaderButton label={texts.minimise} path="M5 8l5 5 5-5" width={2} onPress={onMinimise} />
    </div>
  )
}

function HeaderButton(props: { label: string; path: string; width: number; expanded?: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      class="header-button"
      aria-label={props.label}
      title={props.label}
      aria-expanded={props.expanded}
      onClick={props.onPress}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path
          d={props.path}
          fill="none"
          stroke="currentColor"
          stroke-width={props.width}
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  )
}

/** Who answers the next message. */
function whoIsHere(client: ClientState | undefined, texts: Texts): string {
  const header = client?.view?.header
  if (header === undefined) return texts.subtitleStart
  if (header.phase === 'closed') return texts.subtitleEnded
  const { assignee, joined } = header
  const people = joined.map(({ who }) => who)
  if (assignee !== undefined && assignee.kind !== 'queue') people.unshift(assignee.who)
  const names = people.flatMap((who) => ('name' in who ? [who.name] : []))
  return names.length > 0 ? names.join(', ') : texts.subtitleQueue
}
