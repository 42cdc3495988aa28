import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { createServices } from '../../src/services.ts'
import { readComparisons, scoreComparison, shippedComparisons } from './comparisons.ts'
import { formatVerdicts, holds, type Verdict } from './floor.ts'
import { shippedQuestions } from './questions.ts'
import { mean, percentile } from './statistics.ts'
import { type Cell, formatTable } from './table.ts'
import { withTemporaryFolder } from './temporary-folder.ts'
import { heldOutTopics, readTopics, scoreTopic, type TopicScore } from './topics.ts'

const topicFiles = [shippedQuestions, 'data/eval/questions-held-out.jsonl', heldOutTopics]

/** Scores summaries of topics and comparisons over the shipped papers, with no model configured. */
export async function evaluateOverviews({ failures, json }: { failures: boolean; json: boolean }): Promise<{
  report: string
  passed: boolean
}> {
  return withTemporaryFolder(async (folder) => {
    const services = await createServices(
      readConfig({
        DATABASE_URL: `sqlite:${join(folder, 'papers.sqlite')}`,
        EMBEDDING_MODEL: 'off',
        LOG_LEVEL: 'error',
      }),
    )
    try {
      const topics: { file: string; id: string; score: TopicScore }[] = []
      for (const file of topicFiles)
        for (const topic of await readTopics(file))
          topics.push({ file, id: topic.id, score: await scoreTopic(topic, services) })
      const cases = await readComparisons(shippedComparisons)
      const compared = await Promise.all(
        cases.map(async (row) => ({ row, score: await scoreComparison(row, services) })),
      )
      const scores = topics.map(({ score }) => score)
      const verdicts: readonly Verdict[] = [
        ...topicFiles.map((file) =>
          atLeast(
            `topic recall, ${nameOf(file)}`,
            mean(topics.flatMap((one) => (one.file === file ? [one.score.recall] : []))),
            0.8,
          ),
        ),
        atLeast('topic: claims verified', mean(scores.map(({ verified }) => verified)), 1),
        {
          ...atLeast('topic: claims repeated', mean(scores.map(({ repeated }) => repeated)), 0.02),
          bound: 'at most',
        },
        ...[false, true].flatMap((held) => {
          const part = compared.flatMap(({ row, score }) => (row.held_out === held ? [score] : []))
          const name = held ? 'compare, held out' : 'compare'
          return [
            atLeast(`${name}: facts in their row`, mean(part.map(({ facts }) => facts)), 0.75),
            atLeast(
              `${name}: silent where the abstract is`,
              mean(part.flatMap(({ silent }) => silent ?? [])),
              0.9,
            ),
          ]
        }),
        atLeast('compare: sentences verified', mean(compared.map(({ score }) => score.verified)), 1),
      ]
      const passed = verdicts.every(holds)
      if (json) return { report: `${JSON.stringify({ topics, compared, floors: verdicts })}\n`, passed }
      const wrong = compared.flatMap(({ row, score }) =>
        row.held_out ? [] : score.failures.map((failure) => `${row.id}: ${failure}`),
      )
      const missed = topics.flatMap(({ id, score }) =>
        score.recall < 1 ? [`${id}: recall ${score.recall.toFixed(2)}`] : [],
      )
      const lines = failures ? `${[...missed, ...wrong].join('\n')}\n\n` : ''
      return { report: `${lines}${topicTable(topics)}\n\n${formatVerdicts(verdicts)}\n`, passed }
    } finally {
      await services.close()
    }
  })
}

const atLeast = (name: string, measured: number | undefined, limit: number): Verdict => ({
  name,
  measured,
  bound: 'at least',
  limit,
})

const nameOf = (file: string) => file.replace(/^data\/eval\/|\.jsonl$/g, '')

function topicTable(topics: readonly { file: string; score: TopicScore }[]): string {
  const rows = topicFiles.map((file): Cell[] => {
    const scores = topics.flatMap((one) => (one.file === file ? [one.score] : []))
    const average = (measure: keyof TopicScore) => mean(scores.map((score) => score[measure]))?.toFixed(2)
    const times = scores.map(({ milliseconds }) => milliseconds)
    return [
      nameOf(file),
      scores.length,
      average('recall'),
      average('precision'),
      average('listed'),
      average('verified'),
      average('repeated'),
      percentile(times, 0.5)?.toFixed(1),
      percentile(times, 0.95)?.toFixed(1),
    ]
  })
  const head = [
    'topics',
    'asked',
    'recall',
    'precision',
    'papers',
    'verified',
    'repeated',
    'p50 ms',
    'p95 ms',
  ]
  return formatTable(head, rows)
}
