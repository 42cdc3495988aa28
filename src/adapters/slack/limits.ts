/**
 * What Slack takes, in UTF-16 units and counts, with where it is written (docs.slack.dev) or how it was found. A
 * message that breaks one limit is refused as a whole.
 */
export const limits = {
  message: {
    /** reference/block-kit/blocks. */
    blocks: 50,
    /**
     * Longest blocks of one message as JSON. Undocumented: `msg_blocks_too_long` was seen from about 13,000 characters
     * of text on (slackapi/bolt-js issue 2509); counting the JSON around it too stays well below.
     */
    size: 11_000,
    /** reference/methods/chat.update: `text` of 4,000 is `msg_too_long`. */
    text: 3_000,
  },
  view: {
    /** reference/views: 100 blocks in a modal or a home tab, 250 kB as JSON. */
    blocks: 100,
    size: 200_000,
  },
  richText: {
    /** Longest single text; undocumented, so as cautious as a section's 3,000. */
    text: 2_000,
    /** Longest rich text block as JSON, so that a page splits at a sensible place. */
    size: 4_000,
    /** reference/block-kit/block-elements/button-element: addresses of 3,000. */
    url: 3_000,
  },
  /**
   * reference/block-kit/blocks/table-block: 100 rows of 20 cells, 10,000 characters, one in a message. As JSON, with
   * room for the rest of a message.
   */
  table: { rows: 100, columns: 20, size: 8_000 },
  /** reference/block-kit/composition-objects/text-object: 3,000; context is small print. */
  context: { text: 2_000 },
  /** reference/block-kit/block-elements/button-element and blocks/actions-block (25; five fit one line). */
  button: { label: 75, value: 2_000, url: 3_000, perRow: 5 },
  /**
   * reference/views (a title of 24), block-kit/blocks/input-block (2,000), block-elements/plain-text-input-element (3,000,
   * its `initial_value` included), and composition-objects/option-object (75).
   */
  form: { title: 24, label: 150, hint: 150, question: 1_000, field: 1_500, choice: 75 },
  /** reference/methods/assistant.threads.setStatus: messages of a status of 50. */
  status: 50,
  /** reference/methods/assistant.threads.setSuggestedPrompts: four; the lengths are undocumented. */
  prompts: { count: 4, title: 75, message: 300 },
  /** reference/app-manifest. */
  manifest: { name: 35, description: 140, longDescription: 4_000, usageHint: 1_000, agentDescription: 300 },
  rates: {
    /** Milliseconds between two changes of one message: about one a second a channel (apis/web-api/rate-limits). */
    edit: 1_000,
    /** Edits of a workspace in a minute (`chat.update` is tier 3: 50) that may be spent on unfinished answers. */
    progressPerMinute: 30,
    /**
     * Milliseconds between two messages of daily posts: about one a second is taken in a channel, several hundred a
     * minute in a workspace (reference/methods/chat.postMessage); the rest is for answers.
     */
    posts: { channel: 1_000, everywhere: 200 },
  },
} as const
