import { useState } from 'preact/hooks'
import { LANGUAGES } from './texts/languages.ts'
import type { Texts } from './texts/texts.ts'

type MenuProps = {
  texts: Texts
  sound: boolean
  /** Absent when nothing is open that could be ended. */
  onEnd: (() => Promise<boolean>) | undefined
  onSound: (on: boolean) => void
  onLanguage: (locale: string) => void
  onDone: () => void
}

/** Folds out under the header; ending asks once more, in place. */
export function Menu({ texts, sound, onEnd, onSound, onLanguage, onDone }: MenuProps) {
  const [asks, setAsks] = useState(false)
  const [failed, setFailed] = useState(false)
  const end = async () => {
    const ended = await onEnd?.()
    if (ended === true) onDone()
    else setFailed(true)
  }
  return (
    <section class="menu" aria-label={texts.menu}>
      <label class="menu-row">
        {texts.sound}
        <input type="checkbox" checked={sound} onChange={(event) => onSound(event.currentTarget.checked)} />
      </label>
      <label class="menu-row">
        {texts.language}
        <select value={texts.locale} onChange={(event) => onLanguage(event.currentTarget.value)}>
          {LANGUAGES.map(({ locale, languageName }) => (
            <option key={locale} value={locale} lang={locale}>
              {languageName}
            </option>
          ))}
        </select>
      </label>
      {onEnd !== undefined && !asks && (
        <button type="button" class="menu-row danger" onClick={() => setAsks(true)}>
          {texts.end}
        </button>
      )}
      {onEnd !== undefined && asks && (
        // biome-ignore lint/a11y/useSemanticElements: a question with two answers, not a set of fields
        <div class="menu-confirm" role="group" aria-label={texts.endQuestion}>
          <p>{failed ? texts.endFailed : texts.endQuestion}</p>
          <button type="button" class="plain" onClick={() => setAsks(false)}>
            {texts.endCancel}
          </button>
          <button type="button" class="danger-filled" ref={(button) => button?.focus()} onClick={() => void end()}>
            {texts.endConfirm}
          </button>
        </div>
      )}
    </section>
  )
}
