import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { describeError, PaperboyError } from '../../src/lib/errors.ts'

/**
 * The rows of a JSON Lines file, checked; blank lines are skipped.
 *
 * @throws PaperboyError naming the file, and the line when one is not what the schema says.
 */
export async function readJsonLines<Row>(file: string, schema: z.ZodType<Row>): Promise<readonly Row[]> {
  const text = await readText(file)
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return []
    const row = schema.safeParse(parseJson(line))
    if (row.success) return [row.data]
    throw new PaperboyError(
      `${file}, line ${index + 1}: ${z.prettifyError(row.error).replace(/\s+/g, ' ')}.`,
      'One JSON object a line is expected; data/eval/README.md names its fields.',
    )
  })
}

/** @throws PaperboyError when the file cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new PaperboyError(`${file} cannot be read: ${describeError(cause)}.`, 'Check the path.', { cause })
  }
}

/** The value, or undefined for what is no JSON: the schema then says what is wrong with the line. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
