#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/place.hpp"

namespace tidemark::yaml {

struct Member;

/// One value of a YAML file that knows where it was written. Scalars keep their text: whether `012`
/// is a version or a number is for the reader's caller to say.
struct Node {
  enum class Type { null, scalar, sequence, map };
  Type type = Type::null;
  std::string text;             ///< of a scalar, after unquoting and folding
  bool quoted = false;          ///< quoted or a block scalar, so never a number or a boolean
  Place place;                  ///< of an empty value: its key's
  std::vector<Node> items;      ///< of a sequence
  std::vector<Member> members;  ///< of a map, in their order, keys unique

  /// The value of `key`; null when absent or when this is no map.
  const Node* find(std::string_view key) const;
};

/// A key of a map, its place, and what it holds.
struct Member {
  std::string key;
  Place place;
  Node value;
};

/// What a file may cost before it is refused.
struct Limits {
  std::size_t bytes = std::size_t{4} << 20U;
  std::size_t depth = 64;
  std::size_t nodes = 200'000;
  /// Of text that yields no value: one scalar, one `[...]` or `{...}`, one comment. The scanner
  /// holds that much in memory.
  std::size_t stretch = std::size_t{256} << 10U;
  /// Whether anchors and aliases are taken, for files that others write. Every alias costs the
  /// values that it stands for, so none makes much of little.
  bool aliases = false;
};

/// Reads one YAML document, strictly: aliases and anchors (unless taken), tags, `<<`, duplicate
/// keys, keys that are not text, further documents, invisible characters and whatever is over a
/// limit are complaints, appended with their place in `file` (columns count bytes). Nothing when
/// the rest of the text could not be read; otherwise what was understood, which is all of it when
/// no complaint was appended.
std::optional<Node> read(std::string_view text, const FileName& file,
                         std::vector<Complaint>& complaints, const Limits& limits = {});

}  // namespace tidemark::yaml
