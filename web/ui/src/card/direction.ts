import { pointer } from '@baton/base'

/** An author's word on the direction of a text, else the text's own (structured-content SC15.6). */
export function directionOf({ rtl }: { readonly rtl?: boolean | undefined }): { dir: 'rtl' | 'auto' } {
  return { dir: rtl === true ? 'rtl' : 'auto' }
}

export const childAt = (at: string, index: number): string => pointer(pointer(at, 'elements'), index)
export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
