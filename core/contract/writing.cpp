#include "core/contract/writing.hpp"

#include "core/contract/documents.hpp"
#include "core/contract/schema_walk.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::contract {
namespace {

std::string delimiter_name(char delimiter) {
  if (delimiter == '\t') return "tab";
  return delimiter == ';' ? "semicolon" : "comma";
}

void compare_files(const Document& before, const Document& after, Findings& findings) {
  const Writing &was = before.writing, &is = after.writing;
  const Element place{&after, &after.root, ""};
  Spot spot;
  spot.direction = Direction::none;
  const auto report = [&](const char* rule, const std::string& text) {
    findings.add(rule, spot, place, text);
  };
  if (was.delimiter != is.delimiter) {
    report("file-delimiter-changed", "the delimiter of the columns changed from " +
                                         delimiter_name(was.delimiter) + " to " +
                                         delimiter_name(is.delimiter));
  }
  if (was.has_mark != is.has_mark) {
    report("file-byte-order-mark-changed", is.has_mark
                                               ? "the file begins with a byte order mark now"
                                               : "the file lost the byte order mark it began with");
  }
  if (was.is_utf8 != is.is_utf8) {
    report("file-encoding-changed",
           is.is_utf8 ? "the file was not UTF-8 and is now" : "the file is no longer UTF-8");
  }
  if (was.has_blank_lines != is.has_blank_lines) {
    report("file-blank-lines-changed", is.has_blank_lines
                                           ? "the file has blank lines now, which hold no row"
                                           : "the file no longer has blank lines");
  }
}

}  // namespace

Writing writing_of(const std::string& text) {
  return {.has_mark = text.starts_with("\xEF\xBB\xBF"), .is_utf8 = text::is_utf8(text)};
}

void compare_writing(const Documents& before, const Documents& after, Findings& findings) {
  compare_files(before.main(), after.main(), findings);
  for (const auto& [path, document] : after.files()) {
    const auto was = before.files().find(path);
    const bool is_main = document.get() == &after.main();
    if (is_main || was == before.files().end() || was->second.get() == &before.main()) continue;
    compare_files(*was->second, *document, findings);
  }
}

}  // namespace tidemark::contract
