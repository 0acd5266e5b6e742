import { useEffect, useRef } from 'react'
import type { Texts } from '../texts/en.ts'

export type KeyName = keyof Texts['keys']
interface KeyLine {
  readonly name: KeyName
  /** As `KeyboardEvent.key`; `mod+` is ⌘ on a Mac, Ctrl elsewhere. */
  readonly keys: readonly string[]
}

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')
export const MOD_NAME = isMac ? '⌘' : 'Ctrl'

/** Every key of the workspace; what `?` shows and what `useKeys` hears is this list. */
export const KEY_GROUPS: { readonly [Group in keyof Texts['keyGroups']]: readonly KeyLine[] } = {
  everywhere: [
    { name: 'palette', keys: ['mod+k'] },
    { name: 'help', keys: ['?'] },
    { name: 'inbox', keys: ['i'] },
    { name: 'queue', keys: ['u'] },
    { name: 'live', keys: ['v'] },
    { name: 'accept', keys: ['a'] },
    { name: 'reject', keys: ['r'] },
  ],
  list: [
    { name: 'next', keys: ['j'] },
    { name: 'previous', keys: ['k'] },
    { name: 'list', keys: ['l'] },
    { name: 'idle', keys: ['h'] },
  ],
  conversation: [
    { name: 'reply', keys: ['e'] },
    { name: 'note', keys: ['n'] },
    { name: 'send', keys: ['Enter'] },
    { name: 'newLine', keys: ['Shift+Enter'] },
    { name: 'savedReplies', keys: ['/'] },
    { name: 'transfer', keys: ['t'] },
    { name: 'backToQueue', keys: ['b'] },
    { name: 'takeOver', keys: ['o'] },
    { name: 'close', keys: ['c'] },
    { name: 'side', keys: ['d'] },
  ],
}
const ALL = Object.values(KEY_GROUPS).flat()

/**
 * Hears keys of the list above while this is shown. Not where somebody writes, nor under a modal; `mod` keys everywhere.
 * @param actions by name; undefined: not now
 */
export function useKeys(actions: { readonly [Name in KeyName]?: (() => void) | undefined }): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      const isMod = event.ctrlKey || event.metaKey
      const key = `${isMod ? 'mod+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
      if (!isMod && (event.altKey || isWriting(event) || isUnderModal())) return
      const line = ALL.find(({ keys }) => keys.includes(key))
      const act = line && latest.current[line.name]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
}

function isWriting(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  if (!(target instanceof HTMLElement)) return false
  return target.matches('input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menuitem"]')
}

const isUnderModal = () => document.querySelector('[aria-modal="true"]') !== null
