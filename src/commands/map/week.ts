import type { DrawWeek } from '../../digests/view.ts'
import { describeError } from '../../lib/errors.ts'
import type { Services } from '../services.ts'
import { drawFound } from './draw-found.ts'
import { findMapPapers } from './find-papers.ts'
import { mapPicture } from './page.ts'

/** Fewer papers than these are no map. */
const fewest = 3

/** Draws the papers of the week of a post. It never throws: a post without its picture is better than none. */
export function createDrawWeek(services: Services): DrawWeek {
  return async (wanted, signal) => {
    try {
      const found = await findMapPapers(wanted, services)
      if (found.papers.length < fewest) return undefined
      return mapPicture(found, await drawFound(found, services, signal))
    } catch (error) {
      services.log.warn({ error: describeError(error) }, 'The map of a week could not be drawn')
      return undefined
    }
  }
}
