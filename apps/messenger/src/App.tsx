import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Conversation } from './Conversation.tsx'
import type { Controller } from './controller.ts'
import { focusForWriting } from './focusForWriting.ts'
import { Header } from './Header.tsx'
import { useMessenger } from './hooks.ts'
import { Launcher } from './Launcher.tsx'
import { Menu } from './Menu.tsx'

/** A launcher, or the window in its place. */
export function App({ controller }: { controller: Controller }) {
  const state = useMessenger(controller)
  const { texts, open, client } = state
  const [menuIsOpen, setMenu] = useState(false)
  const launcher = useRef<HTMLButtonElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const window = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(open)

  useLayoutEffect(() => {
    if (wasOpen.current === open) return // a page that comes with the window open keeps its own focus
    wasOpen.current = open
    if (open) focusForWriting(field.current)
    else launcher.current?.focus()
  }, [open])
  useEffect(() => {
    if (open) controller.seen()
  }, [open, controller])

  const minimise = () => controller.change({ open: false })
  const end = async (): Promise<boolean> => {
    const answer = await controller.client?.close()
    return answer?.ok === true
  }
  const canEnd = client?.view !== undefined && client.view.header.phase !== 'closed'

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    if (menuIsOpen) setMenu(false)
    else minimise()
  }
  if (!open) {
    return (
      <Launcher
        texts={texts}
        unread={client?.unread ?? 0}
        buttonRef={launcher}
        onOpen={() => controller.change({ open: true })}
      />
    )
  }
  return (
    <div
      class="window"
      ref={window}
      role="dialog"
      aria-label={controller.settings.brand ?? texts.title}
      lang={texts.locale}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <Header
        settings={controller.settings}
        texts={texts}
        client={client}
        menuIsOpen={menuIsOpen}
        onMenu={() => setMenu(!menuIsOpen)}
        onMinimise={minimise}
      />
      {menuIsOpen && (
        <Menu
          texts={texts}
          sound={state.sound}
          onEnd={canEnd ? end : undefined}
          onSound={(sound) => controller.change({ sound })}
          onLanguage={(language) => controller.change({ language })}
          onDone={() => {
            setMenu(false)
            focusForWriting(field.current)
          }}
        />
      )}
      {controller.client !== undefined && client !== undefined && (
        <Conversation
          controller={controller}
          client={controller.client}
          state={client}
          texts={texts}
          draft={state.draft}
          fieldRef={field}
          onDraft={(draft) => controller.change({ draft })}
          windowRef={window}
          onSeen={controller.seen}
        />
      )}
    </div>
  )
}
