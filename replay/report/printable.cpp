#include "replay/report/printable.hpp"

#include "core/text/ci_commands.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::report {

std::string printable(const std::string& text, std::size_t most) {
  return text::without_ci_commands(text::printable(text, most));
}

}  // namespace tidemark::report
