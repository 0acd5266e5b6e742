import { MantineProvider } from '@mantine/core'
import { PreferencesProvider, usePreferences } from './base/preferences.tsx'
import { RouterProvider, useRoute } from './base/router.tsx'
import { theme } from './base/theme.ts'
import { SessionProvider, useSessionContext } from './session/SessionProvider.tsx'
import { Shell } from './shell/Shell.tsx'
import { ForgotPassword } from './signIn/ForgotPassword.tsx'
import { LinkScreen } from './signIn/LinkScreen.tsx'
import { SignIn } from './signIn/SignIn.tsx'
import { Starting } from './signIn/Starting.tsx'

/** Given by the server with each page; without it the browser would not take Mantine's variables. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export function App() {
  return (
    <PreferencesProvider>
      <Coloured />
    </PreferencesProvider>
  )
}

function Coloured() {
  const { scheme } = usePreferences()
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme} getStyleNonce={() => nonce}>
      <RouterProvider>
        <SessionProvider>
          <Screen />
        </SessionProvider>
      </RouterProvider>
    </MantineProvider>
  )
}

/** Links come first: who follows one shows by it who they are, whoever is signed in. */
function Screen() {
  const { parts } = useRoute()
  const { state, refresh } = useSessionContext()
  const [first, second] = parts
  if (first === 'links' && second !== undefined) return <LinkScreen key={second} secret={second} />
  if (state.kind === 'signedIn') return <Shell key={state.session.person.id} />
  if (state.kind === 'signedOut') {
    return first === 'forgot' ? <ForgotPassword /> : <SignIn wasSignedIn={state.wasSignedIn} />
  }
  return <Starting isUnreachable={state.kind === 'unreachable'} onRetry={refresh} />
}
