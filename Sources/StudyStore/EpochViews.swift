/// The views `epoch` and `tracker_epoch`, which show the epochs of the records as rows, for whoever asks with SQL.
///
/// Until version 3 they were tables. An epoch then stood twice in a store, and its row took about as long to write as its
/// lines took to read; nothing in the library reads them.
enum EpochViews {
  static let sql = """
    DROP TABLE epoch;
    DROP TABLE tracker_epoch;

    -- The epochs of a training log in file order; an index may occur twice.
    CREATE VIEW epoch AS
    SELECT
      log.content_id AS content_id,
      item.key AS position,
      \(value("index")) AS epoch_index,
      \(value("start")) AS start_ns,
      \(value("end")) AS end_ns,
      \(real("seconds")) AS seconds,
      \(real("learningRate")) AS learning_rate,
      \(real("trainLoss")) AS train_loss,
      \(real("validationLoss")) AS validation_loss,
      (SELECT avg(class.value) FROM json_each(item.value, '$.pseudoDice') AS class) AS mean_pseudo_dice,
      \(real("bestEMADice")) AS best_ema_dice,
      \(value("line")) AS line
    FROM training_log AS log
    JOIN content ON content.id = log.content_id
    JOIN json_each(content.record, '$.record.trainingLog._0.epochs') AS item;

    -- The epochs of a tracker's session; powers as logged, in watts.
    CREATE VIEW tracker_epoch AS
    SELECT
      session.id AS session_id,
      item.key AS position,
      \(value("number")) AS number,
      \(value("end")) AS end_ns,
      \(real("seconds")) AS seconds,
      \(watts("gpu")) AS gpu_watts,
      \(watts("cpu")) AS cpu_watts,
      \(value("line")) AS line
    FROM tracker_session AS session
    JOIN content ON content.id = session.content_id
    JOIN json_each(
      content.record, '$.record.tracker._0.sessions[' || session.position || '].epochs') AS item;

    """

  /// A member of an epoch, NULL where it is missing; by `json_each`, since SQLite lets a schema that is not trusted call
  /// `json_extract` only in later versions.
  private static func value(_ key: String) -> String {
    "(SELECT member.value FROM json_each(item.value, '$.\(key)') AS member)"
  }

  /// A number of an epoch; records have those that JSON lacks as texts, and SQLite has no not-a-number.
  private static func real(_ key: String) -> String {
    let value = value(key)
    return "CASE \(value) WHEN 'nan' THEN NULL WHEN 'inf' THEN 9e999 WHEN '-inf' THEN -9e999 "
      + "ELSE CAST(\(value) AS REAL) END"
  }

  /// The sum over the devices of an epoch's first power of a component.
  private static func watts(_ component: String) -> String {
    """
    (SELECT (SELECT sum(device.value) FROM json_each(power.value, '$.watts') AS device)
        FROM json_each(item.value, '$.powers') AS power
        WHERE (SELECT name.value FROM json_each(power.value, '$.component') AS name) = '\(component)'
        ORDER BY power.key LIMIT 1)
    """
  }
}
