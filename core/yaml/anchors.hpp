#pragma once

#include <string>

namespace tidemark::yaml {

/// The text with every anchor that stands before a block scalar on a line of its own moved up to
/// its key: yaml-cpp would take the anchor's column for the scalar's parent and read it as empty.
/// No line gets another number.
std::string anchors_at_their_keys(const std::string& text);

}  // namespace tidemark::yaml
