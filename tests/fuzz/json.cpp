#include "core/json/json.hpp"

#include "replay/compare/json_likeness.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

void hold_likeness(const json::Value& a, const json::Value& b, bool unordered) {
  compare::JsonRules rules;
  if (unordered) rules.unordered.emplace_back("");
  fuzz::succeeds([&] {
    const auto same = compare::JsonLikeness(rules).compare(a, a);
    fuzz::require(same.equal == same.total, "a document is like itself");
    const auto other = compare::JsonLikeness(rules).compare(a, b);
    fuzz::require(other.equal <= other.total, "no more leaves are equal than there are");
    fuzz::require((other.equal == other.total) == other.first_difference.empty(),
                  "a difference is named exactly when there is one");
    if (a == b) fuzz::require(other.equal == other.total, "equal documents are alike");
  });
}

}  // namespace

/// Two JSON texts, the second after the first newline: what is accepted keeps its value through
/// every form in which it is written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = fuzz::text_of(data, size);
  const auto first = fuzz::first_line(text);
  json::Value a, b;
  if (!fuzz::succeeds([&] { a = json::parse(first, "fuzz"); })) return 0;
  const std::string canonical = json::canonical(a);
  fuzz::require(json::canonical_text(first, "fuzz") == canonical, "both ways to canonical agree");
  json::Value again;
  fuzz::require(fuzz::succeeds([&] { again = json::parse(canonical, "fuzz"); }),
                "canonical text can be read");
  fuzz::require(again == a, "canonical text has the same value");
  fuzz::require(json::canonical(again) == canonical, "canonical is a fixed point");
  fuzz::require(fuzz::succeeds([&] { again = json::parse(json::dump_pretty(a), "fuzz"); }) &&
                    json::canonical(again) == canonical,
                "pretty text has the same value");
  if (!fuzz::succeeds([&] { b = json::parse(text, "fuzz"); })) return 0;
  fuzz::require((a == b) == (b == a), "equality is symmetric");
  hold_likeness(a, b, false);
  hold_likeness(a, b, true);
  return 0;
}
