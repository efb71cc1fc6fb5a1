#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::change {

/// Where a path written in an inventory leads, relative to the repository's root; `folder` is the
/// workspace's. "" when it leads out of the repository.
std::string path_in_repository(const std::string& written, std::string_view folder);

/// What a runner's settings may name as a path, from the workspace's folder on: every text, what
/// follows the `=`, the `@` or the letter of an option in it (`--prompt=FILE`, `@FILE`, `-fFILE`),
/// and every word of it with a `/` within, in that folder and in the settings' own `folder`. Some
/// are files that the runner reads or starts.
enum class Forms {
  plain,  ///< whole texts, and what follows a `=`
  all,
};
std::vector<std::string> paths_written(const RunnerSpec& runner, Forms forms = Forms::all);

/// The same within the repository, without the workspace's folder itself, sorted, unique.
std::vector<std::string> paths_named(const RunnerSpec& runner, std::string_view folder,
                                     Forms forms = Forms::all);

/// Whether a runner's settings may name a path whose last part is `name`, by a look at their text:
/// false is sure. A name that JSON writes in another way is always possible.
bool may_name(const RunnerSpec& runner, std::string_view name);

}  // namespace tidemark::change
