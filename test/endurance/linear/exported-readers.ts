import { join } from 'node:path'
import {
  API,
  type Checker,
  type Symbol as NamedSymbol,
  type Signature,
  SignatureKind,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync'

/** How a value of a type is made: `text` is where the text under test goes. */
export type Plan =
  | { kind: 'text' }
  | { kind: 'value'; value: string | number | boolean | null | undefined }
  | { kind: 'date' }
  | { kind: 'list'; of: readonly Plan[] }
  | { kind: 'fields'; of: Readonly<Record<string, Plan>> }
  | { kind: 'map'; of: readonly Plan[] }
  | { kind: 'set'; of: readonly Plan[] }
  | { kind: 'promise'; of: Plan }
  | { kind: 'call'; gives: Plan }

/** An exported function whose first parameter is text or data that holds text. */
export type Reader = {
  /** From `src/`, such as `papers/names.ts`. */
  file: string
  name: string
  /** Each is a row of arguments; several where the first parameter is one of several types. */
  calls: readonly (readonly Plan[])[]
}

const root = join(import.meta.dirname, '../../..')
/** Deeper data is left out where it may be, and makes the type unknown where it may not. */
const deepest = 6
/** Of a union that holds text in several members, so many are tried. */
const mostVariants = 12

/** All exported functions of `src/` that read text, as the compiler sees them. */
export function exportedReaders(): readonly Reader[] {
  const api = new API({ cwd: root })
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] }).getProjects()
    if (!project) throw new Error('the compiler found no project')
    const { program, checker } = project
    const files = program.getSourceFileNames().filter((file) => file.startsWith(join(root, 'src')))
    return files.flatMap((file) => {
      const source = program.getSourceFile(file)
      const module = source && checker.getSymbolAtLocation(source)
      if (!module) return []
      return checker.getExportsOfModule(module).flatMap((symbol) => {
        const calls = callsOf(checker, symbol)
        return calls.length > 0
          ? [{ file: file.slice(join(root, 'src/').length), name: symbol.name, calls }]
          : []
      })
    })
  } finally {
    api.close()
  }
}

function callsOf(checker: Checker, symbol: NamedSymbol): readonly (readonly Plan[])[] {
  const type = checker.getTypeOfSymbol(symbol)
  const signature = type && checker.getSignaturesOfType(type, SignatureKind.Call)[0]
  if (!signature) return []
  const [first, ...others] = parametersOf(checker, signature)
  if (!first) return []
  const variants = plansOf(checker, first.type, 0).filter(holdsText)
  // What is no data is left out; a function that misses it throws and has to be excepted by name.
  const rest = others.map(
    ({ name, type }): Plan => (name === 'today' ? aDay : (plansOf(checker, type, 0, true)[0] ?? nothing)),
  )
  return variants.slice(0, mostVariants).map((variant) => [variant, ...rest])
}

const text: Plan = { kind: 'text' }
const nothing: Plan = { kind: 'value', value: undefined }
/** A reader of a line on a day wants its ISO name beside the line, and nobody types that. */
const aDay: Plan = { kind: 'value', value: '2026-11-30' }

function parametersOf(checker: Checker, signature: Signature): readonly { name: string; type: Type }[] {
  return signature.getParameters().map((parameter) => {
    const type = checker.getTypeOfSymbol(parameter)
    if (!type) throw new Error(`no type of ${parameter.name}`)
    return { name: parameter.name, type }
  })
}

export function holdsText(plan: Plan): boolean {
  switch (plan.kind) {
    case 'text':
      return true
    case 'list':
    case 'map':
    case 'set':
      return plan.of.some(holdsText)
    case 'fields':
      return Object.values(plan.of).some(holdsText)
    default:
      return false
  }
}

/** The ways to make a value of a type, those with text first; none when it is not data (and `called` does not help). */
function plansOf(checker: Checker, type: Type, depth: number, called = false): readonly Plan[] {
  if (depth > deepest) return []
  const key = `${type.id} ${depth} ${called}`
  const known = plans.get(key)
  if (known) return known
  const made = makePlans(checker, type, depth, called)
  plans.set(key, made)
  return made
}
const plans = new Map<string, readonly Plan[]>()

function makePlans(checker: Checker, type: Type, depth: number, called: boolean): readonly Plan[] {
  const { flags } = type
  if (flags & (TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping))
    return [{ kind: 'text' }]
  if (type.isLiteralType())
    return typeof type.value === 'bigint' ? [] : [{ kind: 'value', value: type.value }]
  if (flags & TypeFlags.Number) return [{ kind: 'value', value: 3 }]
  if (flags & TypeFlags.Boolean) return [{ kind: 'value', value: true }]
  if (flags & TypeFlags.Null) return [{ kind: 'value', value: null }]
  if (flags & (TypeFlags.Undefined | TypeFlags.Void)) return [nothing]
  if (type.isUnionType()) {
    const all = (type.getTypes() ?? []).flatMap((member) => plansOf(checker, member, depth, called))
    return [...all.filter(holdsText), ...all.filter((plan) => !holdsText(plan))]
  }
  if (!type.isObjectType() && !type.isIntersectionType()) return []
  const name = type.getSymbol()?.name
  const arguments_ = type.isObjectType() && type.isTypeReference() ? checker.getTypeArguments(type) : []
  const plan = (inner: Type | undefined) => (inner ? plansOf(checker, inner, depth + 1, called) : [])
  if (name === 'Date') return [{ kind: 'date' }]
  if (checker.isTupleType(type) || (checker.isArrayType(type) && arguments_.length === 1)) {
    const elements = arguments_.map(plan)
    if (elements.some((ways) => ways.length === 0)) return []
    if (checker.isTupleType(type)) return [{ kind: 'list', of: elements.flatMap(([way]) => way ?? []) }]
    const [ways = []] = elements
    return [
      { kind: 'list', of: [...ways, ...ways].slice(0, Math.max(2, Math.min(ways.length, mostVariants))) },
    ]
  }
  if (name === 'ReadonlyMap' || name === 'Map') {
    const [keys] = plan(arguments_[0])
    // What may be anything may be text.
    const [values] = (arguments_[1]?.flags ?? 0) & TypeFlags.Unknown ? [text] : plan(arguments_[1])
    return keys && values ? [{ kind: 'map', of: [keys, values] }] : []
  }
  if (name === 'ReadonlySet' || name === 'Set') return [{ kind: 'set', of: plan(arguments_[0]).slice(0, 1) }]
  if (name === 'Promise') {
    const [inner] = plan(arguments_[0])
    return called && inner ? [{ kind: 'promise', of: inner }] : []
  }
  const [signature] = checker.getSignaturesOfType(type, SignatureKind.Call)
  if (signature) {
    const returned = checker.getReturnTypeOfSignature(signature)
    return called ? [{ kind: 'call', gives: plan(returned)[0] ?? nothing }] : []
  }
  return fieldsOf(checker, type, depth, called)
}

function fieldsOf(checker: Checker, type: Type, depth: number, called: boolean): readonly Plan[] {
  const fields: Record<string, Plan> = {}
  for (const property of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(property)
    const [way] = of ? plansOf(checker, of, depth + 1, called) : []
    if (way && !(way.kind === 'value' && way.value === undefined)) fields[property.name] = way
    else if (!(property.flags & SymbolFlags.Optional)) return []
  }
  const [index] = checker.getIndexInfosOfType(type)
  if (index) {
    const [way] = plansOf(checker, index.valueType, depth + 1, called)
    if (!way) return []
    fields.key = way
  }
  return [{ kind: 'fields', of: fields }]
}
