import './conversations.css'
import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { pageOf } from '../base/http.ts'
import { Link } from '../base/router.tsx'
import { momentText } from '../base/time.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { TagChip } from '../words/tags/TagChip.tsx'
import { useNamedTags } from '../words/tags/TagsProvider.tsx'
import { useWordProblem, useWordTexts } from '../words/texts/useWordTexts.ts'
import { type Listed, listed, phaseText } from './found.ts'

const PAGE = 10
const pages = pageOf(listed)

type ThreadProps = {
  /** Of a consumer's conversations at the server. */
  path: string
  /** The one that is open beside it; left out. */
  except?: string
  /** Said when there is none. */
  none?: string
}

/** A consumer's conversations, the newest first, page by page. */
export function Thread({ path, except, none }: ThreadProps) {
  const texts = useWordTexts()
  const { api } = useSession()
  const problemOf = useWordProblem()
  const [items, setItems] = useState<readonly Listed[]>()
  const [next, setNext] = useState<string | number>()
  const [problem, setProblem] = useState<unknown>()
  const load = useCallback(
    async (before: readonly Listed[], after?: string | number) => {
      try {
        const more = after === undefined ? '' : `&before=${after}`
        const page = await api.get(`${path}?limit=${PAGE}${more}`, pages)
        setItems([...before, ...page.items])
        setNext(page.next)
        setProblem(undefined)
      } catch (fault) {
        setProblem(fault)
      }
    },
    [api, path],
  )
  useEffect(() => void load([]), [load])
  const shown = (items ?? []).filter(({ conversationId }) => conversationId !== except)
  return (
    <>
      {items !== undefined && shown.length === 0 && next === undefined && none !== undefined && (
        <p className="quiet">{none}</p>
      )}
      {shown.length > 0 && (
        <ul className="found">
          {shown.map((one) => (
            <li key={one.conversationId}>
              <One conversation={one} />
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && (
        <p className="notice bad" role="alert">
          {problemOf(problem)}
        </p>
      )}
      {next !== undefined && (
        <div>
          <Button size="xs" variant="default" onClick={() => void load(items ?? [], next)}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}

function One({ conversation }: { conversation: Listed }) {
  const texts = useWordTexts()
  const tags = useNamedTags(conversation.tags)
  const { conversationId, phase, openedAt, lastLine } = conversation
  return (
    <Link to={`conversations/${encodeURIComponent(conversationId)}`} className="found-one">
      <span className="found-top">
        <span className="meta tabular">{momentText(openedAt, texts.locale)}</span>
        <span className="meta found-when">{phaseText(phase, texts)}</span>
      </span>
      <span className="found-text" dir="auto">
        {lastLine?.text ?? texts.noWordsHere}
      </span>
      {tags.length > 0 && (
        <span className="tag-line">
          {tags.map((tag) => (
            <TagChip key={tag.id} tag={tag} />
          ))}
        </span>
      )}
    </Link>
  )
}
