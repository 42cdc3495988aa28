const now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)"
/** No hold or wait of the version before was longer, in milliseconds; a longer one was written by a clock that ran ahead. */
const longestWait = 30 * 60_000
const freeAt = (until: string) => `min(${until}, ${now} + ${longestWait})`
const heldAt = (until: string) => `min(${until}, ${now})`

/**
 * One log of jobs in place of inbox, deliveries and leases. A process of the version before may still be at work:
 * - What it answers stays its own, through triggers: it goes on holding it, notes and finishes it. A question that it
 *   takes on reaches the jobs, too, since Discord tells of nothing a second time. It takes over nothing any more.
 * - Posts and fetches it ends: deliveries and leases are gone, so that each statement about them fails. It sends at
 *   most the message that it is just sending, which is looked for before it is sent again.
 */
export const jobsMigration = `
  CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    series TEXT, -- what it is one of, such as a subscription
    due_at INTEGER NOT NULL, -- milliseconds since 1970, as every moment
    payload TEXT NOT NULL, -- JSON; null once it is done and nothing of it is kept
    notes TEXT, -- JSON
    holder TEXT NOT NULL, -- empty for nobody
    held_at INTEGER NOT NULL, -- when the hold, or the wait, was begun
    free_at INTEGER NOT NULL, -- when it ends
    attempts INTEGER NOT NULL,
    died TEXT NOT NULL DEFAULT '', -- holders that let the time run out, each behind a blank
    outcome TEXT,
    finished_at INTEGER
  ) STRICT;
  CREATE INDEX jobs_free ON jobs (queue, free_at) WHERE finished_at IS NULL;
  CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
  CREATE INDEX jobs_series ON jobs (series, due_at) WHERE outcome IS NOT NULL;

  CREATE TABLE job_keys (
    queue TEXT NOT NULL,
    key TEXT NOT NULL,
    job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,
    PRIMARY KEY (queue, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX job_keys_job ON job_keys (job);

  INSERT INTO jobs (id, queue, due_at, payload, notes, holder, held_at, free_at, attempts, finished_at)
    SELECT CAST(id AS TEXT), 'questions:' || platform, at, coalesce(payload, 'null'), state, holder,
      ${heldAt('held_until')}, ${freeAt('held_until')}, takes, CASE WHEN payload IS NULL THEN at END
    FROM inbox ORDER BY id;
  INSERT INTO job_keys SELECT 'questions:' || platform, key, number
    FROM inbox_keys JOIN jobs ON jobs.id = CAST(item AS TEXT);

  INSERT INTO jobs (id, queue, series, due_at, payload, notes, holder, held_at, free_at, attempts, outcome, finished_at)
    SELECT id, 'posts:' || platform, CASE kind WHEN 'post' THEN subscription END, due,
      json_object('subscription', subscription, 'day', day, 'kind', kind, 'to', json(address)), progress,
      holder, ${heldAt('held_until')}, ${freeAt('held_until')}, 1, outcome, finished_at
    FROM deliveries ORDER BY due, id;
  INSERT INTO job_keys SELECT 'posts:' || deliveries.platform, subscription || ' ' || day || ' ' || kind, number
    FROM deliveries JOIN jobs USING (id);
  DROP TABLE deliveries;

  INSERT INTO jobs (id, queue, due_at, payload, holder, held_at, free_at, attempts)
    SELECT lower(hex(randomblob(10))), 'lease:' || name, 0, 'null', holder, ${heldAt('until')}, ${freeAt('until')}, 1
    FROM leases;
  INSERT INTO job_keys SELECT queue, '', number FROM jobs WHERE queue LIKE 'lease:%';
  DROP TABLE leases;

  DELETE FROM inbox WHERE payload IS NULL;
  DROP TABLE inbox_keys;
  CREATE VIEW inbox_keys AS
    SELECT substr(queue, 11) AS platform, key, job AS item FROM job_keys WHERE queue LIKE 'questions:%';

  CREATE TRIGGER inbox_added AFTER INSERT ON inbox BEGIN
    INSERT INTO jobs (id, queue, due_at, payload, holder, held_at, free_at, attempts)
      VALUES (CAST(NEW.id AS TEXT), 'questions:' || NEW.platform, NEW.at, NEW.payload, NEW.holder, ${now}, NEW.held_until, 1);
  END;
  CREATE TRIGGER inbox_keys_added INSTEAD OF INSERT ON inbox_keys BEGIN
    INSERT INTO job_keys SELECT 'questions:' || NEW.platform, NEW.key, number FROM jobs
      WHERE id = CAST(CAST(NEW.item AS INTEGER) AS TEXT) ON CONFLICT DO NOTHING;
  END;
  CREATE TRIGGER inbox_held BEFORE UPDATE OF held_until ON inbox BEGIN
    SELECT RAISE(IGNORE) WHERE NEW.takes <> OLD.takes OR NOT EXISTS (
      SELECT 1 FROM jobs WHERE id = CAST(OLD.id AS TEXT) AND holder = OLD.holder AND finished_at IS NULL);
    UPDATE jobs SET held_at = ${now}, free_at = NEW.held_until,
      holder = CASE WHEN NEW.held_until <= ${now} THEN '' ELSE holder END
      WHERE id = CAST(OLD.id AS TEXT);
  END;
  CREATE TRIGGER inbox_noted AFTER UPDATE OF state ON inbox WHEN NEW.state IS NOT NULL BEGIN
    UPDATE jobs SET notes = NEW.state
      WHERE id = CAST(NEW.id AS TEXT) AND holder = NEW.holder AND finished_at IS NULL;
  END;
  CREATE TRIGGER inbox_finished AFTER UPDATE OF payload ON inbox WHEN NEW.payload IS NULL BEGIN
    UPDATE jobs SET finished_at = ${now}, payload = 'null', notes = NULL
      WHERE id = CAST(NEW.id AS TEXT) AND holder = NEW.holder AND finished_at IS NULL;
  END;
  CREATE TRIGGER jobs_finished AFTER UPDATE OF finished_at ON jobs BEGIN
    DELETE FROM inbox WHERE CAST(id AS TEXT) = NEW.id;
  END;
`

/** One job for the fetches of each source in place of a table; and what tells how far imports are, in the same log. */
export const fetchesMigration = `
  -- How fetches of a source went stands with its job, which is due at once; a process of an older version may look.
  INSERT INTO jobs (id, queue, due_at, payload, notes, holder, held_at, free_at, attempts)
    SELECT lower(hex(randomblob(10))), 'fetches:' || source, 0, 'null', state, '', 0, 0, 0
    FROM syncs WHERE source = 'huggingface' OR source LIKE 'arxiv:%';
  INSERT INTO job_keys SELECT queue, '', number FROM jobs WHERE queue LIKE 'fetches:%';
  -- How far imports of files are.
  INSERT INTO jobs (id, queue, series, due_at, payload, holder, held_at, free_at, attempts, outcome, finished_at)
    SELECT lower(hex(randomblob(10))), 'imports', substr(source, 6), 0, coalesce(json_extract(state, '$.cursor'), 'null'), '', 0, 0, 0, 'added', CAST(unixepoch('subsec') * 1000 AS INTEGER)
    FROM syncs WHERE source LIKE 'file:%';
  DELETE FROM jobs WHERE queue LIKE 'lease:sync:%' OR queue LIKE 'lease:posts of %';
  DROP TABLE syncs;
  CREATE VIEW syncs AS SELECT substr(queue, 9) AS source, notes AS state FROM jobs
    WHERE queue LIKE 'fetches:%' AND notes IS NOT NULL;
`
