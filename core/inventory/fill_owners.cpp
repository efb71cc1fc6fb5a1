#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/inventory/codeowners.hpp"
#include "core/text/glob.hpp"

namespace tidemark::inventory {
namespace {

constexpr std::size_t largest_codeowners = std::size_t{3} << 20U;  // as on GitHub
constexpr std::ptrdiff_t most_lines = 20'000;  // each is held against each entity's path

/// Nothing when it is not there, and as if it were empty when it cannot be read.
std::optional<std::string> text_at(const git::Snapshot& files, const std::string& path) {
  try {
    auto text = files.read(path, largest_codeowners);
    if (text && std::count(text->begin(), text->end(), '\n') > most_lines) text = "";
    return text;
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
    return "";  // a link, or too large
  }
}

/// Looks owners up for entities that name none.
class Search {
 public:
  Search(const CodeOwners& owners, const git::Snapshot& files, const std::string& folder)
      : owners_(owners), files_(files), folder_(folder) {}

  std::optional<CodeOwners::Owner> owner_of(const Entity& entity) const {
    if (auto owner = owner_of_files(entity)) return owner;
    return owner_of_inventory(entity.place.file);
  }

 private:
  std::optional<CodeOwners::Owner> owner_of_files(const Entity& entity) const {
    const text::GlobSet claimed(entity.files, folder_);
    for (const std::string& glob : entity.files) {
      if (glob.starts_with('!')) continue;
      if (auto owner = owner_below(text::literal_folder(glob, folder_), claimed)) return owner;
    }
    return std::nullopt;
  }

  std::optional<CodeOwners::Owner> owner_below(const std::string& start,
                                               const text::GlobSet& claimed) const {
    const auto& files = files_.files();
    auto file =
        std::lower_bound(files.begin(), files.end(), start,
                         [](const git::File& a, const std::string& b) { return a.path < b; });
    for (; file != files.end() && file->path.starts_with(start); ++file) {
      if (!claimed.matches(file->path)) continue;
      if (auto owner = owners_.owner_of(file->path)) return owner;
    }
    return std::nullopt;
  }

  std::optional<CodeOwners::Owner> owner_of_inventory(const std::string& file) const {
    const auto [found, is_new] = by_file_.try_emplace(file);
    if (is_new) found->second = owners_.owner_of(folder_ + file);
    return found->second;
  }

  mutable std::map<std::string, std::optional<CodeOwners::Owner>> by_file_;
  const CodeOwners& owners_;
  const git::Snapshot& files_;
  const std::string& folder_;
};

bool needs_owner(const Entity& entity) { return entity.owners.technical.empty(); }

}  // namespace

std::optional<CodeOwners> code_owners_in(const git::Snapshot& files) {
  for (const char* path :
       {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}) {
    if (const auto text = text_at(files, path)) return CodeOwners(*text, path);
  }
  return std::nullopt;
}

void fill_owners(Inventory& inventory, const git::Snapshot& files, const std::string& folder) {
  auto& entities = inventory.entities;
  if (std::none_of(entities.begin(), entities.end(), needs_owner)) return;
  const auto owners = code_owners_in(files);
  if (!owners) return;
  const Search search(*owners, files, folder);
  for (Entity& entity : entities) {
    if (!needs_owner(entity)) continue;
    auto owner = search.owner_of(entity);
    if (!owner) continue;
    if (!folder.empty()) owner->place.file = "//" + owner->place.file.str();
    entity.owners.technical = std::move(owner->name);
    entity.owner_sources.technical = {OwnerOrigin::codeowners, std::move(owner->place)};
  }
}

}  // namespace tidemark::inventory
