import { z } from 'zod'
import { extra, id, json, keywords, metadata, NAMED, name, patterns, script, template } from './parts.ts'
import { nextSchema, ruleSchema } from './rule.ts'

const surveyKind = z.enum(['fcr', 'csat', 'nps', 'choice', 'open'])

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
