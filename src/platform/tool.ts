import type { z } from 'zod'
import type { Json } from '../lib/json.ts'
import type { Reply } from '../replies/reply.ts'
import type { Request } from './request.ts'

/** What a program can call by name, as an assistant does: a line with its words as named arguments. */
export type Tool = {
  /** Words joined by `_`, at most 40 characters: some programs put more in front of it. */
  name: string
  title: string
  /** For the assistant that chooses among tools: first what comes back, then when another tool is the better one. */
  description: string
  input: z.ZodObject
  output: z.ZodObject
  /** Whether it only looks up what is there. */
  readOnly: boolean
  /**
   * @param given what `input` accepts
   * @throws ZodError for anything else
   */
  call(given: unknown): Call
}

/** A tool with its arguments. */
export type Call = Pick<Request, 'line' | 'atMost'> & {
  /** The last page of the line -> what the caller is given. */
  read(page: Reply): Given
}

/** The facts in the form of `output`, and in words; or, where it could not be done, why, and what to do instead. */
export type Given = { facts: { readonly [name: string]: Json }; text: string } | { problem: string }
