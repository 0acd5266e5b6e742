import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { CDPSession, Locator, Page } from 'playwright-core'

/** Real files on the disk, as a person has them. */
export interface Drawer {
  /** @returns the path of it */
  put(name: string, bytes: Buffer): string
  empty(): void
}

export function openDrawer(): Drawer {
  const folder = mkdtempSync(join(tmpdir(), 'baton-files-'))
  return {
    put(name, bytes) {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return path
    },
    empty: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A document of this many bytes. */
export function pdfOf(bytes = 2_000): Buffer {
  const head = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n')
  const tail = Buffer.from('\ntrailer << /Root 1 0 R >>\n%%EOF\n')
  return Buffer.concat([head, Buffer.alloc(Math.max(0, bytes - head.length - tail.length), 0x20), tail])
}

/** A picture with a sun over hills: big enough to see whether it is shown large. */
export function pngOf(width = 640, height = 420): Buffer {
  const rows: Buffer[] = []
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(1 + width * 3)
    for (let x = 0; x < width; x += 1) {
      const isSun = (x - width * 0.72) ** 2 + (y - height * 0.3) ** 2 < (height * 0.12) ** 2
      const isHill = y > height * (0.7 - 0.12 * Math.sin((x / width) * 5))
      row.set(isSun ? [250, 214, 110] : isHill ? [40, 105, 80] : [150 + (y * 60) / height, 195, 225], 1 + x * 3)
    }
    rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length)
  whole.writeUInt32BE(data.length, 0)
  whole.write(type, 4, 'latin1')
  data.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length)
  return whole
}

/** Drags files of the disk from outside of the browser, as a hand does: over a place, and lets go of them there unless told not to. */
export async function dragFiles(page: Page, over: Locator, files: readonly string[], lets = true): Promise<void> {
  const box = await over.boundingBox()
  if (box === null) throw new Error('there is no place to drop on')
  const devtools = await devtoolsOf(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', ...(lets ? (['drop'] as const) : [])] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
  }
}

/** A line that takes no more than this. @param bytesPerSecond -1: as much as there is */
export async function slowUploads(page: Page, bytesPerSecond: number): Promise<void> {
  const devtools = await devtoolsOf(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond },
  })
}

const sessions = new WeakMap<Page, Promise<CDPSession>>()
function devtoolsOf(page: Page): Promise<CDPSession> {
  const open = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, open)
  return open
}
