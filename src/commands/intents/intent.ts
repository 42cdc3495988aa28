/** A way in which people say what a command does. */
export type Intent = {
  command: string
  form: RegExp
  /** What the command is given; undefined when these words mean something else after all. */
  rest(said: Readonly<Partial<Record<string, string>>>): string | undefined
}

const nothing = () => ''

/** A form of words -> a command, with what it is given. */
export function intent(command: string, form: RegExp, rest: Intent['rest'] = nothing): Intent {
  return { command, form, rest }
}

/** The whole of a line in any case; a space stands for any white space, ` ?` for any or none. */
export function words(source: string): RegExp {
  const spaced = source.replaceAll(' ?', String.raw`\s*`).replaceAll(' ', String.raw`\s+`)
  return new RegExp(`^(?:${spaced})$`, 'isu')
}

/** Forms of several lines, one a line. */
export function anyOf(lines: string): RegExp {
  const forms = lines.split('\n').map((line) => line.trim())
  return words(forms.filter((form) => form !== '').join('|'))
}
