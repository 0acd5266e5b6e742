import { z } from 'zod'
import { filled } from '../kit/ListEditor.tsx'
import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'

export const entryPoint = z.object({
  id: z.string(),
  name: z.string(),
  skillId: z.number(),
  origins: z.array(z.string()),
  language: z.string(),
  enabled: z.boolean(),
  title: z.string(),
})
export type EntryPoint = z.infer<typeof entryPoint>

export interface EntryPointValues {
  readonly id: string
  readonly name: string
  readonly skillId: number | undefined
  readonly origins: readonly string[]
  readonly language: string
  readonly title: string
}

export function checkEntryPoint(texts: AdminTexts): (values: EntryPointValues) => Complaints {
  return ({ id, name, skillId, origins }) => ({
    '/id': /^[A-Za-z0-9_-]{1,64}$/.test(id) ? undefined : texts.entryPointIdWrong,
    '/name': name.trim() === '' ? texts.required : undefined,
    '/skillId': skillId === undefined ? texts.required : undefined,
    ...Object.fromEntries(
      origins.map((origin, index) => [
        `/origins/${index}`,
        origin.trim() === '' || isOrigin(origin.trim()) ? undefined : texts.originWrong,
      ]),
    ),
  })
}

/** Exactly what a browser sends as `Origin`. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || text.includes('*')) return false
  const { protocol, origin } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && origin === text
}

export const toBody = ({ name, skillId, origins, language, title }: EntryPointValues) => ({
  name: name.trim(),
  skillId,
  origins: filled(origins),
  language,
  title: title.trim(),
})

/** A short name made of a long one. */
export const shortNameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)

/** What a brand puts into its page. @param base where this server is reached */
export function snippetFor(base: string, account: string, { id, title, language }: EntryPoint): string {
  const attributes = [
    `src="${base}/messenger.js"`,
    `data-account="${account}"`,
    `data-entry-point="${id}"`,
    ...(title === '' ? [] : [`data-title="${escaped(title)}"`]),
    `data-language="${escaped(language)}"`,
  ]
  return `<script\n  ${attributes.join('\n  ')}\n  async></script>`
}

const SIGNS: { readonly [sign: string]: string } = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }
const escaped = (text: string) => text.replace(/[&"<>]/g, (sign) => SIGNS[sign] ?? sign)
