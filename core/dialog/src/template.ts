import type { JsonValue } from '@baton/base'

/** Where a value is put decides how it is written (scripting A-37). */
export type TemplateUse = 'text' | 'url' | 'json' | 'raw'

/** @returns the value of what stands between braces, null for what is known but not set, undefined for what is no variable */
export type Resolve = (expression: string) => JsonValue | undefined

/** `{$…}` is always a variable; `{Integration.field}` only where there is such an integration, since JSON has braces too. */
const PLACEHOLDER = /\{(\$[^{}]{1,300}|[A-Za-z_][^{}"$:,\n]{0,300}\.[^{}"$:,\n]{1,300})\}/g

/**
 * Puts variables into a text. One pass: what is put in is not looked at again (scripting A-35). What is not set becomes empty
 * (scripting A-36).
 * @param missing is told the names of variables that are not set
 */
export function fill(
  template: string,
  resolve: Resolve,
  use: TemplateUse = 'text',
  missing?: (name: string) => void,
): string {
  return template.replace(PLACEHOLDER, (whole: string, expression: string, offset: number) => {
    const value = resolve(expression.trim())
    if (value === undefined) return whole
    if (value === null) missing?.(expression.trim())
    return write(value, use, use === 'json' && !insideJsonText(template, offset))
  })
}

/** The only variable of a text that is nothing but a variable. */
export function soleExpression(template: string): string | undefined {
  const match = /^\s*\{(\$[^{}]+|[A-Za-z_][^{}"$:,\n]*\.[^{}"$:,\n]+)\}\s*$/.exec(template)
  return match?.[1]?.trim()
}

function write(value: JsonValue, use: TemplateUse, standsAlone: boolean): string {
  const text = toText(value)
  if (use === 'url') return encodeURIComponent(text)
  if (use === 'json' && !standsAlone) return JSON.stringify(text).slice(1, -1)
  return text
}

/** As the text of a message (scripting ): lists joined by commas, objects as JSON. */
export function toText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toText).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Whether a place of a JSON template lies between quotes. */
function insideJsonText(template: string, offset: number): boolean {
  let inside = false
  for (let at = 0; at < offset; at += 1) {
    if (template[at] === '\\') at += 1
    else if (template[at] === '"') inside = !inside
  }
  return inside
}

/** A URL's template: values are percent-encoded, but for a URL that comes from a variable as a whole or at its beginning. */
export function fillUrl(template: string, resolve: Resolve, missing?: (name: string) => void): string {
  const head = /^\s*\{[^{}]+\}/.exec(template)?.[0]
  if (head === undefined) return fill(template, resolve, 'url', missing).trim()
  return fill(head, resolve, 'raw', missing).trim() + fill(template.slice(head.length), resolve, 'url', missing)
}
