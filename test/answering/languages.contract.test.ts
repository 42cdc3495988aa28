import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { arxivCollection, questionSets } from '../eval/sets.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf } from '../fakes/scripted-model.ts'
import { ask, claimsOf, type Opened, openServices } from './answerer.ts'

/** The first thirty questions of one fact, by method name, in five languages; the English ones are those of the set. */
const asked: Readonly<Record<string, { says: string; lines: readonly string[] }>> = {
  German: {
    says: 'Das steht in der Zusammenfassung der Arbeit.',
    lines: [
      'Wie groß ist das größte Modell, das MegaTrain auf einer einzigen H200 trainieren kann?',
      'Um wie viel wurde GPT-5-nano mit CODESTRUCT besser?',
      'Wie viele Beispiele enthält PhageBench?',
      'Wie viele Vektoren hat die Testsammlung von JTON?',
      'Auf welchem Headset läuft INTERACT?',
      'Wie genau ist ResNet-18 auf CIFAR-10, nachdem SecurePix die Bilder verschlüsselt hat?',
    ],
  },
  French: {
    says: "Le résumé de l'article le dit.",
    lines: [
      'Combien de temps faut-il au BoundlessBPE plus rapide pour apprendre sur 1 Go de données ?',
      "Quelle est la plus grande amélioration d'AgentGL pour la prédiction de liens ?",
      'Pour quelles langues a-t-on recueilli des données de vocabulaire pour Re-RIGHT ?',
      "De combien le LPIPS de LSRM est-il inférieur à l'état de l'art précédent en synthèse de vues ?",
      'Combien de véhicules différents le jeu de données UFPR-VeSV montre-t-il ?',
      'Combien de jetons visuels restent quand ID-Selection élague LLaVA-1.5-7B ?',
    ],
  },
  Spanish: {
    says: 'Lo dice el resumen del artículo.',
    lines: [
      '¿Con qué F1 se puede predecir la fuente principal de errores según el artículo del Character Error Vector?',
      '¿Qué retraso medio alcanza SignalClaw en los escenarios de rutina?',
      '¿En cuántos puntos sube IntentScore la tasa de éxito de Agent S3 en OSWorld?',
      '¿Qué AUROC obtiene LatentAudit en PubMedQA con Llama-3-8B?',
      '¿Cuánto reduce HYVE el uso de tokens?',
      '¿Cuántas economías abarca el Maritime Connectivity Vulnerability Index?',
    ],
  },
  Chinese: {
    says: '论文摘要里写明了这一点。',
    lines: [
      'DeepRed中最好的模型完成了多大比例的检查点？',
      'Voice of India基准包含多少小时的语音？',
      'StomaD2在多少种植物上得到了验证？',
      'AblateCell是在哪三个代码库上评估的？',
      'Mango用什么采样方法在URL之间分配导航预算？',
      'GRIL把前提检测提高了多少？',
    ],
  },
  Japanese: {
    says: '論文の要旨にそう書かれている。',
    lines: [
      'PLaMo 2.1-VLはJA-VG-VQA-500でどのくらいのROUGE-Lを達成していますか？',
      'Terminus-4Bはどのベースモデルから事後学習されましたか？',
      'MedStruct-Sには注釈付きの報告書が何ページありますか？',
      '較正されたSURE-RAGのMacro-F1はいくつですか？',
      'VANGUARDはUCF-CrimeでどのROC-AUCを達成しますか？',
      'Dreadnode SDKで作られたエージェントはいくつのスコアラーを使えますか？',
    ],
  },
}
const lines = Object.entries(asked).flatMap(([language, { says, lines }]) =>
  lines.map((line) => ({ language, says, line })),
)

let server: FakeOpenAI
let services: Opened
const english = new Map<string, { question: string; titles: readonly string[] }>()
beforeAll(async () => {
  const set = questionSets().find(({ name }) => name === 'arxiv-2026')
  const facts = ((await set?.questions()) ?? []).filter(({ kind }) => kind === 'fact')
  for (const [place, { line }] of lines.entries())
    english.set(line, { question: facts[place]?.question ?? '', titles: facts[place]?.papers ?? [] })
  const database = `sqlite:${join(tmpdir(), `${randomUUID()}.sqlite`)}`
  const store = await openStore(database)
  await store.papers.put(await arxivCollection.papers())
  await store.close()
  server = await startFakeOpenAI({
    otherwise: modelOf({
      understanding: (line) => ({
        question: english.get(line)?.question ?? '',
        language: lines.find((one) => one.line === line)?.language ?? 'English',
        kind: 'content',
        papers: [],
      }),
      answer: (prompt) => {
        const [, language = ''] = /\(Answer in (\w+)\.\)/.exec(prompt) ?? []
        return {
          claims: [{ cites: ['1.1'], text: asked[language]?.says ?? 'It is in English.' }],
          not_stated: [],
        }
      },
    }),
  })
  services = await openServices(server.url, { DATABASE_URL: database })
})
afterAll(async () => {
  await services.close()
  await server.close()
})

describe('thirty questions in five languages', () => {
  it('reach the model with the right paper, 27 of them, and are answered in their language', async () => {
    let found = 0
    for (const { line, says } of lines) {
      const before = server.requests.length
      const { answer } = await ask(services, line)
      expect([line, claimsOf(answer)]).toEqual([line, [says]])
      const prompt = server.requests.slice(before).at(-1)?.chat?.messages.at(-1)?.content ?? ''
      if (english.get(line)?.titles.every((title) => prompt.includes(title))) found += 1
    }
    expect(found).toBeGreaterThanOrEqual(27)
  })

  it('are said to need a model where there is none', async () => {
    const plain = await openServices()
    for (const { line, language } of lines) {
      const { answer } = await ask(plain, line)
      if (answer.kind === 'declined') expect(answer.why).toContain(language)
    }
    await plain.close()
  })
})
