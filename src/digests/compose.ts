import { randomUUID } from 'node:crypto'
import type { Compose } from './composition.ts'
import type { TellGists } from './gist.ts'
import type { PickPapers } from './pick.ts'

/** Chooses papers that are new to a place and tells what each is about. */
export function createCompose({ pick, gists }: { pick: PickPapers; gists: TellGists }): Compose {
  return async (subscription) => {
    const picked = await pick(subscription)
    const told = await gists(picked.map(({ paper }) => paper))
    const choices = picked.map(({ paper, ...about }, index) => ({
      ...about,
      paper: paper.id,
      votes: paper.upvotes ?? 0,
      gist: (told[index] ?? []).map(({ text, cites }) => ({
        text,
        cites: cites.map(({ id, paper: cited, text: sentence }) => ({ id, paper: cited, text: sentence })),
      })),
    }))
    return { turn: randomUUID(), choices }
  }
}
