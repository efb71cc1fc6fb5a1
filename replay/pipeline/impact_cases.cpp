#include "replay/pipeline/impact_cases.hpp"

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "replay/pipeline/callings.hpp"
#include "replay/pipeline/golden_outlines.hpp"

namespace tidemark::pipeline {
namespace {

/// An impact's automation, in the state that is asked for its golden set.
struct Asked {
  const Impact* impact = nullptr;
  const Entity* entity = nullptr;
  const change::World* world = nullptr;
  const git::Snapshot* place = nullptr;  ///< where the golden set is looked up; null: there is none
  std::string path{};                    ///< of the golden set, there
  const git::File* golden = nullptr;     ///< null: none to be read
};

/// Which snapshot is asked for a path. Where nothing differs the later state is asked: of the
/// working tree all is in git's index, while each folder of a commit is an object to be read.
const git::Snapshot& place_of(const Assessment& assessment, const change::World& world,
                              const std::string& path) {
  const auto by_path = [](const git::FileChange& one, const git::FileChange& other) {
    return one.path < other.path;
  };
  const git::Snapshot* after = assessment.range.after.files.get();  // null: there is one state only
  const bool has_changed = std::binary_search(assessment.files.begin(), assessment.files.end(),
                                              git::FileChange{path, "", "", false}, by_path);
  return after != nullptr && !has_changed ? *after : *world.files;
}

Asked asked_by(const Assessment& assessment, const Impact& impact) {
  const Range& range = assessment.range;
  Asked asked{&impact, range.before.inventory.find(impact.automation), &range.before};
  if (asked.entity == nullptr) {
    asked.entity = range.after.inventory.find(impact.automation);
    asked.world = &range.after;
  }
  if (!asked.entity->replay) return asked;
  asked.path = asked.world->folder + asked.entity->replay->golden;
  asked.place = &place_of(assessment, *asked.world, asked.path);
  return asked;
}

/// Looks up all golden sets, those of one snapshot at once.
void find_golden(std::vector<Asked>& all) {
  struct Wanted {
    std::vector<std::string> paths;
    std::vector<Asked*> by;
  };
  std::map<const git::Snapshot*, Wanted> wanted;
  for (Asked& asked : all) {
    if (asked.place == nullptr) continue;
    Wanted& here = wanted[asked.place];
    here.paths.push_back(std::move(asked.path));
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

CaseSelection selection_of(const Asked& asked, const std::string& blob, Callings& callings,
                           GoldenOutlines& outlines) {
  const std::string& path = asked.entity->replay->golden;
  const auto outline =
      outlines.of(blob, path, [&] { return text_at(*asked.world, path).value_or(""); });
  const auto called = callings.of(asked.impact->automation, asked.impact, outline.touched);
  const auto passed_by = static_cast<std::size_t>(std::count(called.begin(), called.end(), false));
  return {outline.cases - passed_by, outline.cases - passed_by, outline.cases, ""};
}

/// Where nobody can read the base's golden set the head's own is used, as a gate does.
CaseSelection selection_by_readable(const Assessment& assessment, const Asked& asked,
                                    Callings& callings, GoldenOutlines& outlines) {
  const change::World& after = assessment.range.after;
  try {
    return selection_of(asked, blob_of(asked), callings, outlines);
  } catch (const Error& error) {
    const Entity* entity = after.inventory.find(asked.impact->automation);
    const bool has_own = asked.world == &assessment.range.before && entity != nullptr &&
                         entity->replay && text_at(after, entity->replay->golden);
    if (!has_own || error.fault() != Fault::configuration) throw;
    return selection_of({asked.impact, entity, &after}, "", callings, outlines);
  }
}

}  // namespace

std::vector<std::optional<CaseSelection>> cases_of_impacts(const Assessment& assessment,
                                                           inventory::Cache* cache) {
  constexpr std::size_t in_a_part = 256;  // impacts that one core takes at a time
  std::vector<Asked> all(assessment.impacts.size());
  std::optional<GoldenOutlines> outlines;
  on_all_cores(2, [&](std::size_t part) {
    if (part == 0) {
      in_parts_on_all_cores(all.size(), in_a_part, [&](std::size_t i) {
        all[i] = asked_by(assessment, assessment.impacts[i]);
      });
      find_golden(all);
    } else {
      outlines.emplace(cache);
    }
  });
  Callings callings(assessment);
  std::vector<std::optional<CaseSelection>> cases(all.size());
  in_parts_on_all_cores(all.size(), in_a_part, [&](std::size_t i) {
    if (all[i].golden == nullptr) return;
    cases[i] = selection_by_readable(assessment, all[i], callings, *outlines);
  });
  outlines->keep();
  return cases;
}

}  // namespace tidemark::pipeline
