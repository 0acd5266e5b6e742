import type { Inside } from './inside.ts'

/** Variables, and what the conversation is about (integrations 4.2). */
export function addVariables(inside: Inside): void {
  const { botContext, quote } = inside
  const orNull = (value: unknown): unknown => (value === undefined ? null : value)

  botContext.setBotVariable = (
    name: unknown,
    value: unknown,
    persistForSession?: unknown,
    persistForever?: unknown,
  ) => {
    const key = String(name)
    if (name === undefined || name === null || key === '' || key === '__proto__') {
      return inside.log('error', `setBotVariable: ${quote(key)} is no name for a variable; nothing was changed.`)
    }
    const isOn = (flag: unknown): boolean => flag === true || flag === 'true'
    const scope = isOn(persistForever) ? 'permanent' : isOn(persistForSession) ? 'session' : 'request'
    const json = inside.copy(value, `setBotVariable(${quote(key)})`)
    if (json === undefined) return
    inside.countWrite()
    inside.emit('setVariable', `"name":${quote(key)},"scope":"${scope}","value":${json}`)
    inside.setVisible(scope, key, json)
  }

  botContext.getBotVariable = (name: unknown): unknown => {
    const key = String(name)
    const { variables, slots, fields } = inside.snapshot
    for (const values of [variables.request, variables.dialog, variables.session, variables.permanent]) {
      const value = inside.own(values, key)
      if (value !== undefined) return value
    }
    if (key.startsWith('slot.')) return orNull(inside.own(slots, key.slice(5)))
    const field = inside.own(fields, key)
    if (field !== undefined) return field
    if (!key.endsWith('.count')) return null
    const counted = inside.own(fields, key.slice(0, -6))
    if (counted === undefined) return null
    if (Array.isArray(counted)) return counted.length
    return counted === null ? 0 : 1
  }

  botContext.getEnvVariable = (name: unknown) => orNull(inside.own(inside.snapshot.environment, String(name)))
  botContext.getCurrentUserMessage = () => inside.snapshot.userMessage
  botContext.getConversationId = () => inside.snapshot.conversationId
  botContext.getChatBotId = () => inside.snapshot.botId
  botContext.getLPAccountId = () => inside.snapshot.accountId
  Object.defineProperty(botContext, 'chatBotId', { enumerable: true, get: () => inside.snapshot.botId })

  botContext.getLPEngagementAttribute = (key: unknown) => {
    const { engagementAttributes } = inside.snapshot
    const asked = String(key)
    // The published list spells it so.
    const name = asked === 'rtSesssionId' ? 'rtSessionId' : asked
    const value = inside.own(engagementAttributes, name)
    return value === undefined || value === null ? null : String(value)
  }
  botContext.getMetadata = (type: unknown) =>
    orNull(inside.snapshot.metadata?.find((entry) => entry.type === String(type)))
  botContext.getQuickReplyPayload = () => orNull(inside.snapshot.quickReplyPayload)
  botContext.getButtonPayload = () => orNull(inside.snapshot.buttonPayload)
  botContext.getWebViewVariable = (name: unknown) => orNull(inside.own(inside.snapshot.webViewVariables, String(name)))
  botContext.getWebViewVariables = () => inside.snapshot.webViewVariables ?? {}
}

/** What was understood, where the consumer is, what they sent (integrations 4.2). */
export function addUnderstanding(inside: Inside): void {
  const { botContext, quote } = inside
  const orNull = (value: unknown): unknown => (value === undefined ? null : value)
  const words = (text: string): string[] => text.match(/[\p{L}\p{N}'’-]+/gu) ?? []

  botContext.getDialogStarterIntent = () => orNull(inside.snapshot.dialogStarterIntent)
  botContext.getDisambiguatedIntentName = () => orNull(inside.snapshot.disambiguatedIntent?.name)
  botContext.getDisambiguatedIntentId = () => orNull(inside.snapshot.disambiguatedIntent?.id)
  botContext.getNamedEntities = (name: unknown) => {
    const found = inside.own(inside.snapshot.entities, String(name)) as { phrase: string; value: unknown }[] | undefined
    if (found === undefined || found.length === 0) return null
    return found.map(({ phrase, value }) => ({ phrase, value, getPhrase: () => phrase, getDataValue: () => value }))
  }
  // Baton has no tagger: it says what the text itself shows, and leaves empty what only a tagger could know.
  botContext.getNlpResponse = () => {
    const text = inside.snapshot.userMessage
    const sentences = text.match(/[^.!?]+[.!?]*/g) ?? []
    const tidy = sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '')
    return { nouns: [], verbs: [], phrases: [], sentences: tidy, tokens: words(text) }
  }
  botContext.getSentiment = () => inside.snapshot.sentiment ?? 'Neutral'
  botContext.getUserLocation = () => {
    const { location } = inside.snapshot
    if (location === undefined) return null
    const { city, state, zip, lat, lng } = location
    return {
      ...location,
      getCityName: () => orNull(city),
      getState: () => orNull(state),
      getZipCode: () => orNull(zip),
      getLatitude: () => orNull(lat),
      getLongitude: () => orNull(lng),
    }
  }
  botContext.getFileType = () => orNull(inside.snapshot.file?.type)
  botContext.getFileCaption = () => {
    const { file } = inside.snapshot
    // The word for a file that was sent without one (dialogs R8.23).
    return file === undefined ? null : file.caption || '__EMPTYTEXT__'
  }

  botContext.setBotTransferIntentId = (id: unknown) =>
    inside.emit('setBotTransferIntentId', `"id":${quote(String(id))}`)
  botContext.setBotTransferIntentbyDomain = (intent: unknown, domain: unknown) =>
    inside.emit('setBotTransferIntentByDomain', `"intent":${quote(String(intent))},"domain":${quote(String(domain))}`)
  botContext.setBotTransferUserMessage = (text: unknown) =>
    inside.emit('setBotTransferUserMessage', `"text":${quote(String(text))}`)

  botContext.isApiExecutionSuccessful = () => inside.snapshot.lastCall?.successful === true
  botContext.getApiStatusCode = () => {
    const { lastCall } = inside.snapshot
    return lastCall === undefined ? null : String(lastCall.status)
  }
  botContext.askMaven = () => {
    inside.log('warn', 'askMaven: there is no policy engine here; it advises nothing.')
    return '{"rule":{"actions":[]}}'
  }
}

/** Who the consumer is (integrations 4.3). */
export function addConsumer(inside: Inside): void {
  const { botContext, quote } = inside
  botContext.getUserPlatformId = () => inside.snapshot.consumerId
  botContext.getUserChannel = () => inside.snapshot.channel
  botContext.getChannel = () => {
    const { channel } = inside.snapshot
    return channel === 'lp_sms' || channel === 'lp_web' || channel === 'lp_inapp'
      ? channel
      : channel.replace(/^.*_/, '')
  }
  botContext.getUserPlatformType = () => {
    const { channel } = inside.snapshot
    if (channel === 'lp_fb') return 'FACEBOOK'
    return channel === 'lp_web' ? 'HTMLCLIENT' : channel.replace(/^lp_/, '').toUpperCase()
  }
  botContext.getLPUserPersonalInfo = () => {
    const info = inside.snapshot.personalInfo
    const isTold = info !== undefined && Boolean(info.firstname || info.lastname || info.company)
    return isTold ? info : null
  }
  botContext.getLPCustomerInfo = () => inside.snapshot.customerInfo ?? null

  // What was set in this panel is read back in this panel.
  let userName: string | undefined
  let email: string | undefined
  botContext.getUserName = () => userName ?? inside.snapshot.userName ?? null
  botContext.getEmail = () => email ?? inside.snapshot.email ?? null
  botContext.setUserName = (name: unknown) => {
    userName = String(name)
    inside.countWrite()
    inside.emit('setUserName', `"text":${quote(userName)}`)
  }
  botContext.setEmail = (address: unknown) => {
    email = String(address)
    inside.countWrite()
    inside.emit('setEmail', `"text":${quote(email)}`)
  }
}
