import type { Bot } from './bot.ts'
import { dialogueFiles, readDialogues } from './dialogues.ts'
import type { ScoredFile } from './dialogues-report.ts'
import { holdDialogue } from './hold-dialogue.ts'
import { createProgress } from './progress.ts'
import { scoreDialogue, type TurnScore } from './score-dialogue.ts'

/** Holds every dialogue over the papers that ship, as a platform would. */
export async function holdDialogues({ handle, services: { store } }: Bot): Promise<readonly ScoredFile[]> {
  const scored: ScoredFile[] = []
  for (const file of dialogueFiles) {
    const dialogues = await readDialogues(file.path)
    const progress = createProgress(`Holding ${file.name}`, dialogues.length)
    const turns: TurnScore[] = []
    for (const [index, dialogue] of dialogues.entries()) {
      turns.push(...scoreDialogue(dialogue, await holdDialogue(dialogue, { handle, store })))
      progress.step(index + 1)
    }
    progress.end()
    scored.push({ ...file, dialogues: dialogues.length, turns })
  }
  return scored
}
