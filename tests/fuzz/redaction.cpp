#include "replay/harvest/redaction.hpp"

#include "core/text/code_points.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

const harvest::Redaction& redaction() {
  static const harvest::Redaction made({{{"customer", "C-\\d+", "fuzz"}},
                                        {"iban"},
                                        {{{"a", "*"}, "name"}},
                                        {{"VARIABLE", "hidden-value"}}});
  return made;
}

void parts(std::string_view text) {
  static const text::PrivateData finder;
  std::size_t before = 0;
  for (const text::PrivatePart& part : finder.parts_of(text)) {
    fuzz::require(before <= part.begin && part.begin < part.end && part.end <= text.size(),
                  "parts stand in order within the text");
    before = part.end;
  }
}

void values(std::string_view text) {
  json::Value value;
  if (!fuzz::succeeds([&] { value = json::parse(text, "fuzz"); })) return;
  harvest::CaseRedaction one(redaction(), text);
  const std::string made = json::canonical(one.redacted(value, ""));
  fuzz::require(text::is_utf8(made), "what is left is UTF-8");
  fuzz::require(fuzz::succeeds([&] { json::parse(made, "fuzz"); }), "what is left is JSON");
}

}  // namespace

/// A line of a log: any text, and any JSON document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  parts(text);
  values(text);
  return 0;
}
