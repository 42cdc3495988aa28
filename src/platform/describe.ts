/**
 * What a line asks for: a command to run with the rest of the line, a word that is nearly a command's name, what has to
 * be asked back, or more than is read.
 */
export type Route =
  | ({ kind: 'run'; name: string; rest: string } & MayBeOnPosts)
  | { kind: 'suggest'; typed: string; name: string; rest: string }
  | ({
      kind: 'unclear'
      question: string
      choices: readonly { label: string; line: string }[]
    } & MayBeOnPosts)
  | { kind: 'too-long' }

/** What else a line asks for where it goes on with the posts that come to its place, since they were mentioned last. */
type MayBeOnPosts = { onPosts?: { name: string; rest: string } }

/** What a command declares about itself, for the adapter that carries a line and its answer. */
export type Declared = {
  /** Whom its pages concern where others read too: everyone, or only the one who asked. */
  audience: 'everyone' | 'asker'
  /** What it changes: nothing, what belongs to the one who asked, or what everybody gets at this place. */
  changes?: 'nothing' | 'own' | 'place'
  /** Where its page is shown besides in answer to a line: at home, before anybody asks. */
  shows?: 'home'
  /** Answered at once, however many questions wait in line: it only looks up what is there. */
  quick?: true
}

/** A line, read once: what it asks for, and what the command it runs declares. */
export type Described = Declared & {
  route: Route
  /** The command that it runs, or that its slip may mean. */
  command?: string
  /** It calls that command by its name. */
  byName?: true
  /** The question that it asks, where it asks one in words. */
  question?: string
}

/** Reads a line. Never throws. */
export type Describe = (line: string) => Described
