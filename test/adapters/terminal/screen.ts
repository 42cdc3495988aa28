import { PassThrough, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import xterm from '@xterm/headless'

/** A terminal window without glass: what is written to `output` is drawn, keys come through `type`. */
export type Screen = {
  input: NodeJS.ReadableStream & { isTTY: boolean }
  output: Writable & { isTTY: boolean; columns: number; rows: number }
  type(keys: string): void
  /** Everything that was drawn, what scrolled away included, as a person reads it. */
  text(): string
  /** Resolves to the text when it holds the words; fails with what is there instead after two seconds. */
  shows(words: string | RegExp): Promise<string>
}

export const keys = { enter: '\r', controlC: '\u0003', controlD: '\u0004', tab: '\t', up: '\u001B[A' }

/** An xterm of the given size, as VS Code draws it. */
export function createScreen({ columns = 60, rows = 20 } = {}): Screen {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    convertEol: true,
    scrollback: 1000,
    allowProposedApi: true,
  })
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
  const output = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk, _encoding, done) => terminal.write(chunk, done),
    }),
    { isTTY: true, columns, rows },
  )
  const text = () => {
    const { active } = terminal.buffer
    const lines = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    )
    return lines.join('\n').trimEnd()
  }
  return {
    input,
    output,
    type: (keys) => {
      input.write(keys)
    },
    text,
    async shows(words) {
      const there = () => (typeof words === 'string' ? text().includes(words) : words.test(text()))
      for (let waited = 0; waited < 2_000 && !there(); waited += 10) await sleep(10)
      if (!there()) throw new Error(`The screen does not show ${words}, but:\n${text()}`)
      return text()
    },
  }
}
