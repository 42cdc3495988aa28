import type { Claim } from './types.ts'

type Written = {
  /** What the model wrote and is shown. */
  claims: readonly Claim[]
  leftOut: number
  /** `provider:model` of the writer. */
  model: string | undefined
  /** Whether other parts of the page are quoted. */
  quotedToo?: boolean
}

/**
 * Who wrote a page and how it was checked, for the small print: as much as happened to its weakest sentence, whatever the
 * settings are, and how much was left out.
 */
export function howChecked({ claims, leftOut, model, quotedToo = false }: Written): string {
  if (claims.length === 0) return 'Quoted from the abstracts.'
  const all = claims.every(({ checked }) => checked === 'judged')
  const how = all
    ? 'every sentence judged against the ones it cites'
    : 'numbers and names checked, the rest not'
  const what = quotedToo ? 'Partly quoted from the abstracts, partly written' : 'Written'
  const sentences = leftOut === 1 ? 'one sentence' : `${leftOut} sentences`
  const less = leftOut > 0 ? ` Left out: ${sentences} that the abstracts do not support.` : ''
  return `${what} by ${model ?? 'a model'}; ${how}.${less}`
}
