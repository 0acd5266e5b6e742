import './content.css'
import type { Channel, PayloadKind, Profile } from '@baton/content'
import { CHANNELS, PAYLOAD_KINDS, PROFILES } from '@baton/content'
import { SAMPLES } from '@baton/content/samples'
import { Button, NativeSelect, Switch } from '@mantine/core'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useAccount } from '../administration/account/account.ts'
import { fill } from '../texts/catalogue.ts'
import { CardPreview } from './CardPreview.tsx'
import type { EditorHandle } from './JsonEditor.tsx'
import { ProblemList } from './ProblemList.tsx'
import { SaveCard } from './SaveCard.tsx'
import type { SavedCard } from './savedCard.ts'
import { useContentTexts } from './texts/useContentTexts.ts'
import { useDraft } from './useDraft.ts'
import { useSavedCards } from './useSavedCards.ts'
import { inWords, judge } from './verdict.ts'

/** Large, and wanted by few: loaded when this screen is. */
const JsonEditor = lazy(() => import('./JsonEditor.tsx').then(({ JsonEditor: it }) => ({ default: it })))

/** Content is written here, judged at every key, and seen as its readers will. */
export default function ContentScreen() {
  const texts = useContentTexts()
  const account = useAccount()
  const saved = useSavedCards()
  const [draft, change] = useDraft()
  const [checksHosts, setChecksHosts] = useState(true)
  const [lines, setLines] = useState(0)
  const editor = useRef<EditorHandle>(null)
  const opened = useRef(Date.now())
  const hosts = account.data?.imageHosts
  const { text, kind, channel, profile, cardId } = draft
  const judgement = useMemo(
    () =>
      inWords(
        judge(text, {
          kind,
          channel,
          profile,
          at: opened.current,
          ...(checksHosts && hosts !== undefined && { imageHosts: hosts }),
        }),
        texts,
      ),
    [text, kind, channel, profile, checksHosts, hosts, texts],
  )
  const card = saved.cards.find(({ id }) => id === cardId)
  const start = (value: string) => {
    const sample = SAMPLES.find(({ id }) => `sample ${id}` === value)
    if (sample !== undefined) {
      const { payload, kind: of, channel: on } = sample
      change({ text: JSON.stringify(payload, null, 2), kind: of, channel: on, cardId: undefined, message: '' })
    }
    const chosen = saved.cards.find(({ id }) => `saved ${id}` === value)
    if (chosen !== undefined) change({ ...draftOf(chosen), channel: 'web' })
    editor.current?.focus()
  }
  const tidy = () => {
    if (judgement.value !== undefined) change({ text: JSON.stringify(judgement.value, null, 2) })
  }
  return (
    <div className="content-screen">
      <header className="content-head">
        <div>
          <h1>{texts.title}</h1>
          <p className="quiet">{texts.hint}</p>
        </div>
        <div className="content-choices">
          <NativeSelect label={texts.startFrom} value="" onChange={(event) => start(event.currentTarget.value)}>
            <option value="">…</option>
            {saved.cards.length > 0 && (
              <optgroup label={texts.saved}>
                {saved.cards.map(({ id, name }) => (
                  <option key={id} value={`saved ${id}`}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
            <optgroup label={texts.samples}>
              {SAMPLES.map(({ id }) => (
                <option key={id} value={`sample ${id}`}>
                  {texts.sampleNames[id] ?? id}
                </option>
              ))}
            </optgroup>
          </NativeSelect>
          <NativeSelect
            label={texts.kind}
            value={kind}
            data={PAYLOAD_KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
            onChange={(event) => change({ kind: event.currentTarget.value as PayloadKind })}
          />
          <NativeSelect
            label={texts.channel}
            value={channel}
            data={CHANNELS.map((value) => ({ value, label: texts.channels[value] }))}
            onChange={(event) => change({ channel: event.currentTarget.value as Channel })}
          />
          <NativeSelect
            label={texts.profile}
            value={profile}
            data={PROFILES.map((value) => ({ value, label: texts.profiles[value] }))}
            onChange={(event) => change({ profile: event.currentTarget.value as Profile })}
          />
        </div>
      </header>
      <section className="content-text" aria-label={texts.editor}>
        <div className="content-bar">
          <Switch
            label={texts.checkHosts}
            description={
              hosts === undefined
                ? undefined
                : hosts.length === 0
                  ? texts.noHosts
                  : fill(texts.hosts, { hosts: hosts.join(', ') })
            }
            checked={checksHosts}
            onChange={(event) => setChecksHosts(event.currentTarget.checked)}
          />
          <Button variant="default" size="xs" disabled={judgement.value === undefined} onClick={tidy}>
            {texts.tidy}
          </Button>
        </div>
        <Suspense fallback={<p className="quiet content-loading">{texts.loading}</p>}>
          <JsonEditor
            ref={editor}
            text={text}
            label={texts.editor}
            judgement={judgement}
            onChange={(typed) => change({ text: typed })}
            onMarked={() => setLines((round) => round + 1)}
          />
        </Suspense>
        <ProblemList key={lines} judgement={judgement} channel={channel} editor={editor} />
      </section>
      <section className="content-drawing" aria-label={texts.drawing}>
        <CardPreview judgement={judgement} channel={channel} message={draft.message} />
        <SaveCard
          card={card}
          judgement={judgement}
          channel={channel}
          message={draft.message}
          onMessage={(message) => change({ message })}
          onSaved={(kept) => {
            change({ cardId: kept?.id })
            saved.again()
          }}
        />
      </section>
    </div>
  )
}

function draftOf({ id, content }: SavedCard) {
  const isCard = content.kind === 'structured'
  const payload = isCard ? content.structured : content.kind === 'text' ? content.quickReplies : {}
  return {
    cardId: id,
    kind: isCard ? ('body' as const) : ('quickReply' as const),
    text: JSON.stringify(payload, null, 2),
    message: content.kind === 'text' ? content.text : '',
  }
}
