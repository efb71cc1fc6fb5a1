#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host/message.hpp"

namespace tidemark::host {

/// The version of the frames as JSON lines (docs/line-plugins.md).
inline constexpr int line_protocol = 1;

/// Frames for a program, without the line's end. Texts of JSON must be valid; throws Error when
/// they are not.
std::string line_of(const Load& load);
std::string line_of(const Submit& submit);
std::string line_of(const Cancel& cancel);
std::string line_of(const Compare& compare);
std::string line_of(const Stop& stop);

/// A frame from a program. `text` holds an output's JSON, an explanation, or what went wrong.
struct LineFrame {
  FrameKind kind{};  ///< hello, refused, done or compared
  std::uint64_t call = 0;
  std::int32_t status = 0;  ///< a tidemark_status
  std::string text{};
  std::string facts{};  ///< JSON, or ""
  double score = 0;
  Hello hello{};
};

/// Throws BadFrame, naming the member, on whatever is no such frame. Unknown members are passed
/// over, so that a newer program can say more.
LineFrame frame_of(std::string_view line);

}  // namespace tidemark::host
