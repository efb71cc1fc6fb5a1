#include "replay/pipeline/records_at.hpp"

#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

/// A record that is read while it comes.
template <typename Reader>
auto read_at(const change::World& world, const std::string& path, Reader& reader)
    -> std::optional<decltype(reader.finish())> {
  const auto take = [&](std::string_view piece) { reader.add(piece); };
  if (!each_piece_at(world, path, take)) return std::nullopt;
  return reader.finish();
}

}  // namespace

std::optional<GoldenSet> golden_at(const change::World& world, const std::string& path) {
  golden::GoldenReader reader(path);
  return read_at(world, path, reader);
}

std::optional<Baseline> baseline_at(const change::World& world, const std::string& path,
                                    const GoldenSet& golden) {
  golden::BaselineReader reader(path, golden);
  return read_at(world, path, reader);
}

}  // namespace tidemark::pipeline
