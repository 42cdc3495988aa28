import type { Judged } from './questions-report.ts'

/** Each question that went wrong: what was asked, what was wanted, what came, and why it counts as wrong. */
export function formatFailures(judged: readonly Judged[]): string {
  const failed = judged.filter(({ score }) => score.failures.length > 0)
  return failed.map((one) => `${failureLines(one).join('\n')}\n`).join('\n')
}

function failureLines({ question, answer, score }: Judged): readonly string[] {
  const wanted = question.answerable ? question.papers : ['no answer']
  const came = answer.retrieved.slice(0, Math.max(3, wanted.length))
  return [
    `${question.id}: ${score.failures.join('; ')}`,
    `  asked   ${question.question}`,
    ...wanted.map((title) => `  wanted  ${title}`),
    ...came.map(({ paper, score }) => `  came    ${score.toFixed(2)} ${paper.title}`),
    ...(answer.kind === 'answered'
      ? answer.claims.map(({ text }) => `  claim   ${text}`)
      : [`  ${answer.kind.padEnd(9)} ${answer.why}`]),
  ]
}
