/**
 * What each signal counts for when papers and sentences are ranked: one small table, the same for every collection. The
 * values were chosen by cross-validation over sets of different fields; `npm run eval -- --ablate` switches off one at a
 * time and prints what that costs on which set.
 */
export type Weights = {
  paper: {
    /** Cosine of the question with title and abstract together. */
    whole: number
    /** Cosine with the best one of its sentences. */
    sentence: number
    /** Share of what the question's words could be worth (BM25 over its upper bound), squared. */
    words: number
  }
  /** What is different where papers of a topic are wanted, all of them: words say less, likeness to the best says more. */
  topic: {
    words: number
    /** Cosine with the likest of the papers that fit best, times its score: what fits badly leads nowhere. */
    likeness: number
  }
  /** Papers like a paper: what the words that set it apart count for beside the cosine of both. */
  similar: { words: number }
  sentence: {
    /** Cosine with the question, once half of what the title says already is taken out of both. */
    meaning: number
    /** Share of what the question's words could be worth within the abstract. */
    words: number
    /** Grows towards the end of an abstract, where it tells what came of it; by the square of the place. */
    place: number
    /** A quantity, where one is asked for. */
    quantity: number
  }
  /** What is different where several papers are asked for: each is shown by the sentence that has the words. */
  list: { words: number }
  /** How much of the title's direction is taken out of question and sentences. */
  titleTakenOut: number
  /** Whether the names of papers are taken out of the question before their sentences are ranked. */
  namesTakenOut: number
  /** Whether an answer says what a paper does: one that the question only describes, or one of several beside each other. */
  gist: number
}

export const weights: Weights = {
  paper: { whole: 0.5, sentence: 0.5, words: 2 },
  topic: { words: 0.7, likeness: 0.8 },
  similar: { words: 2 },
  sentence: { meaning: 1, words: 1, place: 0.15, quantity: 0.25 },
  list: { words: 3 },
  titleTakenOut: 0.5,
  namesTakenOut: 1,
  gist: 1,
}
