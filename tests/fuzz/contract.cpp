#include <algorithm>
#include <filesystem>

#include "core/contract/contract.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

constexpr const char* files[] = {"fuzz.yaml", "fuzz.json", "fuzz.csv", "fuzz.jsonl"};

bool is_inside(const std::filesystem::path& path) {
  return path.is_relative() && std::find(path.begin(), path.end(), "..") == path.end();
}

contract::Source source(const char* file, std::string_view text) {
  return {file, std::string(text), [](const std::string& path) -> std::optional<std::string> {
            fuzz::require(is_inside(path), "no reference leads outside");
            return std::nullopt;
          }};
}

}  // namespace

/// Two states of a contract, with a line `-----` between them. The first byte says of what kind.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text_of(data, size);
  if (text.empty()) return 0;
  const char* file = files[static_cast<unsigned char>(text.front()) % std::size(files)];
  text.remove_prefix(1);
  const std::size_t middle = text.find("\n-----\n");
  const std::string_view before = text.substr(0, middle);
  const std::string_view after =
      middle == std::string_view::npos ? before : text.substr(middle + 7);
  fuzz::succeeds([&] {
    const auto found =
        contract::difference(source(file, before), source(file, after), {}, "2026-01-01");
    for (const Finding& finding : found.findings) {
      fuzz::require(!finding.rule.empty() && !finding.text.empty(), "a finding speaks");
      fuzz::require(finding.level != ChangeClass::unknown, "a finding has a level");
    }
    const auto again =
        contract::difference(source(file, before), source(file, after), {}, "2026-01-01");
    fuzz::require(again.findings == found.findings, "the same files have the same findings");
  });
  fuzz::succeeds([&] {
    const auto same =
        contract::difference(source(file, after), source(file, after), {}, "2026-01-01");
    fuzz::require(same.findings.empty(), "nothing differs from itself");
  });
  fuzz::succeeds([&] {
    const auto same = contract::same_through(source(file, after), source(file, after),
                                             {{"/a"}, {"/a/*/b"}, {"GET /a"}, {}});
    fuzz::require(!same.back(), "who names no parts sees every difference");
    contract::same_through(source(file, before), source(file, after), {{"/a"}, {"GET /a", "/b"}});
  });
  return 0;
}
