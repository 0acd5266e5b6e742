/** @jsxImportSource preact */
import type { FileContent } from '@baton/content'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { MessageItem } from '../groupThread.ts'
import type { UiLabels } from '../labels.ts'
import { fileKind, pictureBox } from './fileKind.ts'
import { type FileSight, type SentFile, sentFile } from './fileSight.ts'

type FilePartProps = {
  message: MessageItem
  file: FileContent
  labels: UiLabels
  /** Absent: it is only named. */
  sight?: FileSight | undefined
  onShow?: ((message: MessageItem) => void) | undefined
}

/** A file in a thread: a picture to be opened, or a document to be saved, and what was written with it. */
export function FilePart({ message, file, labels, sight, onShow }: FilePartProps) {
  const sent = sentFile(message)
  return (
    <>
      <span class="for-readers">{labels.file} </span>
      {file.image !== undefined && sight !== undefined && sent !== undefined && onShow !== undefined ? (
        <SmallPicture {...{ sent, labels, sight }} image={file.image} onShow={() => onShow(message)} />
      ) : (
        <DocumentLine {...{ file, sent, labels, sight }} />
      )}
      {file.caption !== undefined && (
        <p class="file-caption" dir="auto">
          {file.caption}
        </p>
      )}
    </>
  )
}

type SmallPictureProps = {
  sent: SentFile
  image: NonNullable<FileContent['image']>
  labels: UiLabels
  sight: FileSight
  onShow: () => void
}

function SmallPicture({ sent: { file, place: where }, image, labels, sight, onShow }: SmallPictureProps) {
  const place = useRef<HTMLButtonElement>(null)
  const [source, setSource] = useState<string | 'missing'>()
  const box = pictureBox(image)
  useEffect(() => {
    let isGone = false
    const stop = whenInSight(place.current, () => {
      void sight.small(...where).then((found) => !isGone && setSource(found ?? 'missing'))
    })
    return () => {
      isGone = true
      stop()
    }
  }, [file.fileId])
  return (
    <button
      ref={place}
      type="button"
      class="file-picture"
      style={{ width: `${box.width}px`, height: `${box.height}px` }}
      aria-label={`${labels.showFile}: ${file.name}`}
      title={file.name}
      onClick={onShow}
    >
      {source === 'missing' && <span class="file-missing">{labels.imageMissing}</span>}
      {source !== undefined && source !== 'missing' && <img src={source} alt="" onError={() => setSource('missing')} />}
    </button>
  )
}

type DocumentLineProps = Pick<FilePartProps, 'file' | 'labels' | 'sight'> & { sent: SentFile | undefined }

function DocumentLine({ file, sent, labels, sight }: DocumentLineProps) {
  const [problem, setProblem] = useState(false)
  const face = (
    <>
      <span class="file-kind" aria-hidden="true">
        {fileKind(file.name)}
      </span>
      <span class="file-words">
        <strong class="file-name">
          <bdi>{file.name}</bdi>
        </strong>
        <span class="file-size">{problem ? labels.fileNotSaved : labels.fileSize(file.size)}</span>
      </span>
    </>
  )
  if (sight === undefined || sent === undefined) return <span class="file-line">{face}</span>
  return (
    <button
      type="button"
      class="file-line"
      title={labels.saveFile}
      onClick={() => void sight.save(...sent.place).then((isSaved) => setProblem(!isSaved))}
    >
      <span class="for-readers">{labels.saveFile}: </span>
      {face}
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M10 3.5v9M6 9l4 4 4-4M4.5 16.5h11"
          fill="none"
          stroke="currentColor"
          stroke-width="1.75"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  )
}

/** Nobody asks for pictures that are never scrolled to. @returns stops waiting */
function whenInSight(element: Element | null, then: () => void): () => void {
  if (element === null || typeof IntersectionObserver === 'undefined') {
    then()
    return () => {}
  }
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    watch.disconnect()
    then()
  })
  watch.observe(element)
  return () => watch.disconnect()
}
