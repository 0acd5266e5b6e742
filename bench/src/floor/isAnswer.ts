export interface Answer {
  readonly response: readonly { readonly type: 'TEXT'; readonly data: { readonly message: string } }[]
}

/** The one compiled check: what a schema compiler would make of the part of the contract that the bench's bot uses. */
export function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null) return false
  const { response } = value as { response?: unknown }
  if (!Array.isArray(response) || response.length === 0 || response.length > 50) return false
  return response.every(isText)
}

function isText(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false
  const { type, data } = item as { type?: unknown; data?: unknown }
  if (type !== 'TEXT' || typeof data !== 'object' || data === null) return false
  const { message } = data as { message?: unknown }
  return typeof message === 'string' && message.length > 0 && message.length <= 5_000
}
