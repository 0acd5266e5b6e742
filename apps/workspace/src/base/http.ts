import { z } from 'zod'

const problemPart = z.object({
  path: z.string(),
  rule: z.string(),
  message: z.string(),
  facts: z.object({ name: z.string().optional(), count: z.number().optional() }).optional(),
})
/** One of several things that are wrong: `rule` says which kind, `facts` what a sentence about it is made of. */
export type ProblemPart = Readonly<z.infer<typeof problemPart>>

/** The server said no, or could not be reached; `message` is a sentence for people, in the server's language. */
export class ApiProblem extends Error {
  constructor(
    /** Of HTTP; 0 when there was no answer. */
    readonly status: number,
    /** Stable, see the API's description; `offline` when there was no answer. */
    readonly code: string,
    message: string,
    /** Milliseconds to wait before asking again, where the server says so. */
    readonly retryAfterMs?: number,
    /** JSON pointer to the field at fault. */
    readonly path?: string,
    /** Every field at fault, where there are several. */
    readonly problems: readonly ProblemPart[] = [],
  ) {
    super(message)
  }
}

/** Asks the server in the session's name. Answers are parsed by the caller's schema, or not looked at. */
export interface Api {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>
  patch<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>
  remove(path: string): Promise<void>
}

const PATIENCE_MS = 20_000
const problem = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    retryAfterMs: z.number().optional(),
    path: z.string().optional(),
    problems: z.array(problemPart).optional(),
  }),
})

export interface ApiOptions {
  /** The value that every request but GET must carry; absent before the sign-in. */
  readonly csrf: () => string | undefined
  /** The server does not know the session any more. */
  readonly onSignedOut: () => void
}

/** @param options see there; paths are below `/api/v1` */
export function createApi({ csrf, onSignedOut }: ApiOptions): Api {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const value = csrf()
    const response = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && value !== undefined && { 'x-baton-csrf': value }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new ApiProblem(0, 'offline', '')
    })
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return answer
    const said = problem.safeParse(answer).data?.error
    if (response.status === 401 && value !== undefined) onSignedOut()
    throw new ApiProblem(
      response.status,
      said?.code ?? `http-${response.status}`,
      said?.message ?? '',
      said?.retryAfterMs,
      said?.path,
      said?.problems,
    )
  }

  const parsed = async <T>(answer: Promise<unknown>, schema: z.ZodType<T>): Promise<T> => schema.parse(await answer)
  return {
    get: (path, schema) => parsed(ask('GET', path), schema),
    post: (path, body, schema) => parsed(ask('POST', path, body), schema),
    put: (path, body, schema) => parsed(ask('PUT', path, body), schema),
    patch: (path, body, schema) => parsed(ask('PATCH', path, body), schema),
    remove: async (path) => void (await ask('DELETE', path)),
  }
}

/** For answers whose content does not matter. */
export const anything: z.ZodType<unknown> = z.unknown()
/** One page of a list; `next` leads to the page after it. */
export const pageOf = <T>(item: z.ZodType<T>) =>
  z.object({ items: z.array(item), next: z.union([z.string(), z.number()]).optional() })
