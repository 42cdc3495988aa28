import { type ChatRequest, type ScriptedAnswer, streamed } from './openai-answers.ts'

/** A claim as a judge is shown it, and what it may say of it. */
export type ShownClaim = { label: string; text: string; sentences: string }
export type SaidVerdict = { claim: string; verdict: string; why: string }

/** What a model answers in each of its roles; a role that is left out says nothing that can be used. */
export type Roles = {
  /** To a question with evidence: the whole text of the prompt. */
  answer?: (prompt: string) => object | ScriptedAnswer
  /** To claims that wait for verdicts. */
  judge?: (claims: readonly ShownClaim[]) => readonly SaidVerdict[] | ScriptedAnswer
  /** To a claim that is to be said anew. */
  repair?: (claim: string, prompt: string) => object | ScriptedAnswer
  /** To a line of a conversation or in another language. */
  understanding?: (line: string, prompt: string) => object | ScriptedAnswer
}

/** A chat model that knows by the form it is asked for which role it plays. */
export function modelOf(roles: Roles): (request: ChatRequest) => ScriptedAnswer {
  return (request) => {
    const prompt = request.messages.at(-1)?.content ?? ''
    const slot = (name: string) =>
      new RegExp(`<data name="${name}">\\n(.*?)\\n</data>`, 's').exec(prompt)?.[1] ?? ''
    switch (formOf(request)) {
      case 'answer':
        return scripted(roles.answer?.(prompt))
      case 'verdicts': {
        const said = roles.judge?.(shownClaims(slot('claims')))
        return scripted(said && 'kind' in said ? said : { verdicts: said ?? [] })
      }
      case 'repair':
        return scripted(roles.repair?.(slot('claim'), prompt) ?? { cites: [], text: '' })
      default:
        return scripted(roles.understanding?.(slot('question'), prompt))
    }
  }
}

/** The name of the form that a request asks for. */
export function formOf({ response_format }: ChatRequest): string {
  const { json_schema } = Object(response_format)
  return String(Object(json_schema).name)
}

function scripted(said: object | ScriptedAnswer | undefined): ScriptedAnswer {
  if (said !== undefined && 'kind' in said && ['stream', 'error', 'silence'].includes(String(said.kind)))
    return said as ScriptedAnswer
  return streamed(said ?? 'nothing', 60)
}

/** The claims of a judge's prompt. */
function shownClaims(text: string): readonly ShownClaim[] {
  return text.split('\n\n').flatMap((block) => {
    const [, label, claim, sentences = ''] = /^(\w+): ([^\n]*)\n?(.*)$/s.exec(block) ?? []
    return label !== undefined && claim !== undefined ? [{ label, text: claim, sentences }] : []
  })
}

/** Verdicts by what a judge thinks of each text. */
export const verdictsBy =
  (think: (text: string) => 'supported' | 'partly' | 'unsupported') =>
  (claims: readonly ShownClaim[]): readonly SaidVerdict[] =>
    claims.map(({ label, text }) => ({
      claim: label,
      verdict: think(text),
      why: think(text) === 'supported' ? '' : 'not said',
    }))
