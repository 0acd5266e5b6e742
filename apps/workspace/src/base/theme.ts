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

/** The list of options scrolls itself: a box around them would have to be a stop of the keyboard’s. */
const LIST = { defaultProps: { withScrollArea: false }, classNames: { options: 'options-list' } }

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
    Combobox: {
      defaultProps: {
        // Its options stay in the landmark or dialog of their field: outside of a modal no screen reader would read them.
        withinPortal: false,
        floatingStrategy: 'fixed', // so that nothing that scrolls around the field cuts them off
        zIndex: 1001, // above the head of a modal
      },
    },
    Select: LIST,
    MultiSelect: LIST,
    Autocomplete: LIST,
    // What stands in a list of options is an option, and this is one that nobody can choose.
    ComboboxEmpty: { defaultProps: { role: 'option', 'aria-disabled': true, 'aria-selected': false } },
    Modal: {
      defaultProps: {
        lockScroll: false, // the lock would put a style sheet of its own into the page, and nothing scrolls under modals anyway
        centered: true,
        radius: '10px',
        // Without a transform, which would hold what is fixed within the modal.
        transitionProps: { duration: 140, transition: 'fade' },
      },
    },
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
