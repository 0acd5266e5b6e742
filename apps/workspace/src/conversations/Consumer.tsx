import '../administration/admin.css'
import './conversations.css'
import type { JsonObject } from '@baton/base'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { Confirm } from '../administration/kit/Confirm.tsx'
import { Part } from '../administration/kit/FormScreen.tsx'
import { Loaded } from '../administration/kit/Loaded.tsx'
import { languageName } from '../administration/kit/languageName.ts'
import { Link, useRoute } from '../base/router.tsx'
import { momentText } from '../base/time.ts'
import { useAsked } from '../base/useAsked.ts'
import { visitorName } from '../inbox/rowWords.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { nameIn } from '../words/savedReplies/variables.ts'
import { useWordTexts } from '../words/texts/useWordTexts.ts'
import { Thread } from './ThreadOf.tsx'

const consumer = z.object({
  consumerId: z.string(),
  firstSeenAt: z.number().optional(),
  lastSeenAt: z.number(),
  openConversationId: z.string().optional(),
  language: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()),
})
type Consumer = z.infer<typeof consumer>
const erased = z.object({ conversations: z.number() })

/** One consumer: who they are, all their conversations, and the end of what is known of them. */
export default function ConsumerScreen() {
  const { parts } = useRoute()
  const [, id = ''] = parts
  return <OneConsumer key={id} id={id} />
}

function OneConsumer({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/consumers/${encodeURIComponent(id)}`
  const asked = useAsked(() => api.get(path, consumer), [path])
  return (
    <Loaded asked={asked} back="conversations">
      {(found) => <Shown found={found} path={path} onErased={asked.again} />}
    </Loaded>
  )
}

function Shown({ found, path, onErased }: { found: Consumer; path: string; onErased: () => void }) {
  const texts = useWordTexts()
  const shell = useTexts()
  const { home, rights } = useSession()
  const [round, setRound] = useState(0)
  const { consumerId, firstSeenAt, lastSeenAt, openConversationId, language, attributes } = found
  const name = nameIn(attributes as JsonObject) ?? visitorName(consumerId, shell)
  const facts: readonly (readonly [string, string])[] = [
    [texts.number, consumerId],
    ...(language === undefined ? [] : [[texts.language, languageName(language, texts.locale)] as const]),
    ...(firstSeenAt === undefined ? [] : [[texts.firstSeen, momentText(firstSeenAt, texts.locale)] as const]),
    [texts.lastSeen, momentText(lastSeenAt, texts.locale)],
  ]
  const known = Object.entries(attributes)
  return (
    <div className="admin">
      <div className="admin-head">
        <h1 dir="auto">{name}</h1>
        {openConversationId !== undefined && (
          <Button component={Link} size="xs" to={`inbox/${encodeURIComponent(openConversationId)}`}>
            {texts.openInInbox}
          </Button>
        )}
      </div>
      <Part title={texts.whoThisIs}>
        <Facts facts={facts} />
      </Part>
      <Part title={texts.known}>
        {known.length === 0 ? (
          <p className="quiet">{texts.nothingKnown}</p>
        ) : (
          <Facts
            facts={known.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])}
          />
        )}
      </Part>
      <Part title={texts.allConversations}>
        <Thread key={round} path={`${path}/conversations`} />
        {rights.includes('export') && (
          <div>
            <Button
              component="a"
              variant="default"
              size="xs"
              download
              href={`/api/v1${home}/exports/events.jsonl?consumerId=${encodeURIComponent(consumerId)}`}
            >
              {texts.exportConsumer}
            </Button>
          </div>
        )}
      </Part>
      {rights.includes('eraseConsumers') && (
        <Erase
          path={path}
          onErased={() => {
            setRound((n) => n + 1)
            onErased()
          }}
        />
      )}
    </div>
  )
}

function Erase({ path, onErased }: { path: string; onErased: () => void }) {
  const texts = useWordTexts()
  const { api } = useSession()
  const [isAsking, setAsking] = useState(false)
  const [count, setCount] = useState<number>()
  return (
    <Part title={texts.erase} hint={texts.eraseHint}>
      <div>
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          {texts.erase}
        </Button>
      </div>
      <p role="status">{count !== undefined && fillCounted(texts.erased, count, texts.locale)}</p>
      <Confirm
        question={isAsking ? texts.eraseQuestion : undefined}
        action={texts.eraseAction}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const { conversations } = await api.post(`${path}/erase`, {}, erased)
          setCount(conversations)
          onErased()
        }}
      >
        <p>{texts.eraseHint}</p>
      </Confirm>
    </Part>
  )
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="admin-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
