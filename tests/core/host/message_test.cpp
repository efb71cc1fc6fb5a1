#include "core/host/message.hpp"

#include <doctest/doctest.h>

namespace tidemark::host {
namespace {

/// The message after a way over the wire; `buffer` keeps what it borrows.
template <class Message>
Message returned(const Message& message, FrameBuffer& buffer) {
  buffer.add(encode(message));
  return decode<Message>(buffer.next().value());
}

Frame frame_of(FrameKind kind, const std::string& bytes) {
  return {kind, std::string_view(bytes).substr(8)};
}

}  // namespace

TEST_CASE("every message comes back as it was sent") {
  FrameBuffer buffer;
  const Load load{"process", "/plugins/p.so", "aa", "{}", 5, false};
  CHECK(returned(load, buffer) == load);
  const Hello hello{"process", "1.0", "Runs.", {"a/1", "b/1"}};
  CHECK(returned(hello, buffer) == hello);
  const Refused refused{Fault::security, "no"};
  CHECK(returned(refused, buffer) == refused);
  const Done done = returned(Done{9, -1, "out", "err"}, buffer);
  CHECK(done.call == 9);
  CHECK(done.status == -1);
  CHECK(done.output == "out");
  CHECK(done.error == "err");
  const Reported reported = returned(Reported{9, "{}"}, buffer);
  CHECK(reported.call == 9);
  CHECK(reported.facts == "{}");
  const Compared compared = returned(Compared{4, 0, 0.5, "why"}, buffer);
  CHECK(compared.score == 0.5);
  CHECK(compared.explanation == "why");
}

TEST_CASE("a message of another kind is refused") {
  const std::string bytes = encode(Cancel{1});
  CHECK_THROWS_WITH_AS(decode<Done>(frame_of(FrameKind::cancel, bytes)),
                       "a message of kind 5 where kind 6 belongs", BadFrame);
}

TEST_CASE("a greeting of another protocol is refused") {
  const std::string other_magic = FrameWriter(FrameKind::hello).number(1).number(1).take();
  CHECK_THROWS_WITH_AS(decode<Hello>(frame_of(FrameKind::hello, other_magic)),
                       "bytes that are no message", BadFrame);
  const std::string newer =
      FrameWriter(FrameKind::hello).number(protocol_magic).number(protocol_version + 1).take();
  CHECK_THROWS_WITH_AS(decode<Hello>(frame_of(FrameKind::hello, newer)),
                       "protocol version 2, need 1", BadFrame);
}

TEST_CASE("a refusal cannot choose a fault that means success or our own bug") {
  for (const std::uint64_t fault : {0, 1, 70}) {
    const std::string bytes = FrameWriter(FrameKind::refused).number(fault).text("x").take();
    CHECK_THROWS_WITH_AS(decode<Refused>(frame_of(FrameKind::refused, bytes)),
                         "a refusal of no known kind", BadFrame);
  }
}

}  // namespace tidemark::host
