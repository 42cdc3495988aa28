import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { PaperboyError } from '../../lib/errors.ts'
import type { TokenCount } from './model.ts'

const Price = z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() })
const malformed =
  'must be a list of provider:model=input/output, in US dollars per million tokens, such as openai:my-model=0.25/2'
/** What models cost that the list does not know, or that cost otherwise, by `provider:model`: a setting as people write it. */
export const OwnPrices = z
  .string()
  .transform((list, context): Readonly<Record<string, z.infer<typeof Price>>> => {
    const entries = list.split(/[\s,]+/).filter((entry) => entry !== '')
    return Object.fromEntries(
      entries.map((entry) => {
        const [, model = '', input, output] = /^([^=]+)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(entry) ?? []
        if (model === '') context.addIssue({ code: 'custom', message: malformed })
        return [model, { input: Number(input), output: Number(output) }]
      }),
    )
  })
export type OwnPrices = z.infer<typeof OwnPrices>
const PriceList = z.object({
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
  source: z.string().min(1),
  unit: z.literal('US dollars per million tokens'),
  models: z.record(z.string(), Price),
})

const file = join(import.meta.dirname, '../../../data/model-prices.json')
let list: z.infer<typeof PriceList> | undefined

/**
 * What a number of tokens costs, in US dollars, by one's own prices or `data/model-prices.json`.
 *
 * @param model `provider:model`; a dated edition (`…-2026-03-17`) costs what its model costs, and one that is not listed what
 *   `provider:*` does
 * @returns undefined when the model's price is not known
 * @throws when the price list is malformed
 */
export function costOf(model: string, tokens: TokenCount, own: OwnPrices = {}): number | undefined {
  list ??= PriceList.parse(JSON.parse(readFileSync(file, 'utf8')))
  const price =
    own[model] ??
    list.models[model] ??
    list.models[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')] ??
    list.models[model.replace(/:.*$/, ':*')]
  return price && (tokens.input * price.input + tokens.output * price.output) / 1_000_000
}

/** @throws PaperboyError when the model's price is not known, so that no budget can be kept */
export function requirePrice(model: string, own: OwnPrices = {}): void {
  if (costOf(model, { input: 0, output: 0 }, own) !== undefined) return
  throw new PaperboyError(
    `DAILY_BUDGET_USD cannot be kept: the price of "${model}" is not known.`,
    `Set MODEL_PRICES="${model}=INPUT/OUTPUT", in US dollars per million tokens, or leave DAILY_BUDGET_USD out.`,
  )
}
