#include "core/host/frame.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>

namespace tidemark::host {
namespace {

std::string sample() {
  return FrameWriter(FrameKind::done).number(7).real(0.25).text("abc").text("").take();
}

std::string all_of(FrameBuffer& buffer) {
  std::string bodies;
  while (const auto frame = buffer.next()) bodies += std::string(frame->body) + '|';
  return bodies;
}

}  // namespace

TEST_CASE("fields come back as they were written") {
  FrameBuffer buffer;
  buffer.add(sample());
  const auto frame = buffer.next();
  REQUIRE(frame);
  CHECK(frame->kind == FrameKind::done);
  FrameReader reader(frame->body);
  CHECK(reader.number() == 7);
  CHECK(reader.real() == 0.25);
  CHECK(reader.text() == "abc");
  CHECK(reader.text().empty());
  reader.end();
  CHECK(!buffer.next());
  CHECK(buffer.at_border());
}

TEST_CASE("a stream cut anywhere gives the same frames") {
  const std::string stream =
      FrameWriter(FrameKind::hello).take() + sample() + FrameWriter(FrameKind::stop).take();
  FrameBuffer whole;
  whole.add(stream);
  const std::string expected = all_of(whole);
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    FrameBuffer parts;
    parts.add(std::string_view(stream).substr(0, cut));
    std::string bodies = all_of(parts);
    parts.add(std::string_view(stream).substr(cut));
    bodies += all_of(parts);
    CHECK(bodies == expected);
  }
}

TEST_CASE("a truncated field is refused at every length") {
  const std::string frame = sample();
  const std::string_view body = std::string_view(frame).substr(8);
  for (std::size_t size = 0; size < body.size(); ++size) {
    FrameReader reader(body.substr(0, size));
    CHECK_THROWS_WITH_AS((reader.number(), reader.real(), reader.text(), reader.text()),
                         "a truncated message", BadFrame);
  }
}

TEST_CASE("a text whose length is a lie is refused") {
  FrameReader reader(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", 8));
  CHECK_THROWS_WITH_AS(reader.text(), "a truncated message", BadFrame);
}

TEST_CASE("trailing bytes are refused") {
  const FrameReader reader("x");
  CHECK_THROWS_WITH_AS(reader.end(), "a message with trailing bytes", BadFrame);
}

TEST_CASE("an oversized frame is refused from its header alone, in both directions") {
  FrameBuffer buffer;
  buffer.add(std::string_view("\xff\xff\xff\xff\x06\0\0\0", 8));
  CHECK_THROWS_WITH_AS(buffer.next(),
                       "a message of 4294967295 bytes, more than the limit of 16842752", BadFrame);
  CHECK_THROWS_WITH_AS(FrameWriter(FrameKind::done).text(std::string(body_limit, 'x')).take(),
                       "a message of 16842760 bytes, more than the limit of 16842752", BadFrame);
}

TEST_CASE("the largest text fits") {
  const std::string text(text_limit, 'x');
  FrameBuffer buffer;
  buffer.add(FrameWriter(FrameKind::done).text(text).take());
  const auto frame = buffer.next();
  REQUIRE(frame);
  CHECK(FrameReader(frame->body).text() == text);
}

TEST_CASE("an unknown kind is no message") {
  for (const std::string_view header :
       {std::string_view("\0\0\0\0\0\0\0\0", 8), std::string_view("\0\0\0\0\x0b\0\0\0", 8),
        std::string_view("{\"json\":true}")}) {
    FrameBuffer buffer;
    buffer.add(header);
    CHECK_THROWS_WITH_AS(buffer.next(), "bytes that are no message", BadFrame);
  }
}

TEST_CASE("random bytes are frames or refused, never worse") {
  std::mt19937 random(1);  // NOLINT: the same bytes on every run
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() % (round % 2 == 0 ? 256 : 12));
    FrameBuffer buffer;
    buffer.add(bytes);
    try {
      while (const auto frame = buffer.next()) CHECK(frame->body.size() <= bytes.size());
    } catch (const BadFrame& bad) {
      CHECK(bad.what() != nullptr);
    }
  }
}

}  // namespace tidemark::host
