#pragma once

#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/change/references.hpp"
#include "core/git/links.hpp"
#include "core/text/glob.hpp"

namespace tidemark::change {

/// The files of one state that belong to its entities, as far as the state can tell: what they
/// claim, what their runners name, what their contracts refer to, what lies in a named folder, and
/// where links among all that lead. The world must stay. One thread.
class Belongings {
 public:
  explicit Belongings(const World& world);

  /// Sorted by path, unique.
  std::vector<const git::File*> of(const Entity& entity) const;

 private:
  bool has(const git::File& file, const text::GlobSet& claimed, const Entity& entity,
           const std::vector<std::string>& roots) const;
  void add_led_to(const text::GlobSet& claimed, const Entity& entity,
                  std::vector<std::string>& roots) const;

  const World& world_;
  const git::Links links_;
  mutable References references_;  ///< reads what it is asked for
  const text::GlobSet ignored_;
};

}  // namespace tidemark::change
