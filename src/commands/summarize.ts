import { splitStyle } from '../answering/conversation/answer-style.ts'
import { claimsOf, papersOf, type Summary } from '../answering/topic/summary.ts'
import { rememberedOf, summaryReply } from '../answering/topic/view.ts'
import type { Claim } from '../answering/types.ts'
import { readingReply } from '../answering/view.ts'
import type { Output } from '../platform/json-output.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { claimData, paperData } from './json-data.ts'
import { readReference } from './reference.ts'
import { resolveList, resolvePaper } from './resolve-paper.ts'
import { usageReply } from './usage.ts'

/** Every paper there is, where no list was shown. */
const meansAll = /\ball\b.*\bpapers?\b|\beverything\b/i

export const summarize: Command = {
  name: 'summarize',
  audience: 'everyone',
  mayUse: 'everyone',
  summary: 'Say what the papers on a topic say, theme by theme; also for a time such as "this week"',
  options: [
    {
      name: 'topic',
      summary: 'what it is about, and a time if you like: "diffusion this week"',
      kind: 'topic',
      required: true,
    },
  ],
  examples: [
    'summarize click-through rate prediction',
    'summarize diffusion models in March 2025',
    'summarize feature interactions',
  ],
  async *run({ request, rest, turn, signal }, services) {
    if (rest === '') {
      yield { reply: usageReply(summarize) }
      return
    }
    const { question: said, style } = splitStyle(rest)
    let among = await resolveList(said, request, services)
    if (!among?.length && readReference(said).kind !== 'text' && !meansAll.test(said)) {
      const found = await resolvePaper(said, request, services)
      if (found.kind === 'found') among = [found.paper]
      else {
        yield choicesPage('summarize', found)
        return
      }
    }
    // "Asking a database questions in plain English" is a topic: there, only a length is surely none of it.
    const isWhole = !among?.length && (style.plain || style.language !== undefined)
    const topic = among?.length === 1 ? (among[0]?.title ?? said) : isWhole ? rest : said
    for await (const update of services.summarize(topic, { signal, ...(among?.length && { among }) })) {
      if (update.stage === 'reading') {
        yield { reply: readingReply(update.papers) }
        continue
      }
      const reply = summaryReply(update.summary, update.stage, { turn, model: services.engine.chatModel })
      if (update.stage === 'writing') yield { reply }
      else
        yield {
          reply: { ...reply, data: summaryData(rest, update.summary) },
          ...rememberedOf(update.summary),
          question: topic,
        }
    }
  },
}

/** A summary for scripts: every claim with the exact sentences it stands on. */
function summaryData(topic: string, summary: Summary): Output<'summarize'> {
  if (summary.kind === 'declined') return { topic, kind: summary.kind, problem: summary.why }
  if (summary.kind === 'not-found')
    return {
      topic,
      kind: summary.kind,
      problem: summary.why,
      papers: summary.closest.map(({ paper }) => paperData(paper)),
    }
  const { themes, related, open, fitting, searched, period } = summary
  const cited = papersOf(summary)
  const claims = (all: readonly Claim[]) => all.map((claim) => claimData(claim, cited))
  return {
    topic,
    kind: summary.kind,
    ...(period && { period: { from: period.from, to: period.to } }),
    papers: cited.map(paperData),
    fitting,
    searched,
    themes: themes.map(({ name, mode, papers, claims: made }) => ({
      name,
      mode,
      papers: papers.map(({ id }) => id),
      claims: claims(made),
    })),
    related: related.map(claims),
    open: claims(open),
    claims: claimsOf(summary).length,
  }
}
