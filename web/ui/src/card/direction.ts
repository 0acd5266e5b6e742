import { pointer } from '@baton/base'

const FROM_THE_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Which way a whole card is laid out: as its first letter is written. A browser's own `auto` overlooks texts that have one. */
export function directionOfCard(words: string): 'rtl' | 'ltr' {
  const first = /\p{L}/u.exec(words)?.[0]
  return first !== undefined && FROM_THE_RIGHT.test(first) ? 'rtl' : 'ltr'
}

/** An author's word on the direction of a text, else the text's own (structured-content SC15.6). */
export function directionOf({ rtl }: { readonly rtl?: boolean | undefined }): { dir: 'rtl' | 'auto' } {
  return { dir: rtl === true ? 'rtl' : 'auto' }
}

export const childAt = (at: string, index: number): string => pointer(pointer(at, 'elements'), index)
export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
