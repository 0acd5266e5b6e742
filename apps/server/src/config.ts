import type { Problem } from '@baton/base'
import { err, ok, type Result } from '@baton/base'
import type { S3Options } from '@baton/files'
import { z } from 'zod'

const isOrigin = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
const isDatabase = (text: string) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** The variables that everybody expects; nothing else is read from the environment. */
const environment = z.object({
  PORT: z.coerce.number('a number').int().min(0).max(65_535, 'at most 65535').default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  PUBLIC_URL: z.string().refine(isOrigin, 'an address such as https://chat.example.com').optional(),
  SECRET_KEY: z.string().min(32, 'at least 32 characters; make one with `openssl rand -base64 32`').optional(),
  SECRET_KEY_FORMER: z.string().default('').transform(list),
  OUTBOUND_ALLOW: z.string().default('').transform(list),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  SMTP_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol),
      'an address such as smtp://user:password@mail.example.com:587',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .max(300)
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'an address such as Baton <baton@example.com>')
    .optional(),
  FILES_DIR: z.string().min(1).optional(),
  FILES_S3_BUCKET: z.string().min(1).max(63).optional(),
  FILES_S3_ENDPOINT: z.string().refine(isOrigin, 'an address such as https://s3.example.com').optional(),
  FILES_S3_REGION: z.string().min(1).max(100).default('us-east-1'),
  FILES_S3_PREFIX: z.string().max(500).optional(),
  FILES_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  FILES_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  FILES_SCANNER: z
    .string()
    .refine(
      (text) => /^tcp:\/\/[^/:]+:\d+$|^unix:\/\/\/.+/.test(text),
      'an address such as tcp://clamav:3310 or unix:///run/clamav/clamd.ctl',
    )
    .optional(),
  FILES_ENCRYPT: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  DATABASE_URL: z
    .string()
    .refine(
      isDatabase,
      'an address such as postgres://user:password@host:5432/baton; without it, SQLite in DATA_DIR is used',
    )
    .optional(),
})

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly publicUrl?: string
  /** PostgreSQL, which several servers may share; absent: SQLite in `dataDir`. */
  readonly databaseUrl?: string
  readonly secretKey?: string
  readonly files?: FilesConfig
  /** Keys that were in use before; what was closed with them can still be opened. */
  readonly secretKeyFormer?: readonly string[]
  readonly outboundAllow: readonly string[]
  readonly logLevel: z.infer<typeof environment>['LOG_LEVEL']
  /** A proxy in front tells who calls; believe its `X-Forwarded-For`. */
  readonly trustProxy: boolean
  /** The mail server that takes letters to people, and whom they come from; both or neither. */
  readonly smtpUrl?: string
  readonly mailFrom?: string
}

/** Where the bytes of files are kept, and what is done with them. */
export interface FilesConfig {
  /** Absent: `files` in the data directory. */
  readonly directory?: string
  /** A bucket, which several servers may share; absent: a directory. */
  readonly s3?: S3Options
  /** ClamAV's daemon; absent: files are not scanned for harmful software. */
  readonly scanner?: string
  /** Files are sealed on the disk, with a key made from `SECRET_KEY`. */
  readonly encrypt?: boolean
}

/** Reads the environment once; tells all that is wrong with it at once. Empty variables count as absent. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Result<Config, readonly Problem[]> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(present)
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, code, message }) => ({ path: String(path[0]), rule: code, message })))
  }
  const files = filesOf(parsed.data)
  if (!files.ok) return files
  const { PUBLIC_URL, SECRET_KEY, SMTP_URL, MAIL_FROM, DATABASE_URL, ...rest } = parsed.data
  if ((SMTP_URL === undefined) !== (MAIL_FROM === undefined)) {
    const path = SMTP_URL === undefined ? 'SMTP_URL' : 'MAIL_FROM'
    return err([{ path, rule: 'missing', message: 'SMTP_URL and MAIL_FROM belong together: set both or neither' }])
  }
  return ok({
    port: rest.PORT,
    host: rest.HOST,
    dataDir: rest.DATA_DIR,
    files: files.value,
    outboundAllow: rest.OUTBOUND_ALLOW,
    logLevel: rest.LOG_LEVEL,
    trustProxy: rest.TRUST_PROXY,
    ...(PUBLIC_URL !== undefined && { publicUrl: PUBLIC_URL.replace(/\/+$/, '') }),
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
    ...(SECRET_KEY !== undefined && { secretKey: SECRET_KEY }),
    ...(rest.SECRET_KEY_FORMER.length > 0 && { secretKeyFormer: rest.SECRET_KEY_FORMER }),
    ...(SMTP_URL !== undefined && MAIL_FROM !== undefined && { smtpUrl: SMTP_URL, mailFrom: MAIL_FROM }),
  })
}

type Environment = z.infer<typeof environment>

function filesOf(env: Environment): Result<FilesConfig, readonly Problem[]> {
  const { FILES_S3_BUCKET: bucket, FILES_S3_ACCESS_KEY_ID: id, FILES_S3_SECRET_ACCESS_KEY: secret } = env
  const wrong = (path: keyof Environment, message: string) => err([{ path, rule: 'missing', message }])
  if (env.FILES_ENCRYPT && env.SECRET_KEY === undefined) {
    return wrong('SECRET_KEY', 'FILES_ENCRYPT=true makes its key from SECRET_KEY: set it, and keep it safe')
  }
  if ((id === undefined) !== (secret === undefined)) {
    const path = id === undefined ? 'FILES_S3_ACCESS_KEY_ID' : 'FILES_S3_SECRET_ACCESS_KEY'
    return wrong(path, 'FILES_S3_ACCESS_KEY_ID and FILES_S3_SECRET_ACCESS_KEY belong together: set both or neither')
  }
  if (bucket === undefined && (env.FILES_S3_ENDPOINT !== undefined || id !== undefined)) {
    return wrong('FILES_S3_BUCKET', 'the bucket in which files are kept is needed with the other FILES_S3_ variables')
  }
  const s3: S3Options | undefined =
    bucket === undefined
      ? undefined
      : {
          bucket,
          region: env.FILES_S3_REGION,
          ...(env.FILES_S3_PREFIX !== undefined && { prefix: env.FILES_S3_PREFIX }),
          ...(env.FILES_S3_ENDPOINT !== undefined && { endpoint: env.FILES_S3_ENDPOINT }),
          ...(id !== undefined &&
            secret !== undefined && { credentials: { accessKeyId: id, secretAccessKey: secret } }),
        }
  return ok({
    encrypt: env.FILES_ENCRYPT,
    ...(env.FILES_DIR !== undefined && { directory: env.FILES_DIR }),
    ...(env.FILES_SCANNER !== undefined && { scanner: env.FILES_SCANNER }),
    ...(s3 && { s3 }),
  })
}
