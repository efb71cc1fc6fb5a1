// bench_load FOLDER ROUNDS: what it costs to have the inventory of a workspace, next to the limits:
// reading its files, and yaml-cpp's own events on the same bytes and threads.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "core/base/file.hpp"
#include "core/base/heap.hpp"
#include "core/base/parallel.hpp"
#include "replay/pipeline/workspace.hpp"
#include "tests/bench/in_turn.hpp"

namespace {

using namespace tidemark;

constexpr std::size_t limit = 1UL << 30U;

struct Nothing : YAML::EventHandler {
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

void parse(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Nothing nothing;
  while (parser.HandleNextDocument(nothing)) {
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  take_large_steps();  // as the program does, for all alike
  const auto workspace = pipeline::find_workspace(argv[1]);
  const auto sources = pipeline::world_now(workspace).inventory.sources;
  const auto text = [&](std::size_t i) { return read_file(workspace.root / sources[i], limit); };
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) bytes += text(i).size();
  std::printf("%zu files, %.1f MB\n", sources.size(), static_cast<double>(bytes) / 1e6);
  std::vector<bench::Runner> runners = {
      {"read and parse by yaml-cpp, events only",
       [&] { on_all_cores(sources.size(), [&](std::size_t i) { parse(text(i)); }); }},
      {"read only", [&] { on_all_cores(sources.size(), [&](std::size_t i) { text(i); }); }},
      {"inventory, cold: look at the disk and read", [&] { pipeline::world_now(workspace); }},
      {"inventory, warm: look at the disk, nothing changed",
       [&] { pipeline::world_now(workspace, pipeline::Purpose::asking); }},
  };
  bench::run_in_turn("load", runners, std::atoi(argv[2]));
}
