import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

/** Deep green-teal, from the lightest tint on; the same hue as `--accent` in tokens.css. */
const teal: MantineColorsTuple = [
  '#e8f4f1',
  '#cfe5e0',
  '#9fcbc1',
  '#6cb09f',
  '#449987',
  '#2a8a76',
  '#0b6355',
  '#09574b',
  '#074a40',
  '#053c34',
]

/** Mantine's forms and menus in our sizes; colours come from tokens.css. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  colors: { teal },
  // The colour of the words on a filled button changes with the theme, as what it is filled with does.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input)
    return input.variant === 'filled' ? { ...colors, color: 'var(--on-accent)' } : colors
  },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.43', md: '1.43', lg: '1.4', xl: '1.3' },
  defaultRadius: '6px',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The lock would put a style sheet of its own into the page, and nothing scrolls under our modals anyway.
    Modal: { defaultProps: { lockScroll: false, centered: true, radius: '10px', transitionProps: { duration: 140 } } },
    Drawer: { defaultProps: { lockScroll: false } },
    Menu: {
      defaultProps: {
        // A menu may have nothing but its items inside.
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 120 },
        shadow: 'md',
        withinPortal: false, // stays in the landmark of what opened it
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 } } },
  },
})
