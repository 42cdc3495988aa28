import { askAll } from './ask.ts'
import { formatFailures } from './failures.ts'
import { holds } from './floor.ts'
import { judgeScores } from './floors.ts'
import { readQuestions } from './questions.ts'
import { formatReport, reportData, scoredQuestions } from './questions-report.ts'
import { scoreOutcome } from './score.ts'

export type QuestionOptions = { file: string; failures: boolean; json: boolean }

/** Scores search and answers on a question set; the text to print and whether every floor holds. */
export async function evaluateQuestions(
  options: QuestionOptions,
): Promise<{ report: string; passed: boolean }> {
  const outcomes = await askAll(await readQuestions(options.file))
  const judged = outcomes.map((outcome) => ({ ...outcome, score: scoreOutcome(outcome) }))
  const verdicts = judgeScores(scoredQuestions(judged))
  const passed = verdicts.every(holds)
  if (options.json) return { report: `${JSON.stringify(reportData(judged, verdicts))}\n`, passed }
  const failures = options.failures ? `${formatFailures(judged)}\n` : ''
  return { report: `${failures}${formatReport(judged, verdicts)}`, passed }
}
