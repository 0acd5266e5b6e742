import type { JsonValue } from '@baton/base'
import { z } from 'zod'

/**
 * An authored bot, as its file says it: readable, with stable ids, one file per bot. The schemas below are the only description;
 * the types, the check of what comes from outside and the published JSON Schema are made of them.
 */
export const FORMAT = 'baton.bot/1'

/** Names of parts in the published schema; of their own, so that they mean nothing to other schemas of the process. */
export const NAMED = z.registry<{ id: string; description?: string }>()

/** Any JSON; typed as the house types it. */
const json = z.json() as unknown as z.ZodType<JsonValue>
const id = z.string().min(1).max(200).register(NAMED, { id: 'id' })
const name = z.string().min(1).max(400).register(NAMED, { id: 'name' })
/** May hold variables in braces. */
const template = z
  .string()
  .max(65_536)
  .register(NAMED, { id: 'template', description: 'A text that may hold variables in braces.' })
const script = z.string().max(1_048_576).register(NAMED, { id: 'script' })
/** What another product's file said beside what is known here; written back on export. */
const extra = z.record(z.string(), json).register(NAMED, { id: 'extra' }).optional()
const patterns = z.array(z.string().min(1).max(2_000)).max(1_000)
const keywords = z.array(z.string().max(500)).max(500)
const metadata = z.array(z.looseObject({ type: z.string() })).max(100)

/** Where the flow goes on. */
export const nextSchema = z
  .discriminatedUnion('go', [
    /** To the interaction after this one; after the last one the dialog ends (dialogs R4.1). */
    z.strictObject({ go: z.literal('next') }),
    /** Nowhere: the flow stops and the dialog has ended (dialogs R3.34). */
    z.strictObject({ go: z.literal('end') }),
    z.strictObject({ go: z.literal('interaction'), id }),
    z.strictObject({ go: z.literal('dialog'), id }),
    z.strictObject({ go: z.literal('close'), survey: z.boolean() }),
  ])
  .register(NAMED, { id: 'next' })
export type Next = z.infer<typeof nextSchema>

const surveyKind = z.enum(['fcr', 'csat', 'nps', 'choice', 'open'])

/** What a rule asks of the consumer's answer or of a result (dialogs R4.8). */
export const conditionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pattern'), patterns, excludeKeywords: keywords.optional() }),
    z.strictObject({
      kind: z.literal('regex'),
      expression: z.string().max(2_000),
      excludeKeywords: keywords.optional(),
    }),
    z.strictObject({ kind: z.literal('option'), value: template }),
    z.strictObject({ kind: z.literal('exact'), value: template }),
    z.strictObject({ kind: z.literal('intent'), intentId: id }),
    z.strictObject({ kind: z.literal('entity'), entity: name }),
    z.strictObject({ kind: z.literal('noMatch'), message: template.optional() }),
    z.strictObject({ kind: z.literal('result'), status: z.enum(['success', 'failure']) }),
    z.strictObject({ kind: z.literal('knowledge'), found: z.boolean() }),
  ])
  .register(NAMED, { id: 'condition' })
export type Condition = z.infer<typeof conditionSchema>
export const CONDITION_KINDS = [
  'pattern',
  'regex',
  'option',
  'exact',
  'intent',
  'entity',
  'noMatch',
  'result',
  'knowledge',
] as const satisfies readonly Condition['kind'][]

/** dialogs R4.12. */
export const OPERATORS = [
  'equals',
  'notEquals',
  'contains',
  'notContains',
  'startsWith',
  'endsWith',
  'greaterThan',
  'lessThan',
  'isSet',
  'isNotSet',
] as const
export type Operator = (typeof OPERATORS)[number]

const variableCondition = z
  .strictObject({
    /** A variable's bare name, or a text with variables in braces. */
    variable: template,
    operator: z.enum(OPERATORS),
    value: template.optional(),
  })
  .register(NAMED, { id: 'variableCondition' })
export type VariableCondition = z.infer<typeof variableCondition>

const setVariable = z
  .strictObject({
    name,
    value: template,
    /** Until the bot has answered; until the dialog ends; until the session ends (dialogs R5.2). */
    scope: z.enum(['request', 'dialog', 'session']),
  })
  .register(NAMED, { id: 'setVariable' })
export type SetVariable = z.infer<typeof setVariable>

const ruleSchema = z
  .strictObject({
    name: z.string().max(400).optional(),
    /** A rule that could not be read completely is kept and never fires. */
    enabled: z.boolean().optional(),
    /** Any of them; none at all is always true (dialogs R4.14). */
    when: z.array(conditionSchema).max(100).optional(),
    variables: z.array(variableCondition).max(100).optional(),
    /** How the conditions on variables are combined; absent: any (dialogs R4.13). */
    match: z.enum(['any', 'all']).optional(),
    set: z.array(setVariable).max(100).optional(),
    /** Filled from an entity that the words hold (dialogs R5.9). */
    slot: z.strictObject({ name, entity: name, scope: z.enum(['request', 'dialog', 'session']).optional() }).optional(),
    next: nextSchema,
    extra,
  })
  .register(NAMED, { id: 'rule' })
export type Rule = z.infer<typeof ruleSchema>

const button = z
  .strictObject({
    label: template,
    action: z.enum(['postback', 'openUrl']),
    /** What is said in the consumer's name, or the address. */
    value: template,
    target: z.enum(['blank', 'self', 'slideout']).optional(),
    metadata: metadata.optional(),
    extra,
  })
  .register(NAMED, { id: 'button' })
export type Button = z.infer<typeof button>

const tile = z
  .strictObject({
    title: template,
    subtitle: template.optional(),
    image: template.optional(),
    itemUrl: template.optional(),
    buttons: z.array(button).max(50),
    extra,
  })
  .register(NAMED, { id: 'tile' })
export type Tile = z.infer<typeof tile>

const quickReplyChoice = z
  .strictObject({
    kind: z.enum(['text', 'location']),
    title: template,
    /** Said instead of the title. */
    payload: template.optional(),
    image: template.optional(),
    metadata: metadata.optional(),
    extra,
  })
  .register(NAMED, { id: 'quickReplyChoice' })
export type QuickReplyChoice = z.infer<typeof quickReplyChoice>

const listHead = {
  image: template.optional(),
  imageStyle: z.enum(['icon', 'small', 'large']).optional(),
  title: template,
  subtitle: template.optional(),
}

const common = {
  id,
  /** Unique in the bot; what scripts go on at. */
  name,
  /** Absent: enabled. A disabled one is passed over (dialogs R2.4). */
  enabled: z.boolean().optional(),
  /** Before what it says, or before its call, in milliseconds (dialogs R2.1). */
  delayMs: z.int().min(0).max(10_000).optional(),
  preProcess: script.optional(),
  postProcess: script.optional(),
  /** Questions only. */
  processUserResponse: script.optional(),
  rules: z.array(ruleSchema).max(500).optional(),
  /** What follows where no rule says otherwise. A question without it leaves unmatched words to the whole bot. */
  next: nextSchema.optional(),
  /** Questions: what is said when no rule fits (dialogs R3.35). */
  unrecognized: template.optional(),
  comment: z.string().max(4_000).optional(),
  extra,
}

const interaction = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...common, ...shape })

/** Every kind of interaction (dialogs section 2); each has a folder in `interactions/`. */
export const interactionSchema = z
  .discriminatedUnion('type', [
    interaction('dialogStarter', {
      patterns: patterns.optional(),
      excludeKeywords: keywords.optional(),
      intentId: id.optional(),
    }),
    interaction('text', { text: template }),
    interaction('image', { url: template }),
    interaction('privateMessage', { text: template }),
    interaction('richLink', { image: template, url: template, title: template }),
    interaction('multipleChoice', {
      text: template,
      choices: z.array(template).max(200),
      displayAs: z.enum(['buttons', 'quickReplies', 'text']).optional(),
      perRow: z.int().min(1).max(8).optional(),
      listStyle: z.enum(['numbers', 'letters', 'none']).optional(),
      indent: z.boolean().optional(),
    }),
    interaction('textQuestion', { text: template }),
    interaction('structuredQuestion', { tiles: z.array(tile).min(1).max(10) }),
    interaction('buttonQuestion', { text: template, buttons: z.array(button).max(50) }),
    interaction('quickReplyQuestion', {
      text: template,
      choices: z.array(quickReplyChoice).max(100),
      perRow: z.int().min(1).max(8).optional(),
    }),
    interaction('listPicker', {
      ...listHead,
      sections: z
        .array(
          z.strictObject({
            title: template,
            multiple: z.boolean().optional(),
            items: z
              .array(z.strictObject({ id, title: template, subtitle: template.optional(), image: template.optional() }))
              .max(200),
          }),
        )
        .max(50),
      reply: z.strictObject(listHead).optional(),
    }),
    interaction('timePicker', {
      ...listHead,
      reply: z.strictObject(listHead).optional(),
      event: z.strictObject({
        id: template.optional(),
        title: template,
        /** Minutes; a zone behind Greenwich is written as 24 hours minus its own (dialogs R2.27). */
        zoneOffsetMinutes: z.int().min(0).max(1_440).optional(),
        location: z
          .strictObject({
            title: template,
            latitude: z.number().optional(),
            longitude: z.number().optional(),
            radius: z.number().optional(),
          })
          .optional(),
      }),
      slots: z.array(z.strictObject({ id, start: template, minutes: z.int().min(1).max(10_080) })).max(500),
    }),
    interaction('disambiguationQuestion', {
      text: template,
      count: z.union([z.literal(2), z.literal(3)]),
      /** One more choice, for none of them. */
      other: template.optional(),
    }),
    interaction('surveyQuestion', {
      text: template,
      measures: surveyKind,
      choices: z
        .array(z.strictObject({ title: template, value: z.string().max(100) }))
        .max(20)
        .optional(),
      displayAs: z.enum(['quickReplies', 'buttons', 'none']).optional(),
      listStyle: z.enum(['numbers', 'letters', 'none']).optional(),
      skip: template.optional(),
    }),
    interaction('integration', { integrationId: id }),
    interaction('agentTransfer', {
      message: template.optional(),
      skillId: template,
      agentId: template.optional(),
      passContext: z.boolean().optional(),
    }),
    interaction('fileUpload', {
      text: template,
      acceptedTypes: z.array(z.string().max(20)).max(50),
      success: template.optional(),
      failure: template.optional(),
      wrongType: template.optional(),
      inProgress: template.optional(),
    }),
    interaction('knowledgeSearch', {
      knowledgeBase: template,
      notFound: template.optional(),
      least: z.enum(['veryGood', 'good', 'fairPlus']).optional(),
      count: z.int().min(1).max(3).optional(),
      layout: z.enum(['rich', 'plain', 'none']).optional(),
      linkText: template.optional(),
      image: template.optional(),
      /** Where the results go with the layout `none`; absent: `kb_search`. */
      variable: name.optional(),
    }),
    interaction('dynamicRouting', {
      fallbackSkillId: template.optional(),
      fallbackSkillName: template.optional(),
      message: template.optional(),
    }),
    /** Rich content as JSON text, which may come from a variable as a whole (dialogs R2.55). */
    interaction('universal', { json: z.string().max(262_144) }),
    /** Of a kind that nobody here knows: kept as it came, and passed over. */
    interaction('unsupported', { raw: z.record(z.string(), json) }),
  ])
  .register(NAMED, { id: 'interaction' })
export type Interaction = z.infer<typeof interactionSchema>
export type InteractionType = Interaction['type']
export type InteractionOf<T extends InteractionType> = Extract<Interaction, { type: T }>

/** dialogs R1.16. */
export const DIALOG_KINDS = [
  'standard',
  'fallback',
  'disambiguation',
  'autoEscalation',
  'survey',
  'fileUpload',
] as const

export const dialogSchema = z
  .strictObject({
    id,
    name,
    description: z.string().max(4_000).optional(),
    kind: z.enum(DIALOG_KINDS),
    enabled: z.boolean().optional(),
    domainId: id.optional(),
    /** Of the kind `autoEscalation`: how many fallback answers in a row are allowed (dialogs R3.41). */
    threshold: z.int().min(1).max(100).optional(),
    /** Of the kind `disambiguation`: only intents of these; absent: of all. */
    onlyDomains: z.array(id).max(100).optional(),
    interactions: z.array(interactionSchema).max(60_000),
    extra,
  })
  .register(NAMED, { id: 'dialog' })
export type Dialog = z.infer<typeof dialogSchema>

const keyValue = z.strictObject({ key: z.string().max(400), value: template, extra })
const integrationCommon = {
  id,
  name,
  /** The result is `api_` and this; absent: as the name. */
  variable: name.optional(),
  transform: script.optional(),
  fields: z
    .array(z.strictObject({ key: name, path: z.string().max(2_000), extra }))
    .max(500)
    .optional(),
  extra,
}
const httpFields = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: template,
  headers: z.array(keyValue).max(200).optional(),
  parameters: z.array(keyValue).max(200).optional(),
  body: template.optional(),
  /** Names a credential of the account; never the secret itself. */
  credential: name.optional(),
}
/** What a bot can do beyond words (dialogs R1.32). */
export const integrationSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('api'),
      ...integrationCommon,
      ...httpFields,
      /** Absent: on (scripting A-30). */
      defaultHeaders: z.boolean().optional(),
      timeoutMs: z.int().min(100).max(170_000).optional(),
      retries: z.int().min(0).max(10).optional(),
      repeatsAreSafe: z.boolean().optional(),
      successStatuses: z.array(z.int().min(100).max(599)).max(50).optional(),
    }),
    z.strictObject({ type: z.literal('file'), ...integrationCommon, ...httpFields }),
    z.strictObject({
      type: z.literal('email'),
      ...integrationCommon,
      to: template,
      replyTo: template.optional(),
      subject: template,
      body: template,
      html: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal('escalation'),
      ...integrationCommon,
      skillName: z.string().max(400).optional(),
      skillId: template,
      agentId: template.optional(),
      passContext: z.boolean().optional(),
      message: template.optional(),
    }),
    z.strictObject({
      type: z.literal('function'),
      ...integrationCommon,
      function: name,
      headers: z.array(keyValue).max(200).optional(),
      payload: template.optional(),
    }),
    z.strictObject({
      type: z.literal('knowledge'),
      ...integrationCommon,
      knowledgeBase: template,
      query: template.optional(),
      least: z.enum(['veryGood', 'good', 'fairPlus']).optional(),
      count: z.int().min(1).max(5).optional(),
    }),
    z.strictObject({ type: z.literal('unsupported'), ...integrationCommon, raw: z.record(z.string(), json) }),
  ])
  .register(NAMED, { id: 'integration' })
export type Integration = z.infer<typeof integrationSchema>
export type IntegrationType = Integration['type']
export type IntegrationOf<T extends IntegrationType> = Extract<Integration, { type: T }>

const entitySchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('valueSet'),
      name,
      values: z
        .array(z.strictObject({ phrase: z.string().min(1).max(400), value: z.string().max(400).optional() }))
        .max(5_000),
    }),
    z.strictObject({ kind: z.literal('regex'), name, expression: z.string().min(1).max(2_000) }),
    z.strictObject({
      kind: z.literal('builtIn'),
      name,
      of: z.enum(['number', 'email', 'phone', 'url', 'date', 'color']),
    }),
  ])
  .register(NAMED, { id: 'entity' })
export type Entity = z.infer<typeof entitySchema>

const intentSchema = z
  .strictObject({
    id,
    name,
    displayName: z.string().max(400).optional(),
    phrases: z.array(z.string().max(1_000)).max(5_000).optional(),
    /** A meta intent: matching one of these matches it too (dialogs R1.29). */
    children: z.array(id).max(500).optional(),
    extra,
  })
  .register(NAMED, { id: 'intent' })
export type IntentDefinition = z.infer<typeof intentSchema>

const domainSchema = z
  .strictObject({
    id,
    name,
    language: z.string().max(40).optional(),
    intents: z.array(intentSchema).max(2_000).optional(),
    entities: z.array(entitySchema).max(500).optional(),
    extra,
  })
  .register(NAMED, { id: 'domain' })
export type Domain = z.infer<typeof domainSchema>

/** Absent is the default that the comment names (dialogs section 9.1). */
export const settingsSchema = z
  .strictObject({
    /** What the bot is told when a conversation opens without words; absent: `hi`. */
    greeting: z.string().max(1_000).optional(),
    /** Idle minutes until the context is lost; absent: 60 (dialogs R5.5). */
    sessionMinutes: z
      .int()
      .min(1)
      .max(60 * 24 * 365)
      .optional(),
    /** Instead of the built-in text on errors (dialogs R9.2). */
    friendlyResponse: template.optional(),
    /** `reset` and `display userid`; absent: on (dialogs R9.1). */
    debugCommands: z.boolean().optional(),
    /** Longer texts are split at words; absent: 320 (dialogs R2.5). */
    splitTextsAt: z.int().min(40).max(65_536).optional(),
    /** A panel that throws ends the flow; absent: `stop` (scripting §6.3). */
    onScriptError: z.enum(['stop', 'continue']).optional(),
    /** Messages that come while the bot answers are dropped, as the original does; absent: they wait. */
    dropsWhileAnswering: z.boolean().optional(),
    /** The label is shown and the value read apart; absent: the value is said (dialogs R2.24). */
    showsButtonLabel: z.boolean().optional(),
    tileDisplay: z.enum(['vertical', 'horizontal']).optional(),
    /** Consumer messages that come within this time are one; absent: 0. */
    messageDelayMs: z.int().min(0).max(60_000).optional(),
    /** Former dialogs speak again while a transfer is under way; absent: they do not. */
    resumesDuringTransfer: z.boolean().optional(),
    escalationRetries: z.int().min(0).max(20).optional(),
    annotatesUnrecognized: z.boolean().optional(),
    keepsTranscripts: z.boolean().optional(),
    shortensUrls: z.boolean().optional(),
    stuck: z
      .strictObject({
        restartMessage: template.optional(),
        escalationSkillId: template.optional(),
        escalationMessage: template.optional(),
      })
      .optional(),
  })
  .register(NAMED, { id: 'settings' })
export type BotSettings = z.infer<typeof settingsSchema>

export const definitionSchema = z.strictObject({
  /** Where editors find the description of this format. */
  $schema: z.string().max(2_000).optional(),
  format: z.literal(FORMAT),
  id,
  name,
  description: z.string().max(4_000).optional(),
  kind: z.enum(['custom', 'survey']).optional(),
  language: z.string().max(40),
  settings: settingsSchema.optional(),
  /** Of the whole bot, for dialogs that name none. */
  domainId: id.optional(),
  dialogs: z.array(dialogSchema).max(5_000),
  integrations: z.array(integrationSchema).max(2_000).optional(),
  domains: z.array(domainSchema).max(200).optional(),
  /** Functions that every panel can call; `initConversation` runs when a session begins. */
  globalFunctions: script.optional(),
  extra,
})
export type BotDefinition = z.infer<typeof definitionSchema>
