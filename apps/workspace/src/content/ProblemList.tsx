import type { Channel } from '@baton/content'
import type { RefObject } from 'react'
import { fill, fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import type { EditorHandle } from './JsonEditor.tsx'
import { useContentTexts } from './texts/useContentTexts.ts'
import type { Judgement } from './verdict.ts'

type ProblemListProps = { judgement: Judgement; channel: Channel; editor: RefObject<EditorHandle | null> }

/** Each problem in a sentence; a click leads to its line. */
export function ProblemList({ judgement, channel, editor }: ProblemListProps) {
  const texts = useContentTexts()
  const { problems } = judgement
  return (
    <div className="content-problems">
      <p
        role="status"
        className={judgement.valid === true ? 'notice good' : judgement.valid === false ? 'notice bad' : 'notice'}
      >
        {useVerdict(judgement, channel)}
      </p>
      {problems.length > 0 && (
        <ul aria-label={texts.problems}>
          {problems.map(({ path, rule, message, severity }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one place can have one problem twice
            <li key={`${index} ${path} ${rule}`}>
              <button type="button" className={severity ?? 'error'} onClick={() => editor.current?.goTo(path)}>
                <span className="content-line tabular">
                  {fill(texts.line, { line: editor.current?.lineOf(path) ?? 1 })}
                </span>
                <span>{message}</span>
                <span className="meta">
                  {path === '' ? '/' : path} · {rule}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function useVerdict({ valid, problems, syntax }: Judgement, channel: Channel): string {
  const texts = useContentTexts()
  const { locale } = useTexts()
  const name = texts.channels[channel]
  if (syntax !== undefined) return `${texts.notJson} ${syntax.message}`
  if (valid === undefined) return texts.empty
  const errors = problems.filter(({ severity }) => severity !== 'warning').length
  if (!valid) return fillCounted(texts.wrong, errors, locale)
  if (problems.length === 0) return fill(texts.fine, { channel: name })
  return fill(fillCounted(texts.fineWithWarnings, problems.length, locale), { channel: name })
}
