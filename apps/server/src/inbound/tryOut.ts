import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../house.ts'
import { accountId, entryPointId } from './admin/schemas.ts'
import { orNotFound } from './httpProblem.ts'

const TEXTS = {
  en: {
    hint: 'This page shows the messenger of this entry point, as it will look on your own page. The button is in the corner.',
    off: 'This entry point is switched off: the messenger does not connect.',
  },
  de: {
    hint: 'Diese Seite zeigt den Messenger dieses Eingangs, wie er auf Ihrer eigenen Seite aussieht. Der Knopf ist in der Ecke.',
    off: 'Dieser Eingang ist ausgeschaltet: der Messenger verbindet sich nicht.',
  },
} as const

/** Only what the messenger needs: its script, its socket, its sound, and pictures in cards and of files. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' https: data: blob:",
  "media-src 'self' data: blob:",
  "connect-src 'self'",
  // Pages that a card asks to be shown beside the conversation.
  'frame-src https:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * A page with the messenger of one entry point, for whoever has just made it: a live page without a web server of one's own.
 * It shows nothing that the script tag on the brand's page does not tell everybody.
 */
export const tryOut: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/try/:accountId/:entryPointId',
    { schema: { hide: true, params: z.object({ accountId, entryPointId }) } },
    async ({ params }, reply) => {
      const found = orNotFound(
        await house.storage.settings.findEntryPoint(params.accountId, params.entryPointId),
        'entry point',
      )
      const { language, title, name, enabled, id } = found
      const texts = language.split('-')[0] === 'de' ? TEXTS.de : TEXTS.en
      const heading = title === '' ? name : title
      return reply
        .header('cache-control', 'no-store')
        .header('content-security-policy', POLICY)
        .type('text/html; charset=utf-8')
        .send(`<!doctype html>
<html lang="${escaped(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(heading)}</title>
<style>
  :root { color-scheme: light dark }
  body { max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif }
  h1 { font-size: 1.5rem; overflow-wrap: anywhere }
</style>
<main>
<h1>${escaped(heading)}</h1>
<p>${enabled ? texts.hint : texts.off}</p>
</main>
<script src="/messenger.js" data-account="${escaped(params.accountId)}" data-entry-point="${escaped(id)}"${
          title === '' ? '' : ` data-title="${escaped(title)}"`
        } data-language="${escaped(language)}" async></script>
</html>
`)
    },
  )
  done()
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Titles are text, wherever they stand. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)
