import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** How the scores of one model are to be read: quantiles of what it scores on questions that ship. */
const Calibration = z.object({
  /** Cosine (of the whole and the best sentence, mixed) below which no paper has anything to do with a question. */
  near: z.number(),
  /** The same cosine, below which the nearest paper may have nothing to do with a question all the same. */
  sure: z.number(),
  /** What the best paper's score must be ahead of the next one's, where a question only describes a paper. */
  lead: z.number(),
  /** Above this doubt, what an abstract says is only the closest there is. */
  doubt: z.number(),
  /** Above this doubt, an abstract hardly ever says what was asked. */
  unsaid: z.number(),
  /** A line is no question for papers when an example of another kind is nearer than the nearest paper by this. */
  margin: z.number(),
})
export type Calibration = z.infer<typeof Calibration>

/** Written by `npm run calibrate`. */
export const calibrationFile = join(import.meta.dirname, '../../data/calibration.json')

/**
 * How the scores of a model are to be read.
 *
 * @param model the name of its vector space; undefined when there is none
 */
export function calibrationOf(model: string | undefined): Calibration | undefined {
  if (model === undefined) return undefined
  return readCalibrations()[model]
}

/** What is known of all models, by the names of their vector spaces. */
export function readCalibrations(): Readonly<Record<string, Calibration>> {
  return z.record(z.string(), Calibration).parse(JSON.parse(readFileSync(calibrationFile, 'utf8')))
}
