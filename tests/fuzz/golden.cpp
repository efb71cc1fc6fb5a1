#include "replay/golden/golden_set.hpp"

#include <set>

#include "replay/golden/acceptances.hpp"
#include "replay/golden/baseline.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

void golden_set(std::string_view text) {
  GoldenSet set;
  if (!fuzz::succeeds([&] { set = golden::read_golden_set(text, "fuzz.jsonl"); })) return;
  std::set<std::string> ids;
  for (const GoldenCase& one : set.cases) {
    fuzz::require(!one.id.empty() && ids.insert(one.id).second, "ids are unique");
    fuzz::require(one.input_hash.size() == 64, "every input has its hash");
    fuzz::require(set.find(one.id) != nullptr, "a case is found by its id");
  }
}

void baseline(std::string_view text) {
  Baseline read;
  if (!fuzz::succeeds([&] { read = golden::read_baseline(text, "fuzz.jsonl"); })) return;
  const std::string written = golden::write_baseline(read);
  Baseline again;
  fuzz::require(fuzz::succeeds([&] { again = golden::read_baseline(written, "fuzz.jsonl"); }),
                "what was written can be read");
  fuzz::require(golden::write_baseline(again) == written, "writing is a fixed point");
}

void acceptances(std::string_view text) {
  std::vector<Acceptance> records;
  if (!fuzz::succeeds([&] { records = golden::read_acceptances(text, "fuzz.jsonl"); })) return;
  const std::string written = golden::write_acceptances(records);
  std::vector<Acceptance> again;
  fuzz::require(fuzz::succeeds([&] { again = golden::read_acceptances(written, "fuzz.jsonl"); }),
                "what was written can be read");
  fuzz::require(golden::write_acceptances(again) == written, "writing is a fixed point");
}

}  // namespace

/// A golden set, a baseline, acceptances and approvals from a proposal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  golden_set(text);
  baseline(text);
  acceptances(text);
  fuzz::succeeds([&] { golden::read_approvals(text, "fuzz.jsonl"); });
  return 0;
}
