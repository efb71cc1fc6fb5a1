#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tidemark::host {

/// What a frame between host and worker is about. The numbers are the wire's.
enum class FrameKind : std::uint32_t {
  load = 1,  ///< host -> worker, first: which plugin, with which configuration
  hello,     ///< worker -> host: loaded, and what it is
  refused,   ///< worker -> host: not loaded, and why
  submit,    ///< host -> worker: run one input
  cancel,    ///< host -> worker: end a call soon
  done,      ///< worker -> host: a run ended
  compare,   ///< host -> worker: score two outputs
  compared,  ///< worker -> host: a comparison ended
  stop,      ///< host -> worker: no more calls, end
  reported,  ///< worker -> host: facts about a run that has not ended yet
};

/// The largest text that crosses in one frame, and the largest body: that text and small fields.
inline constexpr std::size_t text_limit = std::size_t{16} << 20U;
inline constexpr std::size_t body_limit = text_limit + (std::size_t{64} << 10U);

/// The other side sent what cannot be. Never leaves the module.
class BadFrame : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Builds one frame: 4 bytes length of the body, 4 bytes kind, body; little-endian.
class FrameWriter {
 public:
  explicit FrameWriter(FrameKind kind);
  FrameWriter& number(std::uint64_t value);
  FrameWriter& real(double value);
  FrameWriter& text(std::string_view value);
  /// The finished frame. Throws BadFrame when the body is larger than body_limit.
  std::string take();

 private:
  std::string bytes_;
};

/// Takes the fields of one body in the order they were written. Throws BadFrame when a field is
/// truncated.
class FrameReader {
 public:
  explicit FrameReader(std::string_view body) : rest_(body) {}
  std::uint64_t number();
  double real();
  /// Borrowed from the body.
  std::string_view text();
  /// Throws BadFrame unless all was read.
  void end() const;

 private:
  std::string_view take(std::size_t size);
  std::string_view rest_;
};

struct Frame {
  FrameKind kind{};
  std::string_view body;
};

/// Cuts a byte stream into frames.
class FrameBuffer {
 public:
  void add(std::string_view bytes);
  /// The next whole frame, or nothing yet. Its body is valid until the next add(). Throws BadFrame
  /// on an unknown kind or a body larger than body_limit, before any of that body is stored.
  std::optional<Frame> next();
  /// Whether the stream may end here: no frame was begun.
  bool at_border() const { return start_ == bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t start_ = 0;
};

}  // namespace tidemark::host
