#include "replay/cli/past_state.hpp"

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/git/moments.hpp"
#include "core/text/code_points.hpp"
#include "replay/pipeline/moved_workspace.hpp"

namespace tidemark::cli {
namespace {

[[noreturn]] void refuse(const std::string& word, const std::string& fact) {
  throw Error(Fault::configuration, text::printable(word) + fact);
}

/// Nobody names a revision so, unless a branch or tag is called like a day.
bool begins_like_a_date(const std::string& word) {
  const std::string shape = "dddd-dd-dd";
  if (word.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_digit = word[i] >= '0' && word[i] <= '9';
    if (shape[i] == 'd' ? !is_digit : word[i] != '-') return false;
  }
  return true;
}

git::Moment moment_named(const std::string& word) {
  const auto moment = parse_utc(word);
  if (!moment) {
    refuse(word, " is not how a date is written (2026-10-01 or 2026-10-01T09:30:00Z, in UTC)");
  }
  if (*moment > std::chrono::system_clock::now()) {
    refuse(word, " is to come: what will be in force then is not known");
  }
  return *moment;
}

bool has_root(const change::World& world) {
  return world.files->find(world.folder + "tidemark.yaml") != nullptr;
}

/// The workspace may have been in another folder then.
void take_moved(const pipeline::Workspace& workspace, PastState& state) {
  pipeline::Workspace then = workspace;
  then.folder = pipeline::folder_at(workspace, state.commit);
  if (then.folder == workspace.folder) return;
  state.world = pipeline::world_at(then, state.commit, pipeline::Purpose::asking);
}

}  // namespace

std::string commit_named(const pipeline::Workspace& workspace, const std::string& word) {
  const git::Repository& repository = repository_of(workspace, "a revision or a date");
  if (!begins_like_a_date(word)) return repository.resolve(word);
  if (!git::is_reference_name(repository, word)) {
    return git::commit_in_force(repository, moment_named(word));
  }
  if (!parse_utc(word)) return repository.resolve(word);
  refuse(word,
         " may be the date or the branch or tag of that name (write refs/heads/NAME or "
         "refs/tags/NAME, or a time such as " +
             word.substr(0, 10) + "T00:00:00Z)");
}

PastState past_state(const pipeline::Workspace& workspace, const std::string& word) {
  PastState state;
  state.commit = commit_named(workspace, word);
  state.by_date = begins_like_a_date(word);
  state.time = utc_text(git::commit_facts(*workspace.repository, state.commit).time);
  state.world = pipeline::world_at(workspace, state.commit, pipeline::Purpose::asking);
  const std::string root = workspace.folder + "tidemark.yaml";
  if (!has_root(state.world)) take_moved(workspace, state);
  if (!has_root(state.world)) {
    refuse(word, ": " + name_of(state) + " has no " + root + ", so there was no inventory");
  }
  return state;
}

std::string name_of(const PastState& state) {
  return "commit " + state.commit.substr(0, 8) + " of " + state.time;
}

}  // namespace tidemark::cli
