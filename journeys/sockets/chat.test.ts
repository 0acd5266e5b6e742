import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { BATON } from '../support/program.ts'
import { waitUntil } from '../support/waitUntil.ts'

let shop: CoffeeShop
beforeAll(async () => {
  shop = await openCoffeeShop()
})
afterAll(() => shop?.stop())

it('`baton chat` talks through a pipe: lines in, lines out, and ends with its input', async () => {
  const words = ['--url', shop.server.url, '--account', shop.account, '--entry-point', shop.entryPoint]
  const chat = spawn(process.execPath, [BATON, 'chat', ...words], { stdio: 'pipe' })
  let heard = ''
  for (const stream of [chat.stdout, chat.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
    })
  }
  const ended = new Promise<number | null>((done) => chat.once('exit', done))
  const hears = (text: string) => waitUntil(`“${text}” in ${heard}`, () => heard.includes(text))

  chat.stdin.write('hello\n')
  await hears('Hello, this is Baton Coffee.')
  await hears('See the menu') // suggestions can be read
  chat.stdin.write('menu\n')
  await hears('Eighteen hours in the fridge')
  chat.stdin.write('bye quickly\n')
  await hears('See you soon at Baton Coffee.')
  chat.stdin.end()
  expect(await ended, heard).toBe(0)
})
