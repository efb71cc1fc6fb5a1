#include "replay/pipeline/program_folders.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace tidemark::pipeline {

std::vector<std::filesystem::path> program_folders() {
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "/bin:/usr/bin" : variable;
  std::vector<std::filesystem::path> folders;
  for (;;) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    folders.emplace_back(end == 0 ? "." : rest.substr(0, end));
    if (end == rest.size()) return folders;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace tidemark::pipeline
