#include "core/inventory/codeowners.hpp"

#include "tests/fuzz/kit.hpp"

/// A path and, after the first newline, a CODEOWNERS: whoever owns the path was written in the
/// text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  auto text = fuzz::text_of(data, size);
  const auto path = fuzz::first_line(text);
  for (const char* place : {"CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS"}) {
    const auto owner = inventory::CodeOwners(text, place).owner_of(path);
    if (!owner) continue;
    fuzz::require(text.find(owner->name) != std::string_view::npos, "an owner stands in the text");
    fuzz::require(owner->place.line > 0, "an owner has a line");
  }
  return 0;
}
