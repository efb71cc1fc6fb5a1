#include "core/inventory/read.hpp"
#include "core/yaml/reader.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

std::size_t depth_of(const yaml::Node& node) {
  std::size_t deepest = 0;
  for (const yaml::Node& item : node.items) deepest = std::max(deepest, depth_of(item));
  for (const yaml::Member& member : node.members) {
    deepest = std::max(deepest, depth_of(member.value));
  }
  return deepest + 1;
}

}  // namespace

/// A YAML file, and the same text as a whole inventory.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  std::vector<Complaint> complaints;
  const auto root = yaml::read(text, "fuzz.yaml", complaints);
  fuzz::require(root.has_value() || !complaints.empty(), "what cannot be read is complained of");
  if (root) fuzz::require(depth_of(*root) <= yaml::Limits{}.depth + 1, "depth is limited");
  for (const Complaint& complaint : complaints) {
    fuzz::require(complaint.place.file == "fuzz.yaml" && !complaint.fact.empty(),
                  "a complaint has a place and a fact");
  }
  const inventory::Files files{[] { return std::vector<std::string>{"tidemark.yaml"}; },
                               [&](const std::string& path) -> std::optional<std::string> {
                                 if (path != "tidemark.yaml") return std::nullopt;
                                 return text;
                               }};
  const auto reading = inventory::read_inventory(files);
  if (!complaints.empty()) {
    fuzz::require(!reading.complaints.empty(), "an inventory of bad YAML is bad");
  }
  return 0;
}
