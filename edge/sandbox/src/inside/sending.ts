import type { Inside } from './inside.ts'

/** What the bot says, and where it goes on (integrations 4.4, 4.5, 4.6). */
export function addSending(inside: Inside): void {
  const { botContext, quote } = inside
  const MAX_CHIPS = 10
  const MAX_TITLE = 20
  const MAX_DETAIL = 32_768

  const listOf = (given: unknown): unknown[] => (Array.isArray(given) ? given : [given])

  function say(value: unknown, what: string, more = ''): void {
    const text = inside.words(value, what)
    if (text === null) return
    inside.countMessage()
    inside.emit('sendMessage', `"text":${quote(text)}${more}`)
  }

  function chipsOf(given: unknown, what: string): string {
    const entries = listOf(given).filter((entry) => entry !== undefined && entry !== null && entry !== '')
    if (entries.length > MAX_CHIPS)
      inside.log('warn', `${what}: more than ${MAX_CHIPS} quick replies; the rest is left out.`)
    let chips = ''
    for (const entry of entries.slice(0, MAX_CHIPS)) {
      const [title = '', ...rest] = String(entry).split('~')
      if (title.length > MAX_TITLE)
        inside.log('warn', `${what}: ${quote(title)} is longer than ${MAX_TITLE} characters and was cut.`)
      const payload = rest.length === 0 ? '' : `,"payload":${quote(rest.join('~'))}`
      chips += `${chips === '' ? '' : ','}{"title":${quote(title.slice(0, MAX_TITLE))}${payload}}`
    }
    return `[${chips}]`
  }

  botContext.sendMessage = (text: unknown) => say(text, 'sendMessage')
  botContext.sendMessages = (texts: unknown) => {
    for (const text of listOf(texts)) say(text, 'sendMessages')
  }
  botContext.sendMessageWithQuickReplies = (text: unknown, chips: unknown) =>
    say(text, 'sendMessageWithQuickReplies', `,"chips":${chipsOf(chips, 'sendMessageWithQuickReplies')}`)
  botContext.addQuickReplies = (chips: unknown) =>
    inside.emit('addQuickReplies', `"chips":${chipsOf(chips, 'addQuickReplies')}`)
  botContext.addQuickReples = botContext.addQuickReplies
  botContext.sendImmediateReply = (given: unknown) => {
    const texts = listOf(given).flatMap((one) => inside.words(one, 'sendImmediateReply') ?? [])
    for (const _each of texts) inside.countMessage()
    // Even without words the flow stops.
    inside.emit('sendImmediateReply', `"texts":[${texts.map((text) => quote(text)).join(',')}]`)
  }
  botContext.sendPrivateMessage = (given: unknown) => {
    const text = inside.words(given, 'sendPrivateMessage')
    if (text === null) return
    inside.countMessage()
    inside.emit('sendPrivateMessage', `"text":${quote(text)}`)
  }
  botContext.setMessageDelay = (given: unknown) => {
    const ms = Number(given)
    if (!(ms >= 0 && ms < 86_400_000)) {
      return inside.log('warn', `setMessageDelay: ${quote(String(given))} is no time in milliseconds; left out.`)
    }
    inside.emit('setMessageDelay', `"ms":${Math.round(ms)}`)
  }
  botContext.setAllowMaxTextResponse = (on: unknown) =>
    inside.emit('setAllowMaxTextResponse', `"on":${on === true || on === 'true'}`)

  botContext.setTriggerNextMessage = (given: unknown) => {
    const name = inside.words(given, 'setTriggerNextMessage')
    if (name !== null) inside.emit('setTriggerNextMessage', `"name":${quote(name)}`)
  }
  botContext.transferToBotDialog = (botId: unknown, dialog: unknown, message: unknown) => {
    const words = message === undefined || message === null ? '' : String(message)
    inside.emit(
      'transferToBotDialog',
      `"botId":${quote(String(botId))},"dialog":${quote(String(dialog))},"message":${quote(words)}`,
    )
  }
  botContext.evaluateOptions = (given: unknown, options: unknown) => {
    const plain = (text: unknown): string => String(text).trim().toLowerCase()
    const asked = plain(given)
    for (const option of listOf(options)) {
      const text = plain(option)
      const end = text.indexOf(')')
      if (end < 0) {
        if (text === asked) return option
        continue
      }
      const label = text.slice(0, end).trim()
      if (asked === label || asked === `${label})` || asked === text.slice(end + 1).trim() || asked === text)
        return option
    }
    return null
  }

  botContext.printDebugMessage = (text: unknown) => inside.log('debug', String(text))
  botContext.logCustomEvent = (userMessage: unknown, event: unknown, detail?: unknown) => {
    const told = (value: unknown): string => (value === undefined || value === null ? '' : String(value))
    const text = told(detail)
    if (text.length > MAX_DETAIL)
      inside.log('warn', `logCustomEvent: the detail is longer than ${MAX_DETAIL} characters and was cut.`)
    const more = detail === undefined || detail === null ? '' : `,"detail":${quote(text.slice(0, MAX_DETAIL))}`
    inside.countWrite()
    inside.emit('logCustomEvent', `"userMessage":${quote(told(userMessage))},"event":${quote(told(event))}${more}`)
  }
  botContext.logEscalationEvent = (userMessage: unknown, kind: unknown) => {
    inside.countWrite()
    inside.emit('logEscalationEvent', `"userMessage":${quote(String(userMessage))},"kind":${quote(String(kind))}`)
  }
}

/** Opening hours (integrations A-77). */
export function addHours(inside: Inside): void {
  const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']

  interface Entry {
    /** 0 for every day, 1 for a day of the week, 2 for a date. */
    rank: number
    day: string
    type: string
    from: number
    to: number
  }

  function minutesOf(text: string): number {
    const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim())
    if (match === null) return Number.NaN
    const minutes = Number(match[1]) * 60 + Number(match[2])
    return minutes > 1440 || Number(match[2]) > 59 ? Number.NaN : minutes
  }
  function read(text: string): Entry | undefined {
    const bar = text.indexOf('|')
    const day = bar < 0 ? '' : text.slice(0, bar).trim().toUpperCase()
    const [type = '', from = '', to = ''] = text.slice(bar + 1).split('~')
    const rank = day === '' ? 0 : DAYS.includes(day) ? 1 : /^\d{2}\.\d{2}\.\d{4}$/.test(day) ? 2 : -1
    const entry = { rank, day, type: type.trim(), from: minutesOf(from), to: minutesOf(to) }
    if (rank >= 0 && entry.type !== '' && entry.from >= 0 && entry.to >= 0) return entry
    inside.log('warn', `getHoursType: "${text}" cannot be read; left out.`)
    return undefined
  }
  /** A frame over midnight belongs to the day on which it starts. */
  function fits(entry: Entry, today: Local, yesterday: Local): boolean {
    const isDay = ({ weekday, date }: Local): boolean =>
      entry.rank === 0 || entry.day === (entry.rank === 1 ? weekday : date)
    const { minutes } = today
    if (entry.from < entry.to) return isDay(today) && minutes >= entry.from && minutes < entry.to
    return (isDay(today) && minutes >= entry.from) || (isDay(yesterday) && minutes < entry.to)
  }
  type Local = { weekday: string; date: string; minutes: number }

  inside.botContext.getHoursType = (spec: unknown, zone: unknown) => {
    const now = Date.now()
    const today = inside.timeIn(String(zone), now)
    const yesterday = inside.timeIn(String(zone), now - 86_400_000)
    if (today === null || yesterday === null) {
      inside.log('warn', `getHoursType: "${String(zone)}" is no known time zone.`)
      return null
    }
    let best: Entry | undefined
    for (const text of Array.isArray(spec) ? spec : [spec]) {
      const entry = read(String(text))
      if (entry !== undefined && fits(entry, today, yesterday) && (best === undefined || entry.rank >= best.rank))
        best = entry
    }
    return best === undefined ? null : best.type
  }
}
