import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { freshFolder } from '../paperboy.ts'

/** Chromium on this machine; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':')
  const paths = folders.flatMap((folder) =>
    ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)),
  )
  return [process.env.CHROMIUM ?? '', ...paths].find((path) => path !== '' && existsSync(path))
}

export type Look = { width: number; dark: boolean }

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const Found = z.array(z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.string()) }))

/**
 * What axe finds wrong with a page in Chromium.
 *
 * @param picture where it is drawn, as PNG
 */
export async function inspect(
  chromium: string,
  html: string,
  { width, dark }: Look,
  picture?: string,
): Promise<z.infer<typeof Found>> {
  const folder = freshFolder()
  const file = join(folder, 'page.html')
  // Axe takes a page that leaves its ground to the program that shows it for white.
  const ground = '<style>html{background:canvas}</style>'
  const run = `axe.run().then(({ violations }) => {
    const found = violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) }))
    document.documentElement.dataset.found = encodeURIComponent(JSON.stringify(found))
  })`
  writeFileSync(
    file,
    html.replace('</body>', () => `${ground}<script>${axe}</script><script>${run}</script></body>`),
  )
  const plain = join(folder, 'plain.html')
  writeFileSync(plain, html)
  const options = [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${folder}/user`],
    ...[`--window-size=${width},1400`, `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`],
    '--virtual-time-budget=20000',
  ]
  const start = (more: readonly string[]) =>
    promisify(execFile)(chromium, [...options, ...more], { maxBuffer: 50_000_000 })
  if (picture !== undefined) await start([`--screenshot=${picture}`, `file://${framed(plain, width)}`])
  const { stdout } = await start(['--dump-dom', `file://${file}`])
  const [, found = ''] = /data-found="([^"]*)"/.exec(stdout) ?? []
  return Found.parse(JSON.parse(decodeURIComponent(found)))
}

/** Chromium's windows have a least width: what is narrower stands in a frame. */
function framed(file: string, width: number): string {
  if (width >= leastWidth) return file
  const frame = `${file}.frame.html`
  writeFileSync(
    frame,
    `<body style="margin:0"><iframe src="${file}" width="${width}" height="1400" style="border:0">`,
  )
  return frame
}
const leastWidth = 500
