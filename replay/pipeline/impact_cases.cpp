#include "replay/pipeline/impact_cases.hpp"

#include <algorithm>
#include <map>

#include "core/base/parallel.hpp"
#include "replay/pipeline/callings.hpp"
#include "replay/pipeline/golden_outlines.hpp"

namespace tidemark::pipeline {
namespace {

/// An impact's automation, in the state that is asked for its golden set.
struct Asked {
  const Impact* impact;
  const Entity* entity;
  const change::World* world;
  const git::File* golden = nullptr;  ///< null: none to be read
};

Asked asked_by(const Range& range, const Impact& impact) {
  const Entity* old = range.before.inventory.find(impact.automation);
  if (old != nullptr) return {&impact, old, &range.before};
  return {&impact, range.after.inventory.find(impact.automation), &range.after};
}

/// Which snapshot is asked for a path. Where nothing differs the later state is asked: of the
/// working tree all is in git's index, while each folder of a commit is an object to be read.
class Places {
 public:
  explicit Places(const Range& range) : after_(range.after.files.get()) {
    if (after_ != nullptr) changes_ = git::difference(*range.before.files, *after_);
  }

  const git::Snapshot& of(const change::World& world, const std::string& path) const {
    return after_ != nullptr && !has_changed(path) ? *after_ : *world.files;
  }

 private:
  bool has_changed(const std::string& path) const {
    return std::binary_search(changes_.begin(), changes_.end(),
                              git::FileChange{path, "", "", false},
                              [](const git::FileChange& one, const git::FileChange& other) {
                                return one.path < other.path;
                              });
  }

  const git::Snapshot* after_;  // null: there is one state only
  std::vector<git::FileChange> changes_;
};

/// Looks up all golden sets, those of one snapshot at once.
void find_golden(const Range& range, std::vector<Asked>& all) {
  const Places places(range);
  struct Wanted {
    std::vector<std::string> paths;
    std::vector<Asked*> by;
  };
  std::map<const git::Snapshot*, Wanted> wanted;
  for (Asked& asked : all) {
    if (!asked.entity->replay) continue;
    std::string path = asked.world->folder + asked.entity->replay->golden;
    Wanted& here = wanted[&places.of(*asked.world, path)];
    here.paths.push_back(std::move(path));
    here.by.push_back(&asked);
  }
  for (const auto& [snapshot, here] : wanted) {
    const auto files = snapshot->find_all(here.paths);
    for (std::size_t i = 0; i < files.size(); ++i) here.by[i]->golden = files[i];
  }
}

/// "" where the content may be another than the blob's.
std::string blob_of(const Asked& asked) {
  const git::File& file = *asked.golden;
  return file.symlink || file.submodule || asked.world->files->converts() ? "" : file.blob;
}

CaseSelection selection_of(const Asked& asked, Callings& callings, GoldenOutlines& outlines) {
  const std::string& path = asked.entity->replay->golden;
  const auto outline =
      outlines.of(blob_of(asked), path, [&] { return text_at(*asked.world, path).value_or(""); });
  const auto called = callings.of(asked.impact->automation, asked.impact, outline.touched);
  const auto passed_by = static_cast<std::size_t>(std::count(called.begin(), called.end(), false));
  return {outline.cases - passed_by, outline.cases - passed_by, outline.cases, ""};
}

}  // namespace

std::vector<std::optional<CaseSelection>> cases_of_impacts(const Assessment& assessment,
                                                           inventory::Cache* cache) {
  constexpr std::size_t in_a_part = 256;  // impacts that one core takes at a time
  std::vector<Asked> all;
  all.reserve(assessment.impacts.size());
  for (const Impact& impact : assessment.impacts) all.push_back(asked_by(assessment.range, impact));
  std::optional<GoldenOutlines> outlines;
  on_all_cores(2, [&](std::size_t part) {
    if (part == 0) {
      find_golden(assessment.range, all);
    } else {
      outlines.emplace(cache);
    }
  });
  Callings callings(assessment);
  std::vector<std::optional<CaseSelection>> cases(all.size());
  in_parts_on_all_cores(all.size(), in_a_part, [&](std::size_t i) {
    if (all[i].golden != nullptr) cases[i] = selection_of(all[i], callings, *outlines);
  });
  outlines->keep();
  return cases;
}

}  // namespace tidemark::pipeline
