import { z } from 'zod'
import { extra, id, json, NAMED, name, script, template } from './parts.ts'

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
    z.strictObject({
      type: z.literal('file'),
      ...integrationCommon,
      ...httpFields,
      /** Absent: any service that takes a file. `s3`: a bucket of any server that speaks S3's protocol. */
      target: z.enum(['http', 's3']).optional(),
      /** Of the bucket. */
      region: z.string().min(1).max(100).optional(),
      /** Of one attempt. */
      timeoutMs: z.int().min(100).max(170_000).optional(),
      retries: z.int().min(0).max(10).optional(),
    }),
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
