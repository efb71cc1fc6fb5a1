#include "replay/golden/steady_case.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/json/json.hpp"
#include "replay/golden/golden_set.hpp"

namespace tidemark::golden {
namespace {

/// Takes `prefix` from the start of `text`, where it is.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// What stands before the next quote, which is taken, too.
std::string_view take_to_quote(std::string_view& text) {
  const std::string_view taken = text.substr(0, text.find('"'));
  text.remove_prefix(std::min(text.size(), taken.size() + 1));
  return taken;
}

/// How a line ends each of whose runs gave the reference.
std::string all_as_reference(int runs) {
  std::string end = ",\"controls\":[0";
  for (int run = 1; run < runs; ++run) end += ",0";
  return end + "]}";
}

bool is_canonical(std::string_view text) {
  try {
    return json::canonical_text(text, "") == text;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::optional<BaselineCase> steady_case(std::string_view line, int runs, const GoldenSet& golden,
                                        SharedTexts& texts) {
  if (!take_prefix(line, "{\"id\":\"")) return std::nullopt;
  const std::string id(take_to_quote(line));
  if (!can_name_case(id) || !take_prefix(line, ",\"input_hash\":\"")) return std::nullopt;
  const std::string_view input_hash = take_to_quote(line);
  if (!is_sha256(input_hash) || !take_prefix(line, ",\"reference\":")) return std::nullopt;
  const std::string end = all_as_reference(runs);
  if (!line.ends_with(end)) return std::nullopt;
  const std::string_view output = line.substr(0, line.size() - end.size());
  const GoldenCase* known = golden.find(id);
  const bool as_expected = known != nullptr && known->expect && *known->expect == output;
  if (!as_expected && !is_canonical(output)) return std::nullopt;
  const SharedText text = as_expected ? *known->expect : texts.of(std::string(output));
  return BaselineCase{id, std::string(input_hash), text,
                      std::vector<SharedText>(static_cast<std::size_t>(runs), text)};
}

}  // namespace tidemark::golden
