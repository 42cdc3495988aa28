/** What people decided about papers: which stay out, and what each workspace hides or brought in. */
export const curationMigration = `
  -- Papers that stay out, whatever source brings them again, and all they are known by: see removed-papers.ts.
  CREATE TABLE removed_papers (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    ids TEXT NOT NULL, -- JSON
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE removed_keys (
    key TEXT PRIMARY KEY,
    removed TEXT NOT NULL REFERENCES removed_papers (id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX removed_keys_removed ON removed_keys (removed);

  -- Papers that a workspace does not see, or brought in: see workspace-papers.ts.
  CREATE TABLE workspace_papers (
    workspace TEXT NOT NULL,
    mark TEXT NOT NULL,
    paper TEXT NOT NULL, -- its id
    person TEXT NOT NULL, -- JSON
    at INTEGER NOT NULL,
    PRIMARY KEY (workspace, mark, paper)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX workspace_papers_paper ON workspace_papers (paper);
  `

/** Papers that people of a place liked or brought up there: see place-votes.ts. */
export const votesMigration = `
  CREATE TABLE place_votes (
    place TEXT NOT NULL, -- see json-columns.ts
    paper TEXT NOT NULL, -- its id
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (place, paper, person)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX place_votes_at ON place_votes (at);
  CREATE INDEX place_votes_person ON place_votes (person);
  `
