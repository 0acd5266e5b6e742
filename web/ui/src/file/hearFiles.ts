export interface FilesHeard {
  /** Something that holds files is over the place, or no more. */
  onOver(isOver: boolean): void
  onFiles(files: readonly File[]): void
}

/** Listens for files that are dropped on a place, or pasted into it. @returns stops listening */
export function hearFiles(place: HTMLElement, { onOver, onFiles }: FilesHeard): () => void {
  let depth = 0
  const over = (next: number) => {
    if (depth > 0 !== next > 0) onOver(next > 0)
    depth = Math.max(0, next)
  }
  const onDrag = (event: DragEvent) => {
    if (!holdsFiles(event.dataTransfer)) return
    event.preventDefault() // a browser would open the file in the page's place
    if (event.type === 'dragenter') over(depth + 1)
    if (event.type === 'dragleave') over(depth - 1)
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
  }
  const onDrop = (event: DragEvent) => {
    if (!holdsFiles(event.dataTransfer)) return
    event.preventDefault()
    over(0)
    take(filesOf(event.dataTransfer))
  }
  const onPaste = (event: ClipboardEvent) => {
    // A table or a paragraph is pasted with a picture of itself: then the words are meant.
    if (!holdsFiles(event.clipboardData) || event.clipboardData?.types.includes('text/plain')) return
    event.preventDefault()
    take(filesOf(event.clipboardData))
  }
  const take = (files: readonly File[]) => {
    if (files.length > 0) onFiles(files)
  }
  const listeners = [
    ...(['dragenter', 'dragover', 'dragleave'] as const).map((type) => [type, onDrag] as const),
    ['drop', onDrop] as const,
    ['paste', onPaste] as const,
  ]
  for (const [type, listener] of listeners) place.addEventListener(type, listener as EventListener)
  return () => {
    for (const [type, listener] of listeners) place.removeEventListener(type, listener as EventListener)
  }
}

const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true

/** Folders are left out: nothing of them can be read here. */
function filesOf(data: DataTransfer | null): readonly File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry?.()?.isDirectory) return []
    return item.getAsFile() ?? []
  })
}
