import GRDB

/// The tables of a study store.
///
/// `content.record` is what the library reads back; the tables below it repeat its numbers in columns for whoever asks
/// with SQL, and views show its epochs (``EpochViews``). Times named `…_ns` are nanoseconds since 1970-01-01 00:00:00, of
/// wall clocks where the log knows no zone. NULL is missing; not-a-number is NULL too, as SQLite cannot store it.
enum Schema {
  /// `Fods` in ASCII, in the file's header, so that a store is known as one (SQLite's `PRAGMA application_id`).
  static let applicationID: Int32 = 0x466F_6473

  /// The version in the file's header (SQLite's `PRAGMA user_version`); raised by every migration.
  static let version = 4

  /// Makes an empty database a store, and an older store a current one.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      // SQLite 3.37 introduced strict tables.
      let release = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
      let strict = release.isVersion(atLeast: [3, 37]) ? "STRICT" : ""
      try db.execute(sql: files(strict) + records(strict) + traces(strict))
      try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1;")
    }
    migrator.registerMigration("2") { db in
      try db.execute(sql: roles + energyRecords + "PRAGMA user_version = 2;")
    }
    migrator.registerMigration("3") { db in
      try db.execute(sql: shards + "PRAGMA user_version = 3;")
    }
    migrator.registerMigration("4") { db in
      try db.execute(sql: EpochViews.sql + contentReadings + "PRAGMA user_version = 4;")
    }
    return migrator
  }

  /// What was seen on disk, and what stood in it.
  private static func files(_ strict: String) -> String {
    """
    -- What one or more files with the same bytes say. `record` is canonical JSON of the whole reading, diagnostics
    -- included; `reader` is the version of the parsers that made it.
    CREATE TABLE content (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE,
      format TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      line_count INTEGER NOT NULL,
      version TEXT,
      reader INTEGER NOT NULL,
      record TEXT NOT NULL
    ) \(strict);

    -- Every file seen, and every directory that could not be read.
    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      root TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      modified_ns INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('present', 'vanished', 'unreadable')),
      content_id INTEGER REFERENCES content (id) ON DELETE SET NULL,
      problem TEXT
    ) \(strict);
    CREATE INDEX file_by_content ON file (content_id);

    -- The findings about a content, in order of line.
    CREATE TABLE diagnostic (
      content_id INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      severity TEXT NOT NULL,
      code TEXT NOT NULL,
      line INTEGER,
      message TEXT NOT NULL,
      PRIMARY KEY (content_id, position)
    ) \(strict);

    """
  }

  /// Training logs, trackers' logs and small documents.
  private static func records(_ strict: String) -> String {
    """
    -- One nnU-Net training log: one process start.
    CREATE TABLE training_log (
      content_id INTEGER PRIMARY KEY REFERENCES content (id) ON DELETE CASCADE,
      generation TEXT,
      dataset TEXT,
      trainer TEXT,
      plans TEXT,
      configuration TEXT,
      fold INTEGER,
      batch_size INTEGER,
      training_cases INTEGER,
      validation_cases INTEGER,
      first_stamp_ns INTEGER,
      last_stamp_ns INTEGER,
      training_done_ns INTEGER,
      validation_start_ns INTEGER,
      validation_end_ns INTEGER,
      mean_validation_dice REAL,
      finished INTEGER NOT NULL
    ) \(strict);

    -- The epochs of a training log in file order; an index may occur twice.
    CREATE TABLE epoch (
      content_id INTEGER NOT NULL REFERENCES training_log (content_id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      epoch_index INTEGER NOT NULL,
      start_ns INTEGER NOT NULL,
      end_ns INTEGER,
      seconds REAL,
      learning_rate REAL,
      train_loss REAL,
      validation_loss REAL,
      mean_pseudo_dice REAL,
      best_ema_dice REAL,
      line INTEGER NOT NULL,
      PRIMARY KEY (content_id, position)
    ) \(strict);

    -- One use of carbontracker. The kWh, grams and seconds are the tool's own, its PUE in the energies; `it_joules` is
    -- summed over epochs without PUE, `corrected_it_joules` with means over devices made sums again.
    CREATE TABLE tracker_session (
      id INTEGER PRIMARY KEY,
      content_id INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      version TEXT,
      pue REAL,
      state TEXT NOT NULL,
      first_stamp_ns INTEGER,
      last_stamp_ns INTEGER,
      it_joules REAL,
      corrected_it_joules REAL,
      actual_epochs INTEGER,
      actual_seconds REAL,
      actual_kwh REAL,
      actual_grams REAL,
      predicted_epochs INTEGER,
      predicted_seconds REAL,
      predicted_kwh REAL,
      predicted_grams REAL,
      line INTEGER NOT NULL,
      UNIQUE (content_id, position)
    ) \(strict);

    -- The epochs of a tracker's session; powers as logged, in watts.
    CREATE TABLE tracker_epoch (
      session_id INTEGER NOT NULL REFERENCES tracker_session (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      number INTEGER NOT NULL,
      end_ns INTEGER,
      seconds REAL,
      gpu_watts REAL,
      cpu_watts REAL,
      line INTEGER NOT NULL,
      PRIMARY KEY (session_id, position)
    ) \(strict);

    -- The last row of each run in a CodeCarbon file; energies in kWh without PUE.
    CREATE TABLE codecarbon_row (
      content_id INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      run_id TEXT,
      project TEXT,
      tool_version TEXT,
      country TEXT,
      end_ns INTEGER NOT NULL,
      seconds REAL,
      cpu_kwh REAL,
      gpu_kwh REAL,
      ram_kwh REAL,
      total_kwh REAL,
      grams REAL,
      pue REAL,
      line INTEGER NOT NULL,
      PRIMARY KEY (content_id, position)
    ) \(strict);

    -- Contents that are no lists of numbers, as JSON: summaries, plans, data sets, debug files, consoles, RAPL zones.
    CREATE TABLE document (
      content_id INTEGER PRIMARY KEY REFERENCES content (id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      json TEXT NOT NULL
    ) \(strict);

    """
  }

  /// What a series counts as, and in which unit.
  private static let roles = """
    -- How a reading relates to the others of its file; only those that are counted are added up.
    ALTER TABLE trace_series ADD COLUMN role TEXT NOT NULL DEFAULT 'counted';
    -- Values are integers in units of 10^-decimals watts or joules.
    ALTER TABLE trace_series ADD COLUMN decimals INTEGER NOT NULL DEFAULT 6;
    -- When the first interval began, where the file tells it.
    ALTER TABLE trace_series ADD COLUMN origin_ns INTEGER;
    ALTER TABLE trace_series ADD COLUMN is_modelled INTEGER NOT NULL DEFAULT 0;
    -- Whose clock the stamps of a training log are on: the host's local time, or UTC.
    ALTER TABLE training_log ADD COLUMN clock TEXT NOT NULL DEFAULT 'local';
    -- What the study file said about a trace when it was read, as canonical JSON.
    ALTER TABLE content ADD COLUMN declaration TEXT;

    """

  /// Parts of ingests that were shared out.
  private static let shards = """
    -- A part of an ingest by the tasks of an array job: the paths as JSON, which part of how many, what the cut depended
    -- on, and whether all its files were read.
    CREATE TABLE shard (
      id INTEGER PRIMARY KEY,
      roots TEXT NOT NULL,
      count INTEGER NOT NULL,
      number INTEGER NOT NULL,
      tree TEXT NOT NULL,
      file_count INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      is_finished INTEGER NOT NULL,
      UNIQUE (roots, count, number)
    );

    """

  /// What an ingest asks of all contents, without their records.
  private static let contentReadings = """
    CREATE INDEX content_reading ON content (reader, format, declaration);

    """

  /// Energies that tools measured over windows of their own.
  private static let energyRecords = """
    -- The energy of one device over one window; windows that lie inside another one of their file are nested.
    CREATE TABLE energy_record (
      content_id INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
      record INTEGER NOT NULL,
      part INTEGER NOT NULL,
      tool TEXT NOT NULL,
      label TEXT,
      clock TEXT NOT NULL,
      start_ns INTEGER,
      end_ns INTEGER,
      seconds REAL,
      is_nested INTEGER NOT NULL,
      device TEXT NOT NULL,
      component TEXT NOT NULL,
      role TEXT NOT NULL,
      is_modelled INTEGER NOT NULL,
      joules REAL,
      line INTEGER NOT NULL,
      PRIMARY KEY (content_id, record, part)
    );

    """

  /// Traces and their samples.
  private static func traces(_ strict: String) -> String {
    """
    -- One device of a trace, in the order of the trace's record.
    CREATE TABLE trace_series (
      id INTEGER PRIMARY KEY,
      content_id INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      device TEXT NOT NULL,
      component TEXT NOT NULL,
      quantity TEXT NOT NULL,
      model TEXT,
      uuid TEXT,
      device_index INTEGER,
      counter_range INTEGER,
      clock TEXT NOT NULL,
      samples INTEGER NOT NULL,
      missing_samples INTEGER NOT NULL,
      first_ns INTEGER,
      last_ns INTEGER,
      is_time_ordered INTEGER NOT NULL,
      UNIQUE (content_id, position)
    ) \(strict);

    -- The samples of a series in file order, packed (see TraceBlockCodec); first_ns and last_ns are the block's
    -- earliest and latest time.
    CREATE TABLE trace_block (
      id INTEGER PRIMARY KEY,
      series_id INTEGER NOT NULL REFERENCES trace_series (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      samples INTEGER NOT NULL,
      first_ns INTEGER NOT NULL,
      last_ns INTEGER NOT NULL,
      data BLOB NOT NULL,
      UNIQUE (series_id, position)
    ) \(strict);
    """
  }
}

extension String {
  /// Whether this dotted version is at least another, part by part.
  fileprivate func isVersion(atLeast other: [Int]) -> Bool {
    let parts = split(separator: ".").map { Int($0) ?? 0 }
    return !parts.lexicographicallyPrecedes(other)
  }
}
