import { curationMigration, votesMigration } from './curation-migration.ts'
import { fetchesMigration, jobsMigration } from './jobs-migration.ts'

/**
 * The schema, one step a version, applied in order and never edited once released. `PRAGMA user_version` counts
 * the steps a database has seen.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE papers (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    folded_title TEXT NOT NULL UNIQUE,
    arxiv_id TEXT UNIQUE,
    title TEXT NOT NULL,
    abstract TEXT NOT NULL,
    url TEXT NOT NULL,
    date TEXT,
    upvotes INTEGER,
    source TEXT NOT NULL,
    stems TEXT NOT NULL, -- see stemmed-text.ts
    more TEXT NOT NULL -- JSON: authors, keywords, original
  ) STRICT;
  CREATE INDEX papers_date ON papers (date);

  -- Only the index is kept: the text stands in papers.
  CREATE VIRTUAL TABLE words USING fts5 (
    title, names, abstract, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2'
  );
  CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);

  CREATE TABLE names (
    name TEXT NOT NULL, -- folded
    paper INTEGER NOT NULL REFERENCES papers (key) ON DELETE CASCADE,
    introduced INTEGER NOT NULL,
    PRIMARY KEY (name, paper)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX names_paper ON names (paper);

  CREATE TABLE vectors (
    model TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES papers (key) ON DELETE CASCADE,
    vector BLOB NOT NULL, -- float32, little endian, length 1
    PRIMARY KEY (model, paper)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE revision (number INTEGER NOT NULL) STRICT; -- one row: see revision.ts
  INSERT INTO revision VALUES (0);

  CREATE TABLE turns (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL, -- milliseconds since 1970
    line TEXT NOT NULL,
    answer TEXT NOT NULL,
    papers TEXT NOT NULL, -- JSON: ids
    claims TEXT NOT NULL -- JSON: text and cited sentences
  ) STRICT;
  CREATE INDEX turns_conversation ON turns (conversation, key);

  CREATE TABLE feedback (
    turn TEXT NOT NULL,
    person TEXT NOT NULL,
    rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
    at INTEGER NOT NULL,
    PRIMARY KEY (turn, person)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX feedback_at ON feedback (at);

  -- Ids are never used again, so that a late note cannot reach another item.
  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    at INTEGER NOT NULL, -- milliseconds since 1970
    payload TEXT, -- JSON; NULL once finished
    state TEXT -- JSON
  ) STRICT;
  CREATE INDEX inbox_unfinished ON inbox (platform, at) WHERE payload IS NOT NULL;
  CREATE INDEX inbox_finished ON inbox (at) WHERE payload IS NULL;

  CREATE TABLE inbox_keys (
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES inbox (id) ON DELETE CASCADE,
    PRIMARY KEY (platform, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX inbox_keys_item ON inbox_keys (item);

  CREATE TABLE usage (
    key INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    model TEXT NOT NULL,
    calls INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost REAL -- US dollars
  ) STRICT;
  CREATE INDEX usage_at ON usage (at);
  `,
  `
  -- The day a paper is listed under: featured, else published; NULL when it was withdrawn.
  ALTER TABLE papers ADD COLUMN day TEXT;
  UPDATE papers SET day = date;
  CREATE INDEX papers_day ON papers (day);

  CREATE TABLE subscriptions (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    place TEXT NOT NULL, -- see json-columns.ts
    next_due INTEGER NOT NULL, -- milliseconds since 1970
    active INTEGER NOT NULL,
    subscription TEXT NOT NULL -- JSON: everything but the moment of its next post
  ) STRICT;
  CREATE INDEX subscriptions_due ON subscriptions (next_due) WHERE active;
  CREATE INDEX subscriptions_due_on ON subscriptions (platform, next_due) WHERE active;
  CREATE INDEX subscriptions_place ON subscriptions (place);

  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    subscription TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('post', 'notice')),
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    address TEXT NOT NULL, -- JSON
    due INTEGER NOT NULL,
    progress TEXT, -- JSON
    holder TEXT NOT NULL,
    held_until INTEGER NOT NULL,
    outcome TEXT, -- NULL until it is finished
    finished_at INTEGER,
    UNIQUE (subscription, day, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deliveries_unfinished ON deliveries (platform, held_until) WHERE outcome IS NULL;
  CREATE INDEX deliveries_failed ON deliveries (finished_at) WHERE outcome = 'failed';
  CREATE INDEX deliveries_finished ON deliveries (finished_at);

  CREATE TABLE shown_papers (
    place TEXT NOT NULL,
    paper TEXT NOT NULL, -- its id
    delivery TEXT NOT NULL, -- by which it was shown
    at INTEGER NOT NULL,
    votes INTEGER NOT NULL, -- that it had then
    PRIMARY KEY (place, paper, delivery)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shown_papers_delivery ON shown_papers (delivery);

  CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE syncs (
    source TEXT PRIMARY KEY,
    state TEXT NOT NULL -- JSON
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE turns ADD COLUMN question TEXT; -- as it was understood
  CREATE INDEX turns_at ON turns (at);
  CREATE INDEX turns_person ON turns (conversation, person);

  CREATE TABLE opinions (
    turn TEXT NOT NULL,
    person TEXT NOT NULL,
    claim INTEGER NOT NULL, -- the one that is cited wrongly, from 1; 0 for a thumb
    rating TEXT NOT NULL CHECK (rating IN ('up', 'down', 'wrong')),
    at INTEGER NOT NULL,
    PRIMARY KEY (turn, person, claim)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO opinions SELECT turn, person, 0, rating, at FROM feedback;
  DROP TABLE feedback;
  ALTER TABLE opinions RENAME TO feedback;
  CREATE INDEX feedback_at ON feedback (at);
  `,
  `
  -- Who works on an item, until when nobody else may, and how often it was taken on.
  ALTER TABLE inbox ADD COLUMN holder TEXT NOT NULL DEFAULT '';
  ALTER TABLE inbox ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE inbox ADD COLUMN takes INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX inbox_free ON inbox (platform, held_until) WHERE payload IS NOT NULL;
  `,
  `
  -- So many parts of the word index may stand beside each other before they are merged (4 when not said): writing an
  -- import takes a tenth less then, and a search among 100,000 papers a tenth longer.
  INSERT INTO words (words, rank) VALUES ('automerge', 8);
  `,
  jobsMigration,
  `
  -- Bytes a number takes: 4 for the float32 of older versions, 1 for int8 (see vector-bytes.ts).
  ALTER TABLE vectors ADD COLUMN width INTEGER NOT NULL DEFAULT 4;
  ALTER TABLE vectors ADD COLUMN dimensions INTEGER AS (length(vector) / width);
  ALTER TABLE vectors ADD COLUMN revision INTEGER NOT NULL DEFAULT 0; -- in which it was written: see revision.ts
  CREATE INDEX vectors_space ON vectors (model, dimensions, revision);
  CREATE INDEX vectors_paper ON vectors (paper);

  -- Apart from the papers' own, which a search reads all of.
  CREATE TABLE sentence_vectors (
    model TEXT NOT NULL,
    paper INTEGER NOT NULL,
    vectors BLOB NOT NULL, -- int8, one behind the other
    PRIMARY KEY (model, paper),
    FOREIGN KEY (model, paper) REFERENCES vectors (model, paper) ON DELETE CASCADE
  ) STRICT;
  `,
  `
  -- What else papers are known by than id, arXiv id and title: see place-papers.ts.
  CREATE TABLE paper_keys (
    key TEXT PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES papers (key) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX paper_keys_paper ON paper_keys (paper);
  `,
  fetchesMigration,
  `
  CREATE TABLE dialects (
    server TEXT PRIMARY KEY,
    dialect TEXT NOT NULL, -- JSON
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  curationMigration,
  `
  CREATE TABLE facts (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL, -- JSON
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- So that somebody can be forgotten wherever they asked.
  CREATE INDEX turns_asked_by ON turns (person);
  CREATE INDEX feedback_thought_by ON feedback (person);
  `,
  `
  -- So that a workspace can be forgotten: see workspace-papers.ts. Conversations of Slack begin with theirs.
  ALTER TABLE turns ADD COLUMN workspace TEXT;
  UPDATE turns SET workspace = '["slack","' || substr(conversation, 1, instr(conversation, ':') - 1) || '"]'
    WHERE conversation GLOB '[TE][A-Z0-9]*:[A-Z]*:*';
  CREATE INDEX turns_workspace ON turns (workspace) WHERE workspace IS NOT NULL;
  `,
  votesMigration,
]
