import type { Browser, BrowserContext, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { dragFiles, openDrawer, pdfOf, pngOf, slowUploads } from '../support/files.ts'
import { type MessengerWindow, openPage } from '../support/window.ts'

const MB = 1_048_576

const drawer = openDrawer()
let shop: CoffeeShop
let browser: Browser
let person: BrowserContext
let consumer: MessengerWindow
let tray: Locator

beforeAll(async () => {
  shop = await openCoffeeShop()
  browser = await launchChromium()
  person = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], locale: 'en-GB' })
  consumer = await openPage(person, shop.pageUrl)
  await consumer.open()
  await consumer.say('hello')
  await consumer.sees('Hello, this is Baton Coffee.')
  tray = consumer.page.getByRole('region', { name: 'Files to send' })
})
afterAll(async () => {
  await browser?.close()
  await shop?.stop()
  drawer.empty()
})

const send = () => consumer.page.getByRole('button', { name: 'Send', exact: true }).click()

describe('messaging R6.7: a consumer in the messenger', () => {
  it('drops a picture on the window, sees it before it goes, and sends it with a caption', async () => {
    const photo = drawer.put('holiday.png', pngOf())
    await dragFiles(consumer.page, consumer.thread, [photo], false)
    await consumer.page.getByText('Drop files here').waitFor()
    await takeScreenshot(consumer.page, 'files-drop')
    await dragFiles(consumer.page, consumer.thread, [photo])
    await tray.getByText('holiday.png').waitFor()
    await tray.getByText(/kB$/).waitFor() // checked: its size stands there
    await consumer.field.fill('From the hills')
    await takeScreenshot(consumer.page, 'files-tray')
    expect(await findBarriers(consumer.page)).toEqual([])
    await send()
    await consumer.sees('From the hills')
    await tray.waitFor({ state: 'detached' })
    expect(await consumer.field.inputValue()).toBe('')
    const picture = consumer.thread.getByRole('button', { name: 'Show large: holiday.png' })
    await picture.locator('img').waitFor()
    await consumer.sees('Thank you, your file is here. I only read words, but a person can look at it.')
    await takeScreenshot(consumer.page, 'files-picture')
  })

  it('looks at it on the whole screen, and goes back by Escape without losing the window', async () => {
    await consumer.thread.getByRole('button', { name: 'Show large: holiday.png' }).click()
    const large = consumer.page.getByRole('dialog', { name: 'holiday.png' })
    await large.getByRole('img').waitFor()
    expect(await large.getByRole('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640)
    await takeScreenshot(consumer.page, 'files-large')
    const saved = consumer.page.waitForEvent('download')
    await large.getByRole('button', { name: 'Save' }).click()
    expect((await saved).suggestedFilename()).toBe('holiday.png')
    await consumer.page.keyboard.press('Escape')
    await large.waitFor({ state: 'detached' })
    await consumer.field.waitFor()
  })

  it('pastes a picture from the clipboard', async () => {
    await consumer.page.evaluate(async (base64) => {
      const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob()
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
    }, pngOf(90, 60).toString('base64'))
    await consumer.field.focus()
    await consumer.page.keyboard.press('Control+V')
    await tray.getByText(/^image\.png$/).waitFor()
    await consumer.page.keyboard.press('Enter')
    await consumer.thread.getByRole('button', { name: 'Show large: image.png' }).locator('img').waitFor()
  })

  it('is told at once what cannot be sent and why, and sends the rest', async () => {
    await consumer.page
      .getByLabel('Attach files')
      .last()
      .setInputFiles([
        drawer.put('large.pdf', pdfOf(5 * MB + 1)),
        drawer.put('empty.txt', Buffer.alloc(0)),
        drawer.put('lie.png', pdfOf()),
        drawer.put('largest.pdf', pdfOf(5 * MB)),
      ])
    await tray.getByText('The file is too large. At most 5 MB can be sent.').waitFor()
    await tray.getByText('The file is empty.').waitFor()
    await tray.getByText('The file is not what its name says.').waitFor() // this the server saw
    await takeScreenshot(consumer.page, 'files-refused')
    expect(await findBarriers(consumer.page)).toEqual([])
    await send()
    await consumer.thread.getByRole('button', { name: /^Save: largest\.pdf/ }).waitFor()
    for (const name of ['large.pdf', 'empty.txt', 'lie.png']) {
      await tray.getByRole('button', { name: `Remove: ${name}` }).click()
    }
    await tray.waitFor({ state: 'detached' })
    const saved = consumer.page.waitForEvent('download')
    await consumer.thread.getByRole('button', { name: /^Save: largest\.pdf/ }).click()
    expect((await saved).suggestedFilename()).toBe('largest.pdf')
  })

  it('cancels one that is on its way', async () => {
    await slowUploads(consumer.page, 150_000)
    await dragFiles(consumer.page, consumer.thread, [drawer.put('wrong.pdf', pdfOf(5 * MB))])
    await tray.getByText('Sending…').waitFor()
    await tray.getByRole('button', { name: 'Cancel: wrong.pdf' }).click()
    await tray.waitFor({ state: 'detached' })
    expect(await consumer.count('wrong.pdf')).toBe(0)
  })

  it('sends it off in a tunnel: it goes on from where it was when the line is back', async () => {
    const offsets: number[] = []
    consumer.page.on('request', (request) => {
      if (request.method() === 'PUT') offsets.push(Number(request.headers()['upload-offset']))
    })
    await dragFiles(consumer.page, consumer.thread, [drawer.put('contract.pdf', pdfOf(2 * MB))])
    const progress = tray.getByRole('progressbar')
    const share = () => progress.evaluate((bar) => (bar as HTMLProgressElement).value)
    await expect.poll(share, { timeout: 60_000 }).toBeGreaterThan(0.3)
    await consumer.field.fill('The contract')
    await send()
    await tray.getByText('Goes as soon as it is checked.').waitFor()
    await takeScreenshot(consumer.page, 'files-progress')
    shop.cable.cut()
    await slowUploads(consumer.page, -1)
    await consumer.page
      .getByText(/No connection/)
      .first()
      .waitFor()
    shop.cable.mend()
    await consumer.thread.getByRole('button', { name: /^Save: contract\.pdf/ }).waitFor({ timeout: 120_000 })
    await consumer.sees('The contract')
    expect(await consumer.count('The contract')).toBe(1)
    expect(offsets.some((offset) => offset > 0)).toBe(true) // what had come was not sent again
  })
})

describe('messaging R6.6: an agent at their desk', () => {
  let desk: Desk
  const deskTray = () => desk.page.getByRole('region', { name: 'Files to send' })
  const attached = (paths: string[]) => desk.page.getByLabel('Attach files').last().setInputFiles(paths)

  beforeAll(async () => {
    await consumer.say('I want to talk to a person')
    await consumer.sees('You are being connected to a person')
    desk = await sitAtDesk(browser, shop, { nickname: 'Grace', role: 'agent', skills: [shop.defaultSkill] })
    await desk.page.getByRole('button', { name: /Your status/ }).click()
    await desk.page.getByRole('menuitem', { name: /^Online/ }).click()
    await desk.page.getByRole('article', { name: /^Offer/ }).waitFor()
    await desk.press('a')
    await desk.reply.waitFor()
  })

  it('sees what the consumer sent, opens it on the whole screen, and walks through the pictures', async () => {
    await desk.thread.getByText(/^Bot answered/).click() // what was sent while the bot answered is folded with it
    await desk.thread.getByRole('button', { name: 'Show large: image.png' }).click()
    const large = desk.page.getByRole('dialog', { name: 'image.png' })
    await large.getByRole('img').waitFor()
    await desk.page.keyboard.press('ArrowLeft')
    const before = desk.page.getByRole('dialog', { name: 'holiday.png' })
    await before.getByRole('img', { name: 'From the hills' }).waitFor()
    await takeScreenshot(desk.page, 'files-desk-large')
    await desk.page.keyboard.press('Escape')
    await before.waitFor({ state: 'detached' })
  })

  it('answers with files and words, and leaves one for colleagues only', async () => {
    await attached([drawer.put('offer.pdf', pdfOf()), drawer.put('map.png', pngOf(1_200, 800))])
    await desk.reply.fill('Our offer, and how to find us')
    await deskTray().getByText('map.png').waitFor()
    await takeScreenshot(desk.page, 'files-desk-tray')
    await desk.reply.press('Enter')
    await deskTray().waitFor({ state: 'detached' })
    expect(await desk.reply.inputValue()).toBe('')
    await consumer.thread.getByRole('button', { name: /^Save: offer\.pdf/ }).waitFor()
    await consumer.sees('Our offer, and how to find us')
    await consumer.thread.getByRole('button', { name: 'Show large: map.png' }).waitFor()

    await desk.press('n')
    await dragFiles(desk.page, desk.note, [drawer.put('scoring.txt', Buffer.from('pays in time'))])
    await deskTray().getByText('scoring.txt').waitFor()
    await desk.note.fill('What the bureau says')
    await desk.note.press('Enter')
    await desk.sees('What the bureau says')
    await desk.press('e')
    await desk.reply.fill('One more thing')
    await desk.reply.press('Enter')
    await consumer.sees('One more thing')
    expect(await consumer.text()).not.toContain('scoring.txt')
    expect(await findBarriers(desk.page)).toEqual([])
  })

  it('has all files of the conversation side by side, and saves one', async () => {
    const side = desk.page.getByRole('complementary', { name: 'Details' })
    if (!(await side.isVisible())) await desk.press('d')
    await side.getByRole('button', { name: 'Show large: map.png' }).waitFor()
    await side.getByRole('button', { name: /^Save: scoring\.txt/ }).waitFor()
    const saved = desk.page.waitForEvent('download')
    await side.getByRole('button', { name: /^Save: contract\.pdf/ }).click()
    expect((await saved).suggestedFilename()).toBe('contract.pdf')
    await takeScreenshot(desk.page, 'files-desk-gallery')
    await side.getByRole('button', { name: 'Show large: map.png' }).click()
    const map = desk.page.getByRole('dialog', { name: 'map.png' }).getByRole('img')
    await map.waitFor()
    // As wide as it is looked at; the desk made it so before it left.
    expect(await map.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(800)
    await desk.page.keyboard.press('Escape')
    expect(await findBarriers(desk.page)).toEqual([])
  })
})

describe('dialogs R8.28: a bot that asks for two documents, and routes on what became of them', () => {
  let guest: MessengerWindow
  let guestTray: Locator
  const put = async (path: string, caption = '') => {
    await dragFiles(guest.page, guest.thread, [path])
    await guestTray.getByText(/(kB|bytes)$/).waitFor()
    await guest.field.fill(caption)
    await guest.page.getByRole('button', { name: 'Send', exact: true }).click()
  }

  beforeAll(async () => {
    await shop.setUpBean()
    guest = await openPage(await browser.newContext({ locale: 'en-GB', colorScheme: 'dark' }), shop.beanUrl)
    guestTray = guest.page.getByRole('region', { name: 'Files to send' })
    await guest.open()
    await guest.say('open an account')
    await guest.sees('First your identity card, please.')
  })

  it('is told that a file of another type is not what was asked for', async () => {
    await put(drawer.put('notes.txt', Buffer.from('I am who I am')))
    await guest.sees('The file type is invalid. Upload one of these types: PDF, JPEG, PNG.')
  })

  it('the card arrives: in progress, then its own words and the dialog of a success', async () => {
    await put(drawer.put('card.png', pngOf(420, 260)), 'front side')
    await guest.sees('Processing the file…')
    await guest.sees('Now a proof of credit, please.')
    await guest.sees('We have your identity card.')
    await guest.sees('My colleagues will look at it today.')
  })

  it('the proof is lost at the share: its own words and the dialog of a failure', async () => {
    await put(drawer.put('proof.pdf', pdfOf()), 'lost')
    await guest.sees('That did not reach us: proof of credit.')
    await guest.sees(/Please send it once more/)
    await takeScreenshot(guest.page, 'files-bean')
    expect(await findBarriers(guest.page)).toEqual([])
  })

  it('on a phone, in German: the camera is one touch away, and nothing is wider than the screen', async () => {
    const phone = await browser.newContext({
      ...{
        viewport: { width: 320, height: 640 },
        hasTouch: true,
        isMobile: true,
        locale: 'de-DE',
        colorScheme: 'dark',
      },
    })
    const page = await phone.newPage()
    await page.goto(shop.beanUrl)
    await page.getByRole('button', { name: /^Open/ }).click()
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByLabel('Language').selectOption('de')
    await page.getByRole('button', { name: 'Menü' }).click()
    await page.getByRole('button', { name: 'Foto aufnehmen' }).waitFor()
    await page
      .getByLabel('Foto aufnehmen')
      .last()
      .setInputFiles(drawer.put('Ausweis mit einem sehr langen Namen.png', pngOf()))
    await page
      .getByLabel('Dateien anhängen')
      .last()
      .setInputFiles(drawer.put('Seite.html', Buffer.from('<html>')))
    const line = page.getByRole('region', { name: 'Zu sendende Dateien' })
    await line.getByText(/Dateien dieser Art können nicht gesendet werden\. Möglich sind JPG, PNG/).waitFor()
    await line.getByText(/kB$/).waitFor()
    await takeScreenshot(page, 'files-phone')
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0)
    await phone.close()
  })

  it('is told that files cannot be sent where the account takes none', async () => {
    const desk = await sitAtDesk(browser, shop, { nickname: 'Anne', role: 'admin', skills: [] })
    await desk.page.goto(`${shop.server.deskUrl}/workspace/files`)
    await desk.page.getByRole('checkbox', { name: 'GIF' }).first().uncheck()
    await desk.page.getByRole('checkbox', { name: 'Files may be sent' }).uncheck()
    await takeScreenshot(desk.page, 'files-settings')
    expect(await findBarriers(desk.page)).toEqual([])
    await desk.page.getByRole('button', { name: 'Save' }).click()
    await desk.page.getByText('Saved.').waitFor()
    await desk.close()
    await guest.page.reload()
    await guest.open()
    await guest.field.waitFor()
    expect(await guest.page.getByRole('button', { name: 'Attach files' }).count()).toBe(0)
    await dragFiles(guest.page, guest.thread, [drawer.put('late.pdf', pdfOf())])
    await guest.page.getByText('Files cannot be sent here.').waitFor()
  })
})
