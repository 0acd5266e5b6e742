import { linkHost, pictureProblem } from '../imageHosts.ts'
import { foundFact } from './facts.ts'
import type { Format } from './rule.ts'
import type { Walk } from './walk.ts'
import { found, quote, shorten } from './wording.ts'

/** RFC 3986, with a scheme; what the schemas call `uri`. Each class of characters is followed by one that it does not hold. */
const URI =
  /^[a-z][a-z0-9+.-]*:(?:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?|[\w.~!$&'()*+,;=:@%/-]*)(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/i
const BROKEN_ESCAPE = /%(?![\da-f]{2})/i
const SCHEME = /^([a-z][a-z0-9+.-]*):/i
/** Browsers drop blanks and control characters; what is looked at must be what they open. */
const DROPPED = /[\p{Cc}\p{Zs}]/gu
const LINK_SCHEMES = new Set(['https', 'http', 'mailto', 'tel', 'sms'])
const SCRIPT_SCHEMES = new Set(['javascript', 'data', 'vbscript'])
const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/
const HAS_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/
const COLOUR = /^(?:#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|(?:rgb|hsl)a?\([\d\s.,%/+a-z-]*\)|[a-z]+)$/i

export const FORMATS: Readonly<Record<Format, (text: string, walk: Walk) => void>> = {
  uri(text: string, walk: Walk): void {
    if (URI.test(text) && !BROKEN_ESCAPE.test(text)) return
    if (!SCHEME.test(text)) {
      walk.error(
        'uri-not-absolute',
        `${found(text)} has no scheme; write the whole address, such as https://example.com.`,
        { found: foundFact(text) },
      )
    } else {
      walk.error(
        'uri-characters',
        `${found(text)} is no address; blanks and other special characters are written percent-encoded.`,
        { found: foundFact(text) },
      )
    }
  },
  /** SC5.6: what a tap may open. */
  linkScheme(text: string, walk: Walk): void {
    checkLinkHost(text, walk)
    if (text.startsWith('https://')) return
    const scheme = schemeOf(text)
    if (scheme === undefined || LINK_SCHEMES.has(scheme)) return
    walk.error(
      'scheme-not-allowed',
      `A link may not open ${quote(`${scheme}:`)}; allowed are https, http, mailto, tel and sms.`,
      { name: shorten(scheme), names: [...LINK_SCHEMES] },
    )
  },
  /** The part of SC5.6 that holds whatever a schema says: no content may run a script. */
  noScript(text: string, walk: Walk): void {
    if (text.startsWith('https://')) return
    const scheme = schemeOf(text)
    if (scheme === undefined || !SCRIPT_SCHEMES.has(scheme)) return
    walk.error('scheme-not-allowed', `A link may not open ${quote(`${scheme}:`)}, on any channel.`, {
      name: shorten(scheme),
    })
  },
  /** What the schemas of LINE, WhatsApp and GBM ask of a picture's address: the five letters, anywhere. */
  https(text: string, walk: Walk): void {
    if (!text.includes('https'))
      walk.error('not-https', `${found(text)} is not https; pictures are shown from https only.`, {
        found: foundFact(text),
      })
  },
  httpsAddress(text: string, walk: Walk): void {
    if (!/^https:\/\//i.test(text))
      walk.error('not-https', `${found(text)} is not https; pictures are shown from https only.`, {
        found: foundFact(text),
      })
  },
  httpsAdvised(text: string, walk: Walk): void {
    if (walk.hosts !== undefined || /^https:\/\//i.test(text)) return
    walk.warn('not-https', `${found(text)} is not https; pictures are shown from https only.`, {
      found: foundFact(text),
    })
  },
  /** SC12: only where the account's list of hosts is given. */
  picture(text: string, walk: Walk): void {
    if (walk.hosts === undefined) return
    const message = pictureProblem(text, walk.hosts)
    if (message !== undefined)
      walk.error('image-host-not-allowed', message, { name: hostNameOf(text), found: foundFact(text) })
  },
  time(text: string, walk: Walk): void {
    if (!TIME.test(text))
      walk.error('not-a-time', `${found(text)} is no time; write it as 2030-02-19T08:30:00Z.`, {
        found: foundFact(text),
      })
  },
  /** A start of an appointment: in the future, where the clock is given. */
  start(text: string, walk: Walk): void {
    if (walk.at === undefined) return
    const instant = TIME.test(text) ? Date.parse(HAS_ZONE.test(text) ? text : `${text}Z`) : Number.NaN
    if (Number.isNaN(instant)) {
      walk.error('not-a-time', `${found(text)} is no time; write it as 2030-02-19T08:30:00Z.`, {
        found: foundFact(text),
      })
    } else if (instant < walk.at) {
      walk.error(
        'start-in-the-past',
        `${text} lies before ${new Date(walk.at).toISOString()}; offer times that are still to come.`,
        { found: foundFact(text) },
      )
    }
  },
  colour(text: string, walk: Walk): void {
    if (!COLOUR.test(text))
      walk.warn('not-a-colour', `${found(text)} is no colour and is ignored; write it as #336699.`, {
        found: foundFact(text),
      })
  },
}

const hostNameOf = (address: string): string => (URL.canParse(address) ? shorten(new URL(address).host) : '')

/** Links to places that are no web page have no host to compare. */
function checkLinkHost(text: string, walk: Walk): void {
  if (!walk.checksLinks || walk.hosts === undefined) return
  const host = linkHost(text)
  if (host === undefined || walk.hosts.has(host)) return
  walk.error(
    'link-host-not-allowed',
    `${quote(host)} is not on the account’s list of hosts, and this bot’s links are held to it.`,
    { name: shorten(host) },
  )
}

/** The scheme that a browser would see, in lower case. */
function schemeOf(text: string): string | undefined {
  return SCHEME.exec(text.replace(DROPPED, ''))?.[1]?.toLowerCase()
}
