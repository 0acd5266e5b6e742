import type { ConversationId } from '@baton/base'
import { Menu } from '@mantine/core'
import { useState } from 'react'
import { anything } from '../base/http.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { TagChip } from '../words/tags/TagChip.tsx'
import { useNamedTags, useTags } from '../words/tags/TagsProvider.tsx'
import { useWordProblem } from '../words/texts/useWordTexts.ts'

type TagsPartProps = { conversationId: ConversationId; tags: readonly number[]; canChange: boolean }

/** What the conversation is sorted by; what changes comes back as an event, for everybody at once. */
export function TagsPart({ conversationId, tags, canChange }: TagsPartProps) {
  const texts = useTexts()
  const { api, home } = useSession()
  const { all } = useTags()
  const named = useNamedTags(tags)
  const problemOf = useWordProblem()
  const [problem, setProblem] = useState<string>()
  const free = all.filter(({ id, retired }) => !retired && !tags.includes(id))
  const change = async (body: { add?: number[]; remove?: number[] }) => {
    try {
      await api.post(`${home}/conversations/${encodeURIComponent(conversationId)}/tags`, body, anything)
      setProblem(undefined)
    } catch (fault) {
      setProblem(problemOf(fault))
    }
  }
  return (
    <>
      <div className="tag-line">
        {named.map((tag) => (
          <TagChip key={tag.id} tag={tag}>
            {canChange && (
              <button
                type="button"
                aria-label={fill(texts.removeTag, { name: tag.name })}
                title={texts.remove}
                onClick={() => void change({ remove: [tag.id] })}
              >
                <Icon of="close" size={12} />
              </button>
            )}
          </TagChip>
        ))}
        {named.length === 0 && <span className="quiet">{texts.noTags}</span>}
        {canChange && free.length > 0 && (
          <Menu position="bottom-start" width={220}>
            <Menu.Target>
              <button type="button" className="link-button">
                {texts.addTag}
              </button>
            </Menu.Target>
            <Menu.Dropdown mah={320} className="tag-menu">
              {free.map((tag) => (
                <Menu.Item key={tag.id} onClick={() => void change({ add: [tag.id] })}>
                  <TagChip tag={tag} />
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {problem !== undefined && (
        <p className="notice bad" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
