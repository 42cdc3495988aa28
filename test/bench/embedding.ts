import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createLog } from '../../src/lib/log.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { textOf } from '../../src/retrieval/index-papers.ts'
import { openEncoder } from '../../src/retrieval/models/encode.ts'
import { createLocalEmbedder } from '../../src/retrieval/models/local-embedder.ts'
import type { Verdict } from '../eval/floor.ts'
import { percentile } from '../eval/statistics.ts'
import { formatTable } from '../eval/table.ts'
import { model, openWeights } from '../fixtures/weights.ts'

/** Taken in turns, so that what else the machine does meets both alike; the middle one counts. */
const rounds = 3
/** Between two looks at the event loop, in milliseconds: Node counts it as part of the delay. */
const resolution = 5

/**
 * Times the model of this machine: the papers on its thread beside a bare loop over the same model in this thread, how
 * late the event loop is meanwhile, and questions alone and among papers.
 */
export async function benchEmbedding(
  papers: readonly Paper[],
  questions: readonly string[],
): Promise<{ table: string; verdicts: readonly Verdict[] }> {
  const folder = await openWeights()
  const [weights, tokenizer] = model.files
  const encode = await openEncoder({
    pooling: model.pooling,
    model: { file: folder.fileOf(model, weights), sha256: weights.sha256 },
    tokenizer: { file: folder.fileOf(model, tokenizer), sha256: tokenizer.sha256 },
  })
  const embedder = createLocalEmbedder({ model, folder, sources: [], log: createLog('error', []) })
  await embedder.prepare()
  const texts = papers.map(textOf)
  const embedAll = () => embedder.embed(texts, 'passage')
  const bare: number[] = []
  const threaded: number[] = []
  const delays = {
    bare: monitorEventLoopDelay({ resolution }),
    threaded: monitorEventLoopDelay({ resolution }),
  }
  for (let round = 0; round < rounds; round += 1) {
    const inLoop = async () => {
      for (const text of texts) await encode(text)
    }
    delays.bare.enable()
    bare.push(texts.length / (await seconds(inLoop)))
    delays.bare.disable()
    delays.threaded.enable()
    threaded.push(texts.length / (await seconds(embedAll)))
    delays.threaded.disable()
  }
  const late = (how: keyof typeof delays, share: number) =>
    Math.max(0, delays[how].percentile(share) / 1e6 - resolution)
  const lateInWords = (how: keyof typeof delays) => `${late(how, 50).toFixed(1)}, ${late(how, 99).toFixed(1)}`
  const asked = questions.slice(0, 100)
  const alone = await askAll('alone', asked)
  let isOver = false
  const indexing = embedAll().then(() => {
    isOver = true
  })
  const among = await askAll('while papers are embedded', asked, () => isOver)
  await indexing
  await embedder.close()

  const [perSecondBare = 0, perSecond = 0] = [percentile(bare, 0.5), percentile(threaded, 0.5)]
  const rows = [
    ['bare loop, papers a second', perSecondBare.toFixed(1)],
    ['embedder, papers a second', perSecond.toFixed(1)],
    ['event loop late in the bare loop, p50 and p99 ms', lateInWords('bare')],
    ['event loop late beside the embedder, p50 and p99 ms', lateInWords('threaded')],
    ['question alone, p50 ms', alone.toFixed(1)],
    ['question while papers are embedded, p50 ms', among.toFixed(1)],
  ]
  return {
    table: formatTable(['model of this machine', 'measured'], rows),
    verdicts: [
      {
        name: 'embedder beside a bare loop',
        measured: perSecond / perSecondBare,
        bound: 'at least',
        limit: 0.8,
      },
      {
        name: 'event loop late, beside that in the bare loop, p50',
        measured: late('threaded', 50) / late('bare', 50),
        bound: 'under',
        limit: 0.2,
      },
      {
        // It waits for the one paper under way, half of it on average, and for itself.
        name: 'question among papers, beside the time of one paper',
        measured: (among * perSecondBare) / 1_000,
        bound: 'under',
        limit: 2,
      },
    ],
  }

  /** The middle time of a question, each asked once: none is remembered. */
  async function askAll(round: string, some: readonly string[], isOver = () => false): Promise<number> {
    const times: number[] = []
    for (const question of some) {
      if (isOver()) break
      times.push(1_000 * (await seconds(() => embedder.embed([`${question} (${round})`], 'question'))))
    }
    return percentile(times, 0.5) ?? Number.NaN
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}
