import './shell.css'
import { Button, Loader } from '@mantine/core'
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { SettingsFrame } from '../administration/kit/SettingsFrame.tsx'
import { useWordsIn } from '../base/preferences.tsx'
import { Link, navigate, useRoute } from '../base/router.tsx'
import { DeskProvider, useConnection } from '../desk/DeskProvider.tsx'
import { type Feature, mayOpen } from '../feature.ts'
import { FEATURES } from '../features.ts'
import { FilesProvider } from '../files/FilesProvider.tsx'
import { useSession } from '../session/SessionProvider.tsx'
import { useTexts } from '../texts/useTexts.ts'
import { TagsProvider } from '../words/tags/TagsProvider.tsx'
import { CommandsProvider } from './Commands.tsx'
import { Header } from './Header.tsx'
import { KeysHelp } from './KeysHelp.tsx'
import { useKeys } from './keys.ts'
import { OffersWatch } from './OffersWatch.tsx'
import { Palette } from './Palette.tsx'
import { Rail } from './Rail.tsx'
import { StatusNotice } from './StatusNotice.tsx'

/** All that stays while the screens change: rail, header, socket, keys. */
export function Shell() {
  return (
    <DeskProvider>
      <FilesProvider>
        <TagsProvider>
          <CommandsProvider>
            <Frame />
          </CommandsProvider>
        </TagsProvider>
      </FilesProvider>
    </DeskProvider>
  )
}

/** Addresses of the sign-in; whoever is in is past them. */
const AT_THE_DOOR = new Set(['sign-in', 'forgot'])

function Frame() {
  const texts = useTexts()
  const { rights } = useSession()
  const { parts } = useRoute()
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const features = FEATURES.filter((feature) => mayOpen(feature, rights))
  const first = features[0]
  const current = features.find(({ path }) => path === parts[0])

  useEffect(() => {
    if ((parts.length === 0 || AT_THE_DOOR.has(parts[0] ?? '')) && first !== undefined)
      navigate(first.path, { replace: true })
  }, [parts, first])
  useKeys({
    palette: () => setOpen('palette'),
    help: () => setOpen('keys'),
    inbox: () => navigate('inbox'),
    queue: () => navigate('queue'),
    live: rights.includes('seeAll') ? () => navigate('live') : undefined,
  })
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {texts.skipToContent}
      </a>
      <Rail features={features} current={current} />
      <div className="shell-main">
        <Header onFind={() => setOpen('palette')} onKeys={() => setOpen('keys')} />
        <Notices />
        <main id="content" className="shell-content" tabIndex={-1}>
          {current === undefined && parts.length > 0 && <NothingHere />}
          {current?.place === 'settings' && (
            <SettingsFrame features={features.filter(({ place }) => place === 'settings')} current={current}>
              <Screen feature={current} />
            </SettingsFrame>
          )}
          {current !== undefined && current.place !== 'settings' && <Screen feature={current} />}
        </main>
      </div>
      <OffersWatch />
      <Palette isOpen={open === 'palette'} onClose={() => setOpen(undefined)} features={features} />
      <KeysHelp isOpen={open === 'keys'} onClose={() => setOpen(undefined)} />
    </div>
  )
}

const loaded = new Map<Feature['load'], ComponentType>()

function Screen({ feature }: { feature: Feature }) {
  const { loading, appName } = useTexts()
  const title = useWordsIn()(feature.title)
  useEffect(() => {
    document.title = `${title} · ${appName}`
  }, [title, appName])
  const Shown = loaded.get(feature.load) ?? lazy(feature.load)
  loaded.set(feature.load, Shown)
  return (
    <Suspense
      fallback={
        <div className="empty" aria-busy="true">
          <Loader size="sm" aria-label={loading} />
        </div>
      }
    >
      <Shown />
    </Suspense>
  )
}

function NothingHere() {
  const texts = useTexts()
  return (
    <div className="empty">
      <h1>{texts.nothingHere}</h1>
      <p>{texts.nothingHereHint}</p>
      <Button component={Link} to="" variant="default">
        {texts.goToStart}
      </Button>
    </div>
  )
}

function Notices() {
  const texts = useTexts()
  const connection = useConnection()
  return (
    <div role="status" className="shell-notices">
      {connection === 'lost' && <p className="notice waiting">{texts.noConnection}</p>}
      {connection === 'closed' && <p className="notice bad">{texts.noDoor}</p>}
      <StatusNotice />
    </div>
  )
}
