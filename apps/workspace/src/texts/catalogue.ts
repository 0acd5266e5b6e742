/** The languages of the screens; a further one is a catalogue beside each of the others. */
export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** One thing in every language: a catalogue, or a single text. */
export type Translated<T = string> = { readonly [Tag in Language]: T }

/** One sentence per plural form of the language; `other` is always there. */
export type Counted = { readonly other: string } & { readonly [form in Intl.LDMLPluralRule]?: string }

/** Fills `{name}` with the value of that name. */
export function fill(text: string, values: { readonly [name: string]: string | number }): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** Chooses the plural form and fills in `{count}`, written as the language writes numbers. */
export function fillCounted(text: Counted, count: number, locale: string): string {
  const form = new Intl.PluralRules(locale).select(count)
  return fill(text[form] ?? text.other, { count: new Intl.NumberFormat(locale).format(count) })
}

/** A number as the language writes it, with one decimal at most. */
export const numberText = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)

/** The first wish that can be met, else English. @param wishes BCP 47 tags, best first */
export function languageFor(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const tag = wish?.toLowerCase().split('-')[0]
    const language = LANGUAGES.find((known) => known === tag)
    if (language !== undefined) return language
  }
  return 'en'
}
