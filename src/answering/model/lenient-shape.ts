import type { OutputSchema } from './model.ts'

/**
 * Weak models answer in another shape than they are asked for: inside another object, as a bare list, or with other names.
 * It is read where there is only one way to do so; checking what comes out is left to the caller.
 */

type Members = Record<string, unknown>

/** The elements of an answer that has a list, and the object they stand in. */
export type ReadList = { elements: readonly unknown[]; whole: Members }

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object of this form in a value: the value itself, or the only member of it that may be one. */
export function objectOf({ schema }: OutputSchema, value: unknown): Members | undefined {
  const wanted = propertiesOf(schema)
  const fits = (one: unknown) => isMembers(one) && Object.keys(wanted).some((key) => Object.hasOwn(one, key))
  if (!isMembers(value)) return undefined
  if (fits(value)) return renamed(value, schema)
  const inside = Object.values(value).filter(fits)
  return isMembers(inside[0]) && inside.length === 1 ? renamed(inside[0], schema) : undefined
}

/** The same for a form with a list, which may have another name, or stand alone. */
export function listOf(form: OutputSchema & { list: string }, value: unknown): ReadList | undefined {
  const { list } = form
  if (Array.isArray(value)) return readList(form, value, {})
  if (!isMembers(value)) return undefined
  const holders = [value, ...Object.values(value).filter(isMembers)]
  const named = holders.find((holder) => Array.isArray(holder[list]))
  if (named) return { elements: [named[list]].flat().map((one) => renamedElement(form, one)), whole: named }
  const others = holders.flatMap((holder) =>
    Object.values(holder).flatMap((member) => readList(form, member, holder) ?? []),
  )
  return others.length === 1 ? others[0] : undefined
}

/** A list by whatever name, when each of its elements has what an element must have. */
function readList(
  form: OutputSchema & { list: string },
  value: unknown,
  holder: Members,
): ReadList | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const needed = Object.keys(propertiesOf(elementSchema(form)))
  const elements = value.map((one) => renamedElement(form, one))
  const fits = elements.every((one) => isMembers(one) && needed.every((key) => Object.hasOwn(one, key)))
  return fits ? { elements, whole: { ...holder, [form.list]: value } } : undefined
}

/** An element of a form's list, with the names that it should have. */
export function renamedElement(form: OutputSchema & { list: string }, element: unknown): unknown {
  return isMembers(element) ? renamed(element, elementSchema(form)) : element
}

/**
 * The same members, each under its name in the schema: one that has another name takes the name of the only missing
 * property of its type; of two that could be meant, neither does.
 */
function renamed(members: Members, schema: unknown): Members {
  const wanted = propertiesOf(schema)
  const missing = Object.keys(wanted).filter((name) => !Object.hasOwn(members, name))
  const extra = Object.keys(members).filter((name) => !Object.hasOwn(wanted, name))
  const found = missing.flatMap((name) => {
    const fitting = extra.filter((other) => typeIn(wanted[name]) === typeOf(members[other]))
    const rivals = missing.filter((other) => typeIn(wanted[other]) === typeIn(wanted[name]))
    const [only] = fitting
    return only !== undefined && fitting.length === 1 && rivals.length === 1
      ? [[name, members[only]] as const]
      : []
  })
  return { ...members, ...Object.fromEntries(found) }
}

function elementSchema({ schema, list }: OutputSchema & { list: string }): unknown {
  return Object(propertiesOf(schema)[list]).items
}

function propertiesOf(schema: unknown): Members {
  const { properties } = Object(schema)
  return isMembers(properties) ? properties : {}
}

const typeIn = (schema: unknown): unknown => Object(schema).type

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}
