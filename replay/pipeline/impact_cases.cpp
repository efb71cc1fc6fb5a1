#include "replay/pipeline/impact_cases.hpp"

#include <algorithm>

#include "replay/pipeline/callings.hpp"
#include "replay/pipeline/golden_outlines.hpp"

namespace tidemark::pipeline {
namespace {

/// Finds the base's files. Where nothing differs the later state is asked: of the working tree all
/// is in git's index, while each folder of a commit is an object to be read.
class FilesBefore {
 public:
  explicit FilesBefore(const Range& range)
      : before_(*range.before.files), after_(range.after.files.get()) {
    if (after_ != nullptr) changes_ = git::difference(before_, *after_);
  }

  const git::File* find(const std::string& path) const {
    const bool same = after_ != nullptr && !has_changed(path);
    return same ? after_->find(path) : before_.find(path);
  }

 private:
  bool has_changed(const std::string& path) const {
    return std::binary_search(changes_.begin(), changes_.end(),
                              git::FileChange{path, "", "", false},
                              [](const git::FileChange& one, const git::FileChange& other) {
                                return one.path < other.path;
                              });
  }

  const git::Snapshot& before_;
  const git::Snapshot* after_;  // null: there is one state only
  std::vector<git::FileChange> changes_;
};

class Count {
 public:
  Count(const Assessment& assessment, GoldenOutlines& outlines)
      : range_(assessment.range), before_(range_), callings_(assessment), outlines_(outlines) {}

  std::optional<CaseSelection> of(const Impact& impact) {
    const Entity* old = range_.before.inventory.find(impact.automation);
    const change::World& world = old != nullptr ? range_.before : range_.after;
    const Entity& entity = old != nullptr ? *old : *world.inventory.find(impact.automation);
    if (!entity.replay) return std::nullopt;
    const std::string& path = entity.replay->golden;
    const git::File* file =
        old != nullptr ? before_.find(world.folder + path) : world.files->find(world.folder + path);
    if (file == nullptr) return std::nullopt;
    const auto outline = outlines_.of(blob_of(world, *file), path,
                                      [&] { return text_at(world, path).value_or(""); });
    const auto called = callings_.of(impact.automation, &impact, outline.touched);
    const auto passed_by =
        static_cast<std::size_t>(std::count(called.begin(), called.end(), false));
    return CaseSelection{outline.cases - passed_by, outline.cases - passed_by, outline.cases, ""};
  }

 private:
  /// "" where the content may be another than the blob's.
  static std::string blob_of(const change::World& world, const git::File& file) {
    return file.symlink || file.submodule || world.files->converts() ? "" : file.blob;
  }

  const Range& range_;
  const FilesBefore before_;
  Callings callings_;
  GoldenOutlines& outlines_;
};

}  // namespace

std::vector<std::optional<CaseSelection>> cases_of_impacts(const Assessment& assessment,
                                                           inventory::Cache* cache) {
  GoldenOutlines outlines(cache);
  Count count(assessment, outlines);
  std::vector<std::optional<CaseSelection>> cases;
  cases.reserve(assessment.impacts.size());
  for (const Impact& impact : assessment.impacts) cases.push_back(count.of(impact));
  outlines.keep();
  return cases;
}

}  // namespace tidemark::pipeline
