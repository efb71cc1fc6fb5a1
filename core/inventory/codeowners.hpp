#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/place.hpp"
#include "core/git/snapshot.hpp"
#include "core/model/inventory.hpp"
#include "core/text/glob.hpp"

namespace tidemark::inventory {

/// Owners by path, as a forge's CODEOWNERS file names them. Lines that the forge would not
/// understand own nothing.
class CodeOwners {
 public:
  /// GitHub: the last matching line decides, and one without owners means nobody. GitLab: the last
  /// matching line of each section decides, unless a `!` line of the section matches; sections that
  /// need an approval come before `^[optional]` ones.
  enum class Dialect { github, gitlab };

  /// `path` is the file's own; it tells the dialect where the text does not.
  CodeOwners(std::string_view text, const std::string& path);

  struct Owner {
    std::string name;  ///< the first that the line names
    Place place;       ///< of the line
  };
  /// `path` is relative to the repository's root.
  std::optional<Owner> owner_of(std::string_view path) const;

  Dialect dialect() const { return dialect_; }

 private:
  struct Line {
    std::string glob;                      ///< matches a whole path
    std::optional<text::GlobSet> ignored;  ///< of GitHub, instead: gitignore's dialect
    bool exclusion = false;
    std::string owner;  ///< "": nobody
    std::uint32_t number = 0;
  };
  struct Section {
    std::string name;
    bool optional = false;
    std::vector<Line> lines;
  };
  Section& section_called(const std::string& name, bool optional);
  void read_header(std::string_view line);
  void read_entry(std::string_view line, std::uint32_t number);
  static bool matches(const Line& line, std::string_view path);
  std::optional<Owner> owner_in(const Section& section, std::string_view path) const;

  std::string path_;
  Dialect dialect_ = Dialect::github;
  std::vector<Section> sections_;  ///< the first has no name
  std::size_t current_ = 0;        ///< section, while reading
  std::string default_owner_;      ///< of the section, while reading
};

/// The file of the first place where the forges look; as if it were empty when it cannot be read.
std::optional<CodeOwners> code_owners_in(const git::Snapshot& files);

/// Gives entities without a technical owner the one that CODEOWNERS names: of the first file they
/// claim that has one, else of the inventory's file that declares them. `folder` is where
/// tidemark.yaml lies in the snapshot. A CODEOWNERS that cannot be read names nobody.
void fill_owners(Inventory& inventory, const git::Snapshot& files, const std::string& folder);

}  // namespace tidemark::inventory
