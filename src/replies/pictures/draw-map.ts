import { fileURLToPath } from 'node:url'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { cleanLine, truncate } from '../clean.ts'
import { type Box, placeLabels, separate } from './place-labels.ts'

/** What a map shows; positions from 0 to 1, from the upper left corner. */
export type MapDrawing = {
  title: string
  themes: readonly {
    name: string
    dots: readonly { number: number; label: string; x: number; y: number }[]
  }[]
}

export type Picture = { png: Uint8Array; width: number; height: number }

/** In pixels before scaling: as wide as a chat shows pictures, and twice as sharp for dense screens. */
const sheet = { width: 800, margin: 28, title: 52, legendLine: 27, scale: 2 }
/** Height of the field with the dots: what a few need, and more for each further one. */
const field = { least: 200, perDot: 18, most: 660 }
const dot = { radius: 12, apart: 27, island: 34 }
const font = { family: 'Map', label: 14, widest: 176 }
/**
 * White on each, and each on the paper, has a contrast of at least 4.5 (WCAG 2.2, 1.4.3); told apart with all common
 * kinds of color blindness (after Okabe and Ito 2008 and Tol 2021, darkened). The islands are tints of the same.
 */
export const palette = {
  paper: '#fbfaf6',
  frame: '#d6d3cb',
  ink: '#23272e',
  themes: ['#0067a3', '#a84300', '#117733', '#882255', '#4b4b55', '#5b3fa8'],
  islands: ['#dcebf5', '#f8e3d3', '#dcefdf', '#f2dce7', '#e7e7ea', '#e6e0f4'],
} as const

GlobalFonts.registerFromPath(fontFile('DejaVuSansCondensed'), font.family)
GlobalFonts.registerFromPath(fontFile('DejaVuSansCondensed-Bold'), font.family)

function fontFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
}

/**
 * Draws a map as a PNG with a background of its own, so that it reads the same in light and dark mode: numbered dots
 * on islands in the color of their theme, a name beside each dot that has room for one, and the themes below.
 */
export async function drawMap({ title, themes }: MapDrawing): Promise<Picture> {
  const named = themes.filter(({ name }) => name !== '')
  const legend = named.length === 0 ? 0 : named.length * sheet.legendLine + sheet.margin / 2
  const count = themes.reduce((sum, { dots }) => sum + dots.length, 0)
  const fieldHeight = Math.min(field.most, field.least + count * field.perDot)
  const height = sheet.title + fieldHeight + legend + sheet.margin / 2
  const canvas = createCanvas(sheet.width * sheet.scale, height * sheet.scale)
  const pen = canvas.getContext('2d')
  pen.scale(sheet.scale, sheet.scale)
  pen.fillStyle = palette.paper
  pen.fillRect(0, 0, sheet.width, height)
  pen.strokeStyle = palette.frame
  pen.strokeRect(0.5, 0.5, sheet.width - 1, height - 1)
  pen.textBaseline = 'middle'
  write(pen, shorten(pen, title, sheet.width - 2 * sheet.margin, bold(18)), sheet.margin, 32, palette.ink)
  drawField(pen, themes, fieldHeight)
  for (const [index, { name, dots }] of named.entries())
    drawLegend(pen, { name, dots }, index, sheet.title + fieldHeight + (index + 0.5) * sheet.legendLine)
  return { png: await canvas.encode('png'), width: canvas.width, height: canvas.height }
}

function drawField(pen: SKRSContext2D, themes: MapDrawing['themes'], height: number): void {
  const box: Box = {
    left: sheet.margin / 2,
    top: sheet.title,
    width: sheet.width - sheet.margin,
    height: height - sheet.margin / 2,
  }
  const inner = { left: 70, top: box.top + 36, width: sheet.width - 140, height: box.height - 72 }
  const dots = themes.flatMap(({ dots: own }, theme) => own.map((each) => ({ ...each, theme })))
  const spots = separate(
    dots.map(({ x, y }) => ({ x: inner.left + x * inner.width, y: inner.top + y * inner.height })),
    dot.apart,
    inner,
  )
  const at = (index: number) => spots[index] ?? { x: 0, y: 0 }
  for (const [theme] of themes.entries()) {
    pen.fillStyle = colorOf(palette.islands, theme)
    for (const [index, { theme: own }] of dots.entries())
      if (own === theme) circle(pen, at(index), dot.island)
  }
  const labels = dots.map(({ label }) => {
    const text = shorten(pen, label, font.widest, plain(font.label))
    return { text, width: pen.measureText(text).width }
  })
  const placed = placeLabels(labels, spots, { radius: dot.radius, height: font.label + 2, box })
  for (const [index, { theme, number }] of dots.entries()) {
    const { x, y } = at(index)
    pen.fillStyle = colorOf(palette.themes, theme)
    circle(pen, { x, y }, dot.radius)
    pen.font = bold(12)
    pen.textAlign = 'center'
    write(pen, String(number), x, y + 0.5, '#ffffff')
    pen.textAlign = 'left'
    pen.font = plain(font.label)
    const label = placed[index]
    if (label) write(pen, label.text, label.x, label.y, palette.ink)
  }
}

function drawLegend(
  pen: SKRSContext2D,
  { name, dots }: MapDrawing['themes'][number],
  index: number,
  y: number,
): void {
  pen.fillStyle = colorOf(palette.themes, index)
  circle(pen, { x: sheet.margin + 8, y }, 8)
  const [first, last] = [dots[0]?.number ?? 0, dots.at(-1)?.number ?? 0]
  const numbers = first === last ? `${first}` : `${first}–${last}`
  const text = shorten(pen, `${name} (${numbers})`, sheet.width - 3 * sheet.margin, plain(15))
  write(pen, text, sheet.margin + 26, y, palette.ink)
}

/** Sets the pen's font and cuts a text until it is at most so many pixels wide. */
function shorten(pen: SKRSContext2D, text: string, width: number, face: string): string {
  pen.font = face
  const whole = cleanLine(text)
  let short = truncate(whole, 200)
  while (short.length > 2 && pen.measureText(short).width > width) short = truncate(whole, short.length - 1)
  return short
}

function write(pen: SKRSContext2D, text: string, x: number, y: number, color: string): void {
  pen.fillStyle = color
  pen.fillText(text, x, y)
}

function circle(pen: SKRSContext2D, { x, y }: { x: number; y: number }, radius: number): void {
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.fill()
}

const colorOf = (colors: readonly string[], theme: number): string =>
  colors[theme % colors.length] ?? palette.ink
const plain = (size: number) => `${size}px ${font.family}`
const bold = (size: number) => `bold ${size}px ${font.family}`
