import type { MetadataItem, QuickReplies, StructuredContent } from '@baton/content'
import type { Button } from './definition.ts'
import type { Option, Words } from './kind.ts'
import type { Output } from './output.ts'

/** dialogs R2.23. */
const MAX_BUTTON_LABEL = 128

export function toButton({ label, action, value, target, metadata }: Button, words: Words) {
  const title = words.text(label).slice(0, MAX_BUTTON_LABEL)
  const click =
    action === 'openUrl'
      ? { type: 'link' as const, uri: words.url(value), name: title, target: target ?? ('blank' as const) }
      : { type: 'publishText' as const, text: words.settings.showsButtonLabel ? title : words.text(value) }
  return {
    type: 'button' as const,
    title,
    tooltip: title,
    click: { actions: [click], ...(metadata && { metadata: fillMetadata(metadata, words) }) },
  }
}

/** Variables may stand anywhere in metadata (dialogs R5.17). */
export function fillMetadata(metadata: readonly Record<string, unknown>[], words: Words): MetadataItem[] {
  return JSON.parse(JSON.stringify(metadata), (_key, value: unknown) =>
    typeof value === 'string' ? words.text(value) : value,
  ) as MetadataItem[]
}

export function toQuickReplies(
  options: readonly (Option & { readonly metadata?: MetadataItem[] })[],
  perRow: number | undefined,
): QuickReplies {
  return {
    type: 'quickReplies',
    itemsPerRow: perRow ?? Math.min(8, Math.max(1, options.length)),
    replies: options.map(({ text, value, metadata }) => ({
      type: 'button',
      title: text,
      tooltip: text,
      click: { actions: [{ type: 'publishText', text: value ?? text }], ...(metadata && { metadata }) },
    })),
  }
}

/** A question above its buttons. */
export function buttonsCard(text: string, options: readonly Option[]): StructuredContent {
  return {
    type: 'vertical',
    elements: [
      { type: 'text', text, tooltip: text.slice(0, 256) },
      ...options.map((option) => ({
        type: 'button' as const,
        title: option.text.slice(0, MAX_BUTTON_LABEL),
        tooltip: option.text,
        click: { actions: [{ type: 'publishText' as const, text: option.value ?? option.text }] },
      })),
    ],
  }
}

export type ListStyle = 'numbers' | 'letters' | 'none'

/** What stands before the n-th choice where choices are written out. */
export function listMark(index: number, style: ListStyle): string {
  if (style === 'none') return ''
  return style === 'numbers' ? `${index + 1}. ` : `${String.fromCharCode(97 + (index % 26))}. `
}

/** Question and choices as plain text, for channels that know nothing else (dialogs R2.19). */
export function asList(text: string, options: readonly Option[], style: ListStyle, indent = false): string {
  const lines = options.map((option, index) => `${indent ? '\t' : ''}${listMark(index, style)}${option.text}`)
  return [text, ...lines].join('\n')
}

/** A question with choices, as its author wants them shown and the channel can show them. */
export function askWithChoices(
  text: string,
  options: readonly Option[],
  look: {
    readonly displayAs: 'buttons' | 'quickReplies' | 'text' | 'none'
    readonly perRow?: number | undefined
    readonly style: ListStyle
    readonly indent?: boolean | undefined
    readonly rich: boolean
  },
): Output {
  if (look.displayAs === 'none') return { kind: 'text', text }
  if (options.length === 0 || look.displayAs === 'text' || !look.rich) {
    return { kind: 'text', text: asList(text, options, look.style, look.indent) }
  }
  if (look.displayAs === 'quickReplies') {
    return { kind: 'text', text, quickReplies: toQuickReplies(options, look.perRow) }
  }
  return { kind: 'structured', content: buttonsCard(text, options) }
}
