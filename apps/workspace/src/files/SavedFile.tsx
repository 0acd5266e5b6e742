import './files.css'
import type { ConversationId } from '@baton/base'
import type { FileContent } from '@baton/content'
import { fileKind, fileSize } from '@baton/ui'
import { useState } from 'react'
import { useTexts } from '../texts/useTexts.ts'
import { usePictures } from './FilesProvider.tsx'
import { useFileTexts } from './texts/useFileTexts.ts'

type SavedFileProps = {
  conversationId: ConversationId
  file: Pick<FileContent, 'fileId' | 'name' | 'size'>
  /** Further facts of it, after its size. */
  facts?: readonly string[]
}

/** A file in a list: pressed, it is saved where the browser puts downloads. */
export function SavedFile({ conversationId, file: { fileId, name, size }, facts = [] }: SavedFileProps) {
  const texts = useFileTexts()
  const { locale } = useTexts()
  const pictures = usePictures()
  const [isFailed, setFailed] = useState(false)
  return (
    <button
      type="button"
      className="gallery-document"
      title={texts.saveFile}
      onClick={() => void pictures.save(conversationId, fileId).then((isSaved) => setFailed(!isSaved))}
    >
      <span className="for-readers">{texts.saveFile}: </span>
      <span className="gallery-kind" aria-hidden="true">
        {fileKind(name)}
      </span>
      <span className="gallery-words">
        <bdi className="gallery-name">{name}</bdi>
        <span className="meta tabular">
          {isFailed ? texts.fileNotSaved : [fileSize(size, locale), ...facts].join(' · ')}
        </span>
      </span>
    </button>
  )
}
