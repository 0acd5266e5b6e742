import { Modal } from '@mantine/core'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { KEY_GROUPS, MOD_NAME } from './keys.ts'

export function KeysHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const texts = useTexts()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={texts.keysTitle}
      size="lg"
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <p className="quiet">{fill(texts.keysHint, { mod: MOD_NAME })}</p>
      <div className="keys">
        {(Object.keys(KEY_GROUPS) as (keyof typeof KEY_GROUPS)[]).map((group) => (
          <section key={group}>
            <h3>{texts.keyGroups[group]}</h3>
            <dl>
              {KEY_GROUPS[group].map(({ name, keys }) => (
                <div key={name}>
                  <dt>{texts.keys[name]}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{shownKey(key)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}

export function shownKey(key: string): string {
  return key
    .split('+')
    .map((part) => (part === 'mod' ? MOD_NAME : part.length === 1 ? part.toUpperCase() : part))
    .join(' ')
}
