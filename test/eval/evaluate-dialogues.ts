import { join } from 'node:path'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { readConfig } from '../../src/config.ts'
import { createServices } from '../../src/services.ts'
import { dialogueFiles, readDialogues } from './dialogues.ts'
import { formatTurnFailures, judgeTurns, type ScoredFile, turnData, turnTable } from './dialogues-report.ts'
import { formatVerdicts, holds } from './floor.ts'
import { holdDialogue } from './hold-dialogue.ts'
import { createProgress } from './progress.ts'
import { scoreDialogue, type TurnScore } from './score-dialogue.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/**
 * Holds every dialogue over the shipped papers through the same way in as the platforms, with no model configured. Of
 * the dialogues that are held out only the figures are told.
 */
export async function evaluateDialogues({ failures, json }: { failures: boolean; json: boolean }): Promise<{
  report: string
  passed: boolean
}> {
  const scored = await holdAll()
  const verdicts = judgeTurns(scored)
  const passed = verdicts.every(holds)
  if (json)
    return { report: `${JSON.stringify({ dialogues: turnData(scored), floors: verdicts })}\n`, passed }
  const wrong = failures ? `${formatTurnFailures(scored)}\n\n` : ''
  return { report: `${wrong}${turnTable(scored)}\n\n${formatVerdicts(verdicts)}\n`, passed }
}

function holdAll(): Promise<readonly ScoredFile[]> {
  return withTemporaryFolder(async (folder) => {
    const services = await createServices(
      readConfig({
        DATABASE_URL: `sqlite:${join(folder, 'papers.sqlite')}`,
        EMBEDDING_MODEL: 'off',
        LOG_LEVEL: 'error',
      }),
    )
    const handle = createHandle(commands, services)
    try {
      const scored: ScoredFile[] = []
      for (const file of dialogueFiles) {
        const dialogues = await readDialogues(file.path)
        const progress = createProgress(`Holding ${file.name}`, dialogues.length)
        const turns: TurnScore[] = []
        for (const [index, dialogue] of dialogues.entries()) {
          turns.push(
            ...scoreDialogue(dialogue, await holdDialogue(dialogue, { handle, store: services.store })),
          )
          progress.step(index + 1)
        }
        progress.end()
        scored.push({ ...file, dialogues: dialogues.length, turns })
      }
      return scored
    } finally {
      await services.close()
    }
  })
}
