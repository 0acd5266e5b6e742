/**
 * Looks that an author asks for (structured content, section 6). Colours are free text when they arrive: whoever draws parses them
 * and ignores what is no colour (SC15.10), and never writes them into a style text (SC15.9).
 */
export type Style = {
  readonly bold?: boolean
  readonly italic?: boolean
  readonly color?: string
  readonly 'background-color'?: string
  readonly size?: 'small' | 'medium' | 'large'
  readonly 'border-color'?: string
  /** Pixels; drawn clamped to 0 … 100 (SC15.11). */
  readonly 'border-radius'?: number
  /** Icons of a carousel's arrows. */
  readonly fill?: string
  /** A selected card. */
  readonly 'border-color-selected'?: string
  readonly 'border-color-hover'?: string
  readonly 'color-hover'?: string
  readonly 'color-active'?: string
  readonly 'background-color-hover'?: string
  readonly 'background-color-active'?: string
  readonly 'font-family'?: string
}

/** Attributes for assistive technology, text values only; SC7.2 says which few of them a window lets through (section 7). */
export type Accessibility = { readonly web?: Readonly<Record<string, string>> }

/** Proportions of a card's picture (section 8). */
export type Display = {
  readonly aspectRatio?: 'rectangle' | 'square' | 'horizontal'
  readonly size?: 'cover' | 'contain' | 'large' | 'compact' | 'tall' | 'full'
}
