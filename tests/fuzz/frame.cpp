#include "core/host/frame.hpp"

#include <algorithm>

#include "core/host/message.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

/// Decodes and encodes again.
template <typename Message>
void round_trip(const host::Frame& frame) {
  try {
    const std::string body(frame.body);
    const auto message = host::decode<Message>(frame);
    const std::string bytes = host::encode(message);
    host::FrameBuffer buffer;
    buffer.add(bytes);
    const auto again = buffer.next();
    fuzz::require(again && again->kind == frame.kind, "a frame keeps its kind");
    fuzz::require(again->body.size() <= body.size(), "nothing is added to a message");
  } catch (const host::BadFrame&) {
  }
}

void decode_all(const host::Frame& frame) {
  round_trip<host::Load>(frame);
  round_trip<host::Submit>(frame);
  round_trip<host::Cancel>(frame);
}

}  // namespace

/// A byte stream of a worker, in pieces whose length its first byte says: however it is cut, the
/// same frames come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = std::max<std::size_t>(data[0], 1);
  const auto stream = fuzz::text_of(data + 1, size - 1);
  host::FrameBuffer pieces, whole;
  std::vector<std::string> from_pieces, from_whole;
  const auto collect = [](host::FrameBuffer& buffer, std::vector<std::string>& into) {
    try {
      while (const auto frame = buffer.next()) {
        into.emplace_back(frame->body);
        decode_all(*frame);
      }
      return true;
    } catch (const host::BadFrame&) {
      into.emplace_back("bad");
      return false;
    }
  };
  bool good = true;
  for (std::size_t at = 0; good && at < stream.size(); at += piece) {
    pieces.add(stream.substr(at, piece));
    good = collect(pieces, from_pieces);
  }
  whole.add(stream);
  collect(whole, from_whole);
  fuzz::require(from_pieces == from_whole, "how a stream is cut does not matter");
  return 0;
}
