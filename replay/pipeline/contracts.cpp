#include "replay/pipeline/contracts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/clock.hpp"
#include "core/text/glob.hpp"
#include "replay/pipeline/contract_files.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t most_files_of_one = 16;

bool is_file_of_schema(const Change& change) {
  return change.entity.kind == Kind::schema && change.source == ChangeSource::file;
}

/// Changed files by the `schema` entity that claims them.
std::map<EntityId, std::vector<std::string>> changed_files(const ChangeSet& changes) {
  std::map<EntityId, std::vector<std::string>> files;
  for (const Change& change : changes.changes) {
    if (is_file_of_schema(change)) files[change.entity].push_back(change.what);
  }
  return files;
}

/// Files of both states that the entity claims, beside those that changed.
std::vector<std::string> other_files(const Range& range, const Entity& entity,
                                     const std::vector<std::string>& changed) {
  const text::GlobSet claimed(entity.files, range.after.folder);
  std::vector<std::string> paths;
  for (const git::File& file : range.after.files->files()) {
    const bool is_changed = std::find(changed.begin(), changed.end(), file.path) != changed.end();
    if (!is_changed && claimed.matches(file.path)) paths.push_back(file.path);
  }
  return paths;
}

/// The contracts of one entity that changed.
class OfOneEntity {
 public:
  OfOneEntity(const Range& range, ContractFiles& files, const EntityId& id,
              std::vector<std::string> changed)
      : range_(range), files_(files), id_(id), changed_(std::move(changed)) {}

  std::vector<ComparedContract> all() && {
    for (const std::string& path : changed_) compare(path, true);
    look_into_others();
    // What another one reads is compared there; alone it is often nothing, or not the entity's.
    std::erase_if(found_, [&](const ComparedContract& one) {
      const std::string& path = one.change.before;
      return is_read(path) && (one.change.kind.empty() || !is_claimed(path));
    });
    for (ComparedContract& one : found_) one.is_whole = is_whole_;
    return std::move(found_);
  }

 private:
  void compare(const std::string& path, bool has_changed) {
    ComparedContract one = files_.compare(id_, path);
    const bool reads_changed =
        std::any_of(changed_.begin(), changed_.end(),
                    [&](const std::string& name) { return files_.read().count(name) != 0; });
    if (!has_changed && !reads_changed) return;
    if (!one.change.kind.empty()) read_.insert(files_.read().begin(), files_.read().end());
    found_.push_back(std::move(one));
  }

  /// A changed file may be a part of another one that did not change itself.
  void look_into_others() {
    const Entity* entity = range_.after.inventory.find(id_);
    const auto others =
        entity == nullptr ? std::vector<std::string>{} : other_files(range_, *entity, changed_);
    if (entity == nullptr || others.size() > most_files_of_one) return;
    for (const std::string& path : others) compare(path, false);
    is_whole_ = std::all_of(found_.begin(), found_.end(), [&](const ComparedContract& one) {
      return !one.change.kind.empty() || is_read(one.change.before);
    });
  }

  bool is_read(const std::string& path) const { return read_.count(path) != 0; }
  bool is_claimed(const std::string& path) const {
    const Entity* entity = range_.after.inventory.find(id_);
    return entity != nullptr && text::GlobSet(entity->files, range_.after.folder).matches(path);
  }

  const Range& range_;
  ContractFiles& files_;
  const EntityId& id_;
  const std::vector<std::string> changed_;
  std::vector<ComparedContract> found_;
  std::set<std::string> read_;
  bool is_whole_ = false;
};

ChangeClass class_of(const ContractChange& change) {
  if (change.not_compared == "it was removed") return ChangeClass::breaking;
  if (change.kind.empty() || change.findings.empty()) return ChangeClass::unknown;
  return worst_of(change.findings);
}

/// Of the file's own contract, else of the worst that the entity has, which may hold the file.
void classify(ChangeSet& changes, const EntityId& id, const std::vector<ComparedContract>& all) {
  ChangeClass worst = ChangeClass::benign;
  for (const ComparedContract& one : all) worst = worse(worst, class_of(one.change));
  for (Change& change : changes.changes) {
    if (change.entity != id || !is_file_of_schema(change)) continue;
    change.change_class = all.empty() ? ChangeClass::unknown : worst;
    for (const ComparedContract& one : all) {
      if (one.change.before == change.what) change.change_class = class_of(one.change);
    }
  }
}

ChangeClass class_for(const ComparedContract& contract, const EntityId& automation) {
  const auto& impacts = contract.change.reach.impacts;
  const auto found = std::find_if(impacts.begin(), impacts.end(), [&](const ContractImpact& one) {
    return one.automation == automation;
  });
  if (found != impacts.end()) return found->level;
  const ChangeClass all = class_of(contract.change);
  return all == ChangeClass::benign || contract.change.kind.empty() ? all : ChangeClass::unknown;
}

}  // namespace

std::vector<bool> see_nothing(const ComparedContract& contract,
                              const std::vector<std::vector<std::string>>& uses) {
  std::vector<bool> nothing(uses.size(), false);
  if (contract.change.kind.empty()) return nothing;
  const auto same = contract::same_through(contract.before, contract.after, uses);
  for (std::size_t i = 0; i < uses.size(); ++i) {
    nothing[i] = same[i] && contract::reaching(contract.change.findings, uses[i]).empty();
  }
  return nothing;
}

ComparedContract supposed_contract(const EntityId& entity, contract::Source before,
                                   contract::Source after, contract::Difference difference) {
  ComparedContract contract;
  contract.change.kind = std::move(difference.kind);
  contract.change.findings = std::move(difference.findings);
  contract.change.reach.contract = entity;
  contract.before = std::move(before);
  contract.after = std::move(after);
  return contract;
}

Change supposed_change(const ComparedContract& contract) {
  Change change;
  change.entity = contract.change.reach.contract;
  change.source = ChangeSource::named;
  change.what = supposed_of_contract;
  change.from = contract.change.before;
  change.to = contract.change.after;
  change.change_class = class_of(contract.change);
  return change;
}

void classify_impacts(const std::vector<ComparedContract>& contracts,
                      std::vector<Impact>& impacts) {
  std::multimap<EntityId, const ComparedContract*> by_entity;
  for (const ComparedContract& one : contracts) {
    if (one.is_whole) by_entity.emplace(one.change.reach.contract, &one);
  }
  for (Impact& impact : impacts) {
    if (impact.path.empty()) continue;
    const auto [first, last] = by_entity.equal_range(impact.path.front());
    if (first == last) continue;
    impact.change_class = ChangeClass::benign;
    for (auto one = first; one != last; ++one) {
      impact.change_class = worse(impact.change_class, class_for(*one->second, impact.automation));
    }
  }
}

std::vector<ComparedContract> contracts_between(const Range& range, ChangeSet& changes) {
  std::vector<ComparedContract> contracts;
  ContractFiles files(range, utc_now().substr(0, 10));
  for (const auto& [id, paths] : changed_files(changes)) {
    auto found = OfOneEntity(range, files, id, paths).all();
    classify(changes, id, found);
    for (ComparedContract& one : found) contracts.push_back(std::move(one));
  }
  return contracts;
}

}  // namespace tidemark::pipeline
