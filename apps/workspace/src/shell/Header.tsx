import { Button, Menu, Modal } from '@mantine/core'
import { useState } from 'react'
import { usePreferences } from '../base/preferences.tsx'
import { navigate } from '../base/router.tsx'
import { useDeskPart } from '../desk/DeskProvider.tsx'
import { isAnsweredBy } from '../inbox/rowStates.ts'
import { useSession, useSessionContext } from '../session/SessionProvider.tsx'
import { fill, fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Icon } from './Icon.tsx'
import { KeyHint } from './KeyHint.tsx'
import { MOD_NAME } from './keys.ts'
import { StatusMenu } from './StatusMenu.tsx'

type HeaderProps = { onFind: () => void; onKeys: () => void }

export function Header({ onFind, onKeys }: HeaderProps) {
  const texts = useTexts()
  const { account, rights } = useSession()
  return (
    <section className="header" aria-label={account.name}>
      <strong className="header-account">{account.name}</strong>
      <button
        type="button"
        className="header-find"
        onClick={onFind}
        aria-label={texts.paletteTitle}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Icon of="search" size={16} />
        <span>{texts.paletteTitle}</span>
        <KeyHint of={`${MOD_NAME} K`} />
      </button>
      {rights.includes('answer') && <StatusMenu />}
      <AccountMenu onKeys={onKeys} />
    </section>
  )
}

function AccountMenu({ onKeys }: { onKeys: () => void }) {
  const texts = useTexts()
  const { person } = useSession()
  const { signOut } = useSessionContext()
  const { scheme, change } = usePreferences()
  const me = useDeskPart((state) => state.agentId)
  const mine = useDeskPart((state) => state.lists.get('mine'))
  const held = (mine?.rows ?? []).filter((row) => isAnsweredBy(row, me)).length
  const [isAsking, setAsking] = useState(false)
  const leave = () => (held > 0 ? setAsking(true) : void signOut())
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <button type="button" className="header-person">
            <span className="initials" data-initials={initialsOf(person.fullName)} />
            <span className="for-readers">{fill(texts.accountMenu, { name: person.fullName })}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{person.fullName}</Menu.Label>
          <Menu.Item onClick={() => navigate('me')}>{texts.me}</Menu.Item>
          <Menu.Item onClick={() => change({ theme: scheme === 'dark' ? 'light' : 'dark' })}>
            {texts.theme}: {texts.themes[scheme === 'dark' ? 'light' : 'dark']}
          </Menu.Item>
          <Menu.Item onClick={onKeys} rightSection={<KeyHint of="?" />}>
            {texts.keysButton}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={leave}>{texts.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.signOutQuestion}
        closeButtonProps={{ 'aria-label': texts.close }}
      >
        <p>{fillCounted(texts.signOutHint, held, texts.locale)}</p>
        <div className="modal-actions">
          <Button variant="default" onClick={() => setAsking(false)}>
            {texts.cancel}
          </Button>
          <Button onClick={() => void signOut()}>{texts.signOut}</Button>
        </div>
      </Modal>
    </>
  )
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase()
}
