#include "replay/pipeline/contract_files.hpp"

#include "core/base/error.hpp"
#include "replay/pipeline/failures.hpp"

namespace tidemark::pipeline {
namespace {

constexpr const char* another_kind = "it is no contract that is known here";

/// Nothing when there is no such file; why not when it has no text of its own.
std::optional<std::string> text_of(const change::World& world, const std::string& path,
                                   std::string& why) {
  try {
    return world.files->read(path, contract::largest_document);
  } catch (const Error& error) {
    why = one_line(error.what());
    return std::nullopt;
  }
}

[[noreturn]] void refuse_head(const EntityId& entity, const Error& error) {
  throw Error(error.fault(), to_string(entity) + ", as the head has it: " + error.what());
}

}  // namespace

contract::Source ContractFiles::source_of(const change::World& world, const std::string& path,
                                          std::string text) const {
  return {path, std::move(text), [files = world.files, read = read_](const std::string& name) {
            read->insert(name);
            return files->read(name, contract::largest_document);
          }};
}

bool ContractFiles::is_full(ComparedContract& contract) const {
  if (files_ <= limits_.files && bytes_ <= limits_.bytes && steps_ <= limits_.steps) return false;
  contract.change.not_compared = "more of contracts changed than is compared in one go";
  return true;
}

std::string ContractFiles::kind_before(const contract::Source& source, std::string& why) const {
  try {
    const std::string kind = contract::kind_named(source);
    if (kind.empty()) why = another_kind;
    return kind;
  } catch (const Error& error) {
    why = "the base's state is malformed: " + one_line(error.what());
    return "";
  }
}

void ContractFiles::take_difference(ComparedContract& contract, const EntityId& entity) {
  try {
    auto difference = contract::difference(contract.before, contract.after, {}, today_);
    steps_ += difference.steps;
    contract.change.kind = difference.kind;
    contract.change.findings = std::move(difference.findings);
  } catch (const Error& error) {
    // Only what the head made so is the head's fault.
    try {
      contract::difference(contract.before, contract.before, {}, today_);
    } catch (const Error&) {
      contract.change.not_compared = one_line(error.what());
      return;
    }
    refuse_head(entity, error);
  }
}

void ContractFiles::compare_kinds(ComparedContract& contract, const EntityId& entity) {
  const std::string before = kind_before(contract.before, contract.change.not_compared);
  if (before.empty()) return;
  std::string after;
  try {
    after = contract::kind_named(contract.after);
  } catch (const Error& error) {
    refuse_head(entity, error);
  }
  if (before == after) return take_difference(contract, entity);
  contract.change.not_compared =
      "it was " + before + " and is " + (after.empty() ? "no contract that is known here" : after);
}

ComparedContract ContractFiles::compare(const EntityId& entity, const std::string& path) {
  read_ = std::make_shared<std::set<std::string>>();
  ComparedContract contract;
  ContractChange& change = contract.change;
  change.before = change.after = path;
  change.reach.contract = entity;
  auto before = text_of(range_.before, path, change.not_compared);
  auto after = text_of(range_.after, path, change.not_compared);
  if (!change.not_compared.empty()) return contract;
  if (!before || !after) {
    change.not_compared = before ? "it was removed" : "it is new";
    return contract;
  }
  ++files_;
  bytes_ += before->size() + after->size();
  if (is_full(contract)) return contract;
  contract.before = source_of(range_.before, path, std::move(*before));
  contract.after = source_of(range_.after, path, std::move(*after));
  compare_kinds(contract, entity);
  return contract;
}

}  // namespace tidemark::pipeline
