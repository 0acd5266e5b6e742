import aws4 from 'aws4'

/** What opens a bucket. */
export interface S3Access {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly region: string
}

/**
 * The headers with which a request is let into a bucket, of any server that speaks S3's protocol. The body is not part of what is
 * signed, as nobody has seen all of it when the request begins; on the way it is safe in TLS.
 */
export function signForS3(
  request: { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>> },
  { region, accessKeyId, secretAccessKey, sessionToken }: S3Access,
): Record<string, string> {
  const { host, pathname, search } = new URL(request.url)
  const signed = aws4.sign(
    {
      ...{ host, region, service: 's3', method: request.method, path: `${pathname}${search}` },
      headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
  )
  const headers = Object.entries(signed.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  )
  // Whoever sends it writes it by the address.
  return Object.fromEntries(headers.filter(([name]) => name !== 'host' && name !== 'content-length'))
}
