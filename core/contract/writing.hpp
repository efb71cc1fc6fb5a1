#pragma once

#include <string>

namespace tidemark::contract {

class Documents;
class Findings;

/// How a file is written, apart from what it says. A reader that was made for the one may stumble
/// over the other, whichever part of it it reads.
struct Writing {
  bool has_mark = false;  ///< a byte order mark
  bool is_utf8 = true;
  char delimiter = '\0';         ///< of CSV
  bool has_blank_lines = false;  ///< in JSON lines
};

/// Of text and marks alone; nothing of what only a sample has.
Writing writing_of(const std::string& text);

/// Reports which files of a contract, those of both states that were read until now, are written
/// in another way: the whole of it is concerned then.
void compare_writing(const Documents& before, const Documents& after, Findings& findings);

}  // namespace tidemark::contract
