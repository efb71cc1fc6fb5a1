#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json/view.hpp"

namespace tidemark::golden {

/// Gathers what is wrong with one file, so that a person can mend all of it at once.
class Complaints {
 public:
  explicit Complaints(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  /// `line` 0 means the file as a whole. `fact` and `way_out` may quote the file: they are made
  /// safe.
  void add(std::uint32_t line, std::string_view fact, std::string_view way_out = "");
  /// Adds those about another part of the same file.
  void take(Complaints other);
  /// Throws Error(configuration) with one complaint per line, in the order of the file's lines,
  /// when there are any. Beyond 1000 only their number is told.
  void refuse_if_any() const;

 private:
  std::string path_;
  std::vector<std::pair<std::uint32_t, std::string>> texts_;
};

/// What a JSONL file is called in complaints, and how large it may be.
struct FileFormat {
  std::string_view what;     ///< "golden file"
  std::string_view records;  ///< "cases"
  std::size_t most_records;
  std::size_t longest_line;    ///< in bytes, without the newline
  std::size_t first_line = 1;  ///< of the records
};

/// Takes a line that it knows without a JSON reader; false leaves it to that.
using TakeKnown = std::function<bool(std::string_view line, std::uint32_t number)>;

/// Calls `take(record, line)` for every line that is JSON and complains about every other one, but
/// for those that `known` takes. `first_line` is the number of the text's first line within its
/// file. What is behind the most records of a file is not looked at.
void each_record(std::string_view text, const FileFormat& format, std::uint32_t first_line,
                 Complaints& complaints,
                 const std::function<void(const json::View&, std::uint32_t)>& take,
                 const TakeKnown& known = {});

enum class MemberType { text, texts, flag, number, object, array, any };

/// A key that records of a file may have.
struct Member {
  std::string_view name;
  MemberType type;
  bool required;
};

/// Whether the record is an object of exactly these members; complains about all that is not.
bool conforms(const json::View& record, std::span<const Member> members, std::uint32_t line,
              Complaints& complaints);

/// The string member `name`, or "" when it is absent.
std::string text_member(const json::View& record, std::string_view name);

/// Complains unless the member `automation` is the id of one.
void check_automation(const json::View& record, std::uint32_t line, Complaints& complaints);

/// Complains unless `id` can name a case: 1 to 200 of A-Z a-z 0-9 . _ @ + / -.
void check_case_id(const std::string& id, std::uint32_t line, Complaints& complaints);

}  // namespace tidemark::golden
