#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "replay/pipeline/contracts.hpp"

namespace tidemark::pipeline {

/// How much is compared in one go; what is beyond that stays of unknown class.
struct ContractLimits {
  std::size_t files = 256;
  std::size_t bytes = std::size_t{64} << 20U;
  std::uint64_t steps = 120'000'000;
};

/// Compares the contracts of one range, one after the other, within limits that hold for all.
class ContractFiles {
 public:
  ContractFiles(const Range& range, std::string today) : range_(range), today_(std::move(today)) {}

  /// The two states of one file of an entity. Throws Error where the head made it malformed.
  ComparedContract compare(const EntityId& entity, const std::string& path);
  /// Which files the last compared one was read with beside itself.
  const std::set<std::string>& read() const { return *read_; }

 private:
  contract::Source source_of(const change::World& world, const std::string& path,
                             std::string text) const;
  std::string kind_before(const contract::Source& source, std::string& why) const;
  void compare_kinds(ComparedContract& contract, const EntityId& entity);
  void take_difference(ComparedContract& contract, const EntityId& entity);
  /// Whether there is no room for one more; then says so.
  bool is_full(ComparedContract& contract) const;

  const Range& range_;
  const std::string today_;
  const ContractLimits limits_;
  std::size_t files_ = 0, bytes_ = 0;
  std::uint64_t steps_ = 0;
  std::shared_ptr<std::set<std::string>> read_;
};

}  // namespace tidemark::pipeline
