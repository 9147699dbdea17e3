#include <sqlite3.h>

/// Opens nothing to a hostile database (sqlite.org/security.html): SQL that could damage the file is refused, such as writes
/// to its schema and `PRAGMA journal_mode=OFF`, and what stands in the schema calls no function with side effects.
///
/// `sqlite3_db_config` takes a list of arguments of any length, which Swift cannot call. Returns SQLite's result code of the
/// first switch that cannot be set.
static inline int fodspor_sqlite_defend(sqlite3 *connection) {
  int code = SQLITE_OK;
#ifdef SQLITE_DBCONFIG_DEFENSIVE
  code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
#else
  code = SQLITE_MISUSE;
#endif
#ifdef SQLITE_DBCONFIG_TRUSTED_SCHEMA
  if (code == SQLITE_OK) {
    code = sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  }
#endif
  return code;
}
