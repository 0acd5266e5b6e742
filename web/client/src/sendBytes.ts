/** What became of bytes that were sent to a link. */
export type BytesSent =
  | { readonly ok: true; readonly body: unknown }
  /** `status` 0: no answer came. */
  | { readonly ok: false; readonly status: number; readonly code?: string }

export interface Bytes {
  readonly url: string
  readonly body: Blob
  /** Place of the first of them in the whole file. */
  readonly from: number
  /** How many of these bytes have left. */
  readonly onProgress: (sent: number) => void
  readonly signal?: AbortSignal | undefined
}

/** No byte has left for so long: the line is dead, though nobody said so. */
const STALLED_MS = 30_000
/** Once all have left, the server looks at them before it answers. */
const LOOKED_AT_MS = 120_000

/** Sends bytes and tells how far they are: only the older of the browser's two ways can do so. Resolves, whatever happens. */
export function sendBytes(bytes: Bytes, fallback: typeof fetch): Promise<BytesSent> {
  return typeof XMLHttpRequest === 'undefined' ? sendSilently(bytes, fallback) : sendTelling(bytes)
}

function sendTelling({ url, body, from, onProgress, signal }: Bytes): Promise<BytesSent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const giveUp = () => request.abort()
    let stall = setTimeout(giveUp, STALLED_MS)
    const goesOn = (sent: number) => {
      clearTimeout(stall)
      stall = setTimeout(giveUp, sent < body.size ? STALLED_MS : LOOKED_AT_MS)
    }
    const settle = (sent: BytesSent) => {
      clearTimeout(stall)
      signal?.removeEventListener('abort', giveUp)
      resolve(sent)
    }
    const nothing = () => settle({ ok: false, status: 0 })
    request.upload.onprogress = ({ loaded }) => {
      goesOn(loaded)
      onProgress(loaded)
    }
    request.onload = () => settle(outcomeOf(request.status, request.responseText))
    request.onerror = nothing
    request.onabort = nothing
    request.ontimeout = nothing
    request.open('PUT', url)
    request.setRequestHeader('upload-offset', String(from))
    request.setRequestHeader('content-type', 'application/octet-stream')
    signal?.addEventListener('abort', giveUp, { once: true })
    if (signal?.aborted) return nothing()
    request.send(body)
  })
}

async function sendSilently(
  { url, body, from, onProgress, signal }: Bytes,
  fallback: typeof fetch,
): Promise<BytesSent> {
  try {
    const answer = await fallback(url, {
      method: 'PUT',
      headers: { 'upload-offset': String(from), 'content-type': 'application/octet-stream' },
      body,
      ...(signal && { signal }),
    })
    const text = await answer.text()
    onProgress(body.size)
    return outcomeOf(answer.status, text)
  } catch {
    return { ok: false, status: 0 }
  }
}

function outcomeOf(status: number, text: string): BytesSent {
  const body = parse(text)
  if (status === 201) return { ok: true, body }
  const code = (body as { error?: { code?: unknown } } | undefined)?.error?.code
  return { ok: false, status, ...(typeof code === 'string' && { code }) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
