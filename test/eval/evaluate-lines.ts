import { join } from 'node:path'
import { z } from 'zod'
import type { Bot } from './bot.ts'
import { type Figure, figureOf } from './figures.ts'
import { readJsonLines } from './json-lines.ts'
import { shownBy, tells } from './shown.ts'
import { mean } from './statistics.ts'
import { formatTable } from './table.ts'

/** Whom a line is about; `sets/README.md` says what each is. */
const kinds = ['content', 'collection', 'bot', 'conversation', 'elsewhere'] as const
const Row = z.object({ id: z.string(), kind: z.enum(kinds), line: z.string() })

/** A line, and whether it was read as what it is. */
export type ReadLine = z.infer<typeof Row> & { right: boolean }

/** Says every line to the bot; only lines about the content of papers may be answered with sentences of theirs. */
export async function sayLines({ ask }: Bot): Promise<readonly ReadLine[]> {
  const rows = await readJsonLines(join(import.meta.dirname, 'sets/lines.jsonl'), Row)
  const said: ReadLine[] = []
  for (const row of rows) {
    const shown = shownBy(await ask(row.line))
    const quoted = tells(shown) || shown.kind === 'hedged'
    said.push({ ...row, right: row.kind === 'content' ? quoted || shown.kind === 'listed' : !quoted })
  }
  return said
}

export function formatLines(lines: readonly ReadLine[]): string {
  return formatTable(
    ['lines', 'said', 'read as what they are'],
    kinds.map((kind) => {
      const part = lines.filter((line) => line.kind === kind)
      return [kind, part.length, mean(part.map(({ right }) => Number(right)))?.toFixed(2)]
    }),
  )
}

export function lineFigures(lines: readonly ReadLine[]): readonly Figure[] {
  return kinds.flatMap((kind) =>
    figureOf(
      `lines / ${kind}`,
      'right',
      lines.filter((line) => line.kind === kind).map(({ right }) => Number(right)),
    ),
  )
}
