#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::contract {

/// Gives the content of a file below the root that a contract may refer into, or nothing. Paths
/// have no `..` and use '/'.
using FileReader = std::function<std::optional<std::string>(const std::string& path)>;

/// A reference's text in its two halves: what stands before the first '#', and what stands behind
/// it with its percent-escapes taken away.
struct ReferenceText {
  std::string path;
  std::string fragment;
};
ReferenceText reference_text(std::string_view text);

/// What leads into the network: `https://...`, `//host/...`, `urn:...`. RFC 3986, 4.2.
bool is_remote(std::string_view path);

/// Where a reference's path leads that stands in `file`, relative to the root; begins with ".." or
/// "/" when it leads outside.
std::string path_referred_to(const std::string& file, std::string_view path);
bool leads_outside(std::string_view target);

/// Paths below the root, sorted, unique, without `file` itself.
struct ReferredPaths {
  std::vector<std::string> sure;   ///< of references, there or not
  std::vector<std::string> maybe;  ///< of words that look like one: a file that is there is meant
};

/// What a contract's file refers to by itself. A file that cannot be read as one has only words.
/// Never throws an Error.
ReferredPaths referred_paths(const std::string& file, const std::string& text);

}  // namespace tidemark::contract
