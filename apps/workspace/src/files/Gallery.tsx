import './files.css'
import type { ConversationId } from '@baton/base'
import type { ViewFile } from '@baton/protocol'
import { FileView, type MessageItem } from '@baton/ui'
import { h } from 'preact'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { momentText } from '../base/time.ts'
import { CardIsland } from '../content/CardIsland.tsx'
import { useDesk } from '../desk/DeskProvider.tsx'
import { labelsOf } from '../texts/labels.ts'
import { useTexts } from '../texts/useTexts.ts'
import { usePictures } from './FilesProvider.tsx'
import { SavedFile } from './SavedFile.tsx'
import { useFileTexts } from './texts/useFileTexts.ts'

const PAGE = 24

type GalleryProps = {
  conversationId: ConversationId
  /** Place of the newest message with a file: another one, and the list is asked for again. */
  newest: number
}

/** All files of a conversation, the newest first: pictures to be opened, documents to be saved. */
export function Gallery({ conversationId, newest }: GalleryProps) {
  const texts = useFileTexts()
  const { locale } = useTexts()
  const desk = useDesk()
  const [files, setFiles] = useState<readonly ViewFile[]>()
  const [hasMore, setMore] = useState(false)
  const [problem, setProblem] = useState(false)
  const [shown, setShown] = useState<string>()
  const load = useCallback(
    async (before: readonly ViewFile[]) => {
      const answer = await desk.files.list(conversationId, before.at(-1)?.seq, PAGE)
      setProblem(!answer.ok)
      if (!answer.ok) return
      setFiles([...before, ...answer.frame.files])
      setMore(answer.frame.more)
    },
    [desk, conversationId],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer file makes a newer list
  useEffect(() => void load([]), [load, newest])
  const pictures = (files ?? []).filter(({ image }) => image !== undefined)
  const documents = (files ?? []).filter(({ image }) => image === undefined)
  return (
    <>
      {files?.length === 0 && <p className="quiet">{texts.noFiles}</p>}
      {pictures.length > 0 && (
        <ul className="gallery">
          {pictures.map((file) => (
            <li key={file.fileId}>
              <SmallPicture file={file} conversationId={conversationId} onShow={() => setShown(file.fileId)} />
            </li>
          ))}
        </ul>
      )}
      {documents.length > 0 && (
        <ul className="side-list">
          {documents.map((file) => (
            <li key={file.fileId}>
              <SavedFile
                file={file}
                conversationId={conversationId}
                facts={[file.from === 'agent' ? texts.fromUs : texts.fromConsumer, momentText(file.at, locale)]}
              />
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <p className="notice bad" role="alert">
          {texts.filesFailed}
        </p>
      )}
      {hasMore && (
        <button type="button" className="link-button" onClick={() => void load(files ?? [])}>
          {texts.showMore}
        </button>
      )}
      {shown !== undefined && (
        <Large {...{ pictures, conversationId, shown }} onShow={setShown} onClose={() => setShown(undefined)} />
      )}
    </>
  )
}

type OneProps = { file: ViewFile; conversationId: ConversationId }

function SmallPicture({ file, conversationId, onShow }: OneProps & { onShow: () => void }) {
  const texts = useFileTexts()
  const pictures = usePictures()
  const [source, setSource] = useState<string>()
  const { fileId, name } = file
  useEffect(() => {
    let isGone = false
    void pictures.small(conversationId, fileId).then((found) => !isGone && setSource(found))
    return () => {
      isGone = true
    }
  }, [pictures, conversationId, fileId])
  return (
    <button
      type="button"
      className="gallery-picture"
      aria-label={`${texts.showFile}: ${name}`}
      title={name}
      onClick={onShow}
    >
      {source !== undefined && <img src={source} alt="" />}
    </button>
  )
}

type LargeProps = {
  pictures: readonly ViewFile[]
  conversationId: ConversationId
  shown: string
  onShow: (fileId: string) => void
  onClose: () => void
}

/** The same view as in the thread; to the right is the next newer one. */
function Large({ pictures, conversationId, shown, onShow, onClose }: LargeProps) {
  const texts = useTexts()
  const labels = useMemo(() => labelsOf(texts), [texts])
  const sight = usePictures()
  const messages = useMemo(
    () => pictures.map((file) => asMessage(file, conversationId)).reverse(),
    [pictures, conversationId],
  )
  const message = messages.find(({ key }) => key === shown)
  if (message === undefined) return null
  const drawing = h(FileView, { messages, shown: message, labels, sight, onShow: ({ key }) => onShow(key), onClose })
  return <CardIsland drawing={drawing} />
}

function asMessage({ fileId, seq, name, mediaType, size, at, from, image }: ViewFile, conversationId: ConversationId) {
  const content = { kind: 'file', fileId, name, mediaType, size, ...(image && { image }) } as const
  const said = { kind: 'message', key: fileId, at, mine: false, role: from, name: '' } as const
  return { ...said, conversationId, seq, content } satisfies MessageItem
}
