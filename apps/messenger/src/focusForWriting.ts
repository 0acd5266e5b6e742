/**
 * Moves the focus to where one writes; on a touch screen only into the window, because the keyboard that would come up there
 * hides what one wants to read.
 */
export function focusForWriting(field: HTMLElement | null | undefined): void {
  const isTouch = matchMedia('(pointer: coarse)').matches
  const target = isTouch ? field?.closest<HTMLElement>('[role="dialog"]') : field
  target?.focus()
}
