#pragma once

#include <set>
#include <string>

struct sqlite3;

namespace tidemark::ledger {

/// Lets a connection's statements read and nothing else, for as long as it lives. Of the main
/// database, a ledger, only what our views show can be read.
class ReadersOnly {
 public:
  explicit ReadersOnly(sqlite3* database);
  ~ReadersOnly();
  ReadersOnly(const ReadersOnly&) = delete;
  ReadersOnly& operator=(const ReadersOnly&) = delete;

  /// Tables and views that were read by whatever was prepared since.
  const std::set<std::string>& read() const { return read_; }
  /// The first thing that was refused, as a sentence; "" when nothing was.
  const std::string& refusal() const { return refusal_; }

 private:
  static int decide(void* self, int action, const char* first, const char* second,
                    const char* database, const char* accessor);
  int read_of(const std::string& table, const std::string& column, const std::string& database,
              const char* accessor);
  int refuse(const std::string& sentence);

  sqlite3* database_;
  std::set<std::string> read_;
  std::string refusal_;
};

}  // namespace tidemark::ledger
