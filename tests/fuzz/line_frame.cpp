#include "core/host/line_frame.hpp"

#include "core/base/error.hpp"
#include "tests/fuzz/kit.hpp"

/// A line of a program: whatever it says, a frame that a plugin sends or a complaint comes out, and
/// what it sends as JSON can be sent on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  try {
    const host::LineFrame frame = host::frame_of(fuzz::text_of(data, size));
    fuzz::require(frame.kind != host::FrameKind::done || frame.call > 0, "an answer is to a call");
    if (frame.kind == host::FrameKind::done && frame.status == 0) {
      host::line_of(host::Submit{frame.call, 0, frame.text});
    }
  } catch (const host::BadFrame&) {
  }
  return 0;
}
