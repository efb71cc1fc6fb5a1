#include "replay/pipeline/range.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/change/claims.hpp"
#include "core/git/links.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::pipeline {

namespace {

constexpr std::size_t moves_named = 3;

/// What moved, each once: "golden.changed of automation:a", "model:m version".
std::string in_words(const std::vector<Proposal>& proposals, const std::vector<Change>& moved) {
  std::vector<std::string> texts;
  const auto add = [&](const std::string& text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  };
  for (const Proposal& one : proposals) {
    add(one.automation.name.empty() ? one.rule : one.rule + " of " + to_string(one.automation));
  }
  if (texts.empty()) {
    for (const Change& one : moved) add(to_string(one.entity) + " " + one.what);
  }
  const std::size_t shown = std::min(texts.size(), moves_named);
  std::string text = fmt::format("{}", fmt::join(texts.begin(), texts.begin() + shown, ", "));
  if (shown < texts.size()) text += fmt::format(" and {} more", texts.size() - shown);
  return text;
}

/// The base judges. Where its judge has moved since the head left it, the head must take that in
/// first: an old revision may not choose an old judge.
void refuse_stale_judge(const Workspace& workspace, const Range& range, const std::string& tip) {
  if (tip == range.base) return;
  const change::World now = world_at(workspace, tip);
  auto moved = change::inventory_changes(range.before.inventory, now.inventory);
  std::erase_if(moved,
                [](const Change& change) { return change.change_class == ChangeClass::benign; });
  const auto proposals = change::proposals_between(range.before, now);
  if (moved.empty() && proposals.empty()) return;
  throw Error(Fault::configuration, range.base_name + " has moved on in what judges (" +
                                        in_words(proposals, moved) +
                                        "): merge it or rebase onto it first");
}

void refuse_outward(const std::string& path) {
  throw Error(Fault::security, text::printable(path) +
                                   ": a symbolic link that leads out of the repository, where "
                                   "nobody sees a change (put the file itself there)");
}

/// What a link that leads out of the repository brings in is watched by nobody. Elsewhere in the
/// repository they are others', as long as no runner's path leads through one.
void refuse_outward_links(const change::World& world, const Inventory& base) {
  const git::Links links(*world.files);
  for (const auto& [path, text] : links.texts()) {
    if (path.starts_with(world.folder) && !links.resolved(path)) refuse_outward(path);
  }
  if (links.empty()) return;
  for (const Inventory* inventory : {&base, &world.inventory}) {
    for (const Entity& entity : inventory->entities) {
      if (!entity.replay) continue;
      for (const std::string& path : change::paths_named(entity.replay->runner, world.folder)) {
        if (!links.resolved(path)) refuse_outward(path);
      }
    }
  }
}

enum class From { where_they_parted, base_itself };

Range range_from(const Workspace& workspace, const std::string& base,
                 const std::optional<std::string>& head, From from, Purpose purpose) {
  const git::Repository& repository = repository_of(workspace, "comparing two states");
  Range range;
  range.base_name = base;
  range.head = head ? repository.resolve(*head) : repository.head();
  range.base = repository.resolve(base);
  if (from == From::where_they_parted) {
    range.base = repository.merge_base(range.base, range.head);
  }
  const auto cache = purpose == Purpose::asking ? cache_of(workspace) : nullptr;
  const auto read_side = [&](std::size_t side) {
    if (side == 0) {
      range.before = world_at(workspace, range.base, purpose, cache.get());
    } else {
      range.after = head ? world_at(workspace, range.head, purpose, cache.get())
                         : world_now(workspace, cache.get());
    }
  };
  // What is wrong with the base is said first.
  if (head && cache) {
    // The second finds most of it with the first; each is read on all cores.
    for (const std::size_t side : {0, 1}) read_side(side);
  } else {
    on_all_cores(2, read_side);
  }
  range.dirty =
      !head && !git::difference(*repository.glance_at(range.head), *range.after.files).empty();
  return range;
}

/// Whether standard output or standard error is written there, as in `gate > gate.log`. No link is:
/// an automation could put one in the place of what was judged.
bool is_own_output(const std::filesystem::path& file) {
  struct stat its {
  }, ours{};
  if (::lstat(file.c_str(), &its) != 0 || its.st_nlink != 1) return false;
  return std::ranges::any_of(std::array{STDOUT_FILENO, STDERR_FILENO}, [&](int descriptor) {
    return ::fstat(descriptor, &ours) == 0 && ours.st_dev == its.st_dev &&
           ours.st_ino == its.st_ino;
  });
}

}  // namespace

Range range_of(const Workspace& workspace, const std::string& base,
               const std::optional<std::string>& head, Purpose purpose) {
  return range_from(workspace, base, head, From::where_they_parted, purpose);
}

Range exact_range(const Workspace& workspace, const std::string& base,
                  const std::optional<std::string>& head, Purpose purpose) {
  return range_from(workspace, base, head, From::base_itself, purpose);
}

Range runnable_range(const Workspace& workspace, const std::string& base,
                     const std::optional<std::string>& head) {
  if (head) {
    const git::Repository& repository = repository_of(workspace, "comparing two states");
    const std::string wanted = repository.resolve(*head);
    if (wanted != repository.head()) {
      throw Error(Fault::configuration, "--head " + *head +
                                            ": what is checked out is run, and that "
                                            "is another commit (git checkout " +
                                            *head + " first)");
    }
    if (!repository.is_clean()) {
      throw Error(Fault::configuration, "--head " + *head +
                                            ": the working tree has changes of its "
                                            "own (commit or stash them, or leave --head out)");
    }
  }
  Range range = range_of(workspace, base, head);
  refuse_stale_judge(workspace, range, workspace.repository->resolve(base));
  refuse_outward_links(range.after, range.before.inventory);
  return range;
}

void refuse_moved_files(const Workspace& workspace, const Range& range) {
  const auto now = workspace.repository->working_tree();
  for (const git::FileChange& file : git::difference(*range.after.files, *now)) {
    // What a run leaves behind is not what was judged; what it changes is.
    if (file.from.empty() || is_own_output(workspace.repository->root() / file.path)) continue;
    throw Error(Fault::security, file.path +
                                     ": changed while it was replayed, so nothing can be "
                                     "said about what is there now (let the automation "
                                     "write elsewhere)");
  }
}

}  // namespace tidemark::pipeline
