/** What people decided about papers: which stay out, and what each workspace hides or brought in. */
export const curationMigration = `
  -- Papers that stay out, whatever source brings them again, and all they are known by: see removed-papers.ts.
  CREATE TABLE removed_papers (
    id text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    ids text NOT NULL, -- JSON
    at bigint NOT NULL
  );
  CREATE TABLE removed_keys (
    key text COLLATE "C" PRIMARY KEY,
    removed text COLLATE "C" NOT NULL REFERENCES removed_papers (id) ON DELETE CASCADE
  );
  CREATE INDEX removed_keys_removed ON removed_keys (removed);

  -- Papers that a workspace does not see, or brought in: see workspace-papers.ts.
  CREATE TABLE workspace_papers (
    workspace text COLLATE "C" NOT NULL,
    mark text COLLATE "C" NOT NULL,
    paper text COLLATE "C" NOT NULL, -- its id
    person text NOT NULL, -- JSON
    at bigint NOT NULL,
    PRIMARY KEY (workspace, mark, paper)
  );
  CREATE INDEX workspace_papers_paper ON workspace_papers (paper);
  `

/** Papers that people of a place liked or brought up there: see place-votes.ts. */
export const votesMigration = `
  CREATE TABLE place_votes (
    place text COLLATE "C" NOT NULL, -- see json-columns.ts
    paper text COLLATE "C" NOT NULL, -- its id
    person text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (place, paper, person)
  );
  CREATE INDEX place_votes_at ON place_votes (at);
  CREATE INDEX place_votes_person ON place_votes (person);
  `
