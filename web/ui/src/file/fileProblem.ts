import type { UiLabels } from '../labels.ts'

/** What people call the kinds that an account may let through. */
const NAMES: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
  'image/gif': 'GIF',
  'application/pdf': 'PDF',
  'text/plain': 'TXT',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
}

/** Why a file cannot be sent, in a sentence that says what could. @param code of the server or of the client */
export function fileProblem(
  code: string,
  rules: { readonly mediaTypes: readonly string[]; readonly maxBytes: number } | undefined,
  labels: Pick<UiLabels, 'fileProblems' | 'fileFailed' | 'fileSize' | 'locale'>,
): string {
  const sentence = labels.fileProblems[code] ?? labels.fileFailed
  const types = (rules?.mediaTypes ?? []).map((type) => NAMES[type] ?? type.replace(/^.*[/.]/, '').toUpperCase())
  return sentence
    .replace('{types}', new Intl.ListFormat(labels.locale, { style: 'short', type: 'unit' }).format(types))
    .replace('{size}', labels.fileSize(rules?.maxBytes ?? 0))
}

/** Bytes as people say them. */
export function fileSize(bytes: number, locale: string): string {
  const [unit, value] =
    bytes < 1_000 ? ['byte', bytes] : bytes < 1_048_576 ? ['kilobyte', bytes / 1_024] : ['megabyte', bytes / 1_048_576]
  const digits = value < 10 && unit === 'megabyte' ? 1 : 0
  return new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit: String(unit), unitDisplay: unit === 'byte' ? 'long' : 'short' },
    maximumFractionDigits: digits,
  }).format(Number(value))
}
