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

/// What leads into the network: `https://...`, `//host/...`, `urn:...`.
bool is_remote(std::string_view path);

/// Where a reference's path leads that stands in `file`, relative to the root; begins with ".." or
/// "/" when it leads outside.
std::string path_referred_to(const std::string& file, std::string_view path);

/// Every file that the references of a contract lead to, and those of these files, whether it is
/// there or not; sorted, unique, without the contract itself. What the network or a malformed file
/// would say is left out. What the reader throws as an Error counts as a file that is not there.
std::vector<std::string> files_referred_to(const std::string& file, const std::string& text,
                                           const FileReader& reader);

}  // namespace tidemark::contract
