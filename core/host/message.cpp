#include "core/host/message.hpp"

#include <string>

namespace tidemark::host {
namespace {

constexpr std::uint64_t most_capabilities = 64;

FrameReader body_of(const Frame& frame, FrameKind kind) {
  if (frame.kind != kind) {
    throw BadFrame("a message of kind " + std::to_string(static_cast<int>(frame.kind)) +
                   " where kind " + std::to_string(static_cast<int>(kind)) + " belongs");
  }
  return FrameReader(frame.body);
}

void read_preamble(FrameReader& reader) {
  if (reader.number() != protocol_magic) throw BadFrame("bytes that are no message");
  const std::uint64_t version = reader.number();
  if (version != protocol_version) {
    throw BadFrame("protocol version " + std::to_string(version) + ", need " +
                   std::to_string(protocol_version));
  }
}

std::int32_t status_of(std::uint64_t number) {
  return number > 0x7FFFFFFF ? -1 : static_cast<std::int32_t>(number);
}

std::uint64_t number_of(std::int32_t status) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(status));
}

Fault fault_of(std::uint64_t number) {
  for (const Fault fault : {Fault::evaluation, Fault::configuration, Fault::security}) {
    if (static_cast<std::uint64_t>(fault) == number) return fault;
  }
  throw BadFrame("a refusal of no known kind");
}

FrameWriter preamble(FrameKind kind) {
  FrameWriter writer(kind);
  writer.number(protocol_magic).number(protocol_version);
  return writer;
}

}  // namespace

std::string encode(const Load& message) {
  FrameWriter writer = preamble(FrameKind::load);
  writer.text(message.id).text(message.path).text(message.sha256).text(message.config);
  return writer.number(message.output_limit).number(message.create ? 1 : 0).take();
}

template <>
Load decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::load);
  read_preamble(reader);
  Load message;
  message.id = reader.text();
  message.path = reader.text();
  message.sha256 = reader.text();
  message.config = reader.text();
  message.output_limit = reader.number();
  message.create = reader.number() != 0;
  reader.end();
  return message;
}

std::string encode(const Hello& message) {
  FrameWriter writer = preamble(FrameKind::hello);
  writer.text(message.id).text(message.version).text(message.summary);
  writer.number(message.capabilities.size());
  for (const std::string& capability : message.capabilities) writer.text(capability);
  return writer.take();
}

template <>
Hello decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::hello);
  read_preamble(reader);
  Hello message;
  message.id = reader.text();
  message.version = reader.text();
  message.summary = reader.text();
  const std::uint64_t size = reader.number();
  if (size > most_capabilities) throw BadFrame("a plugin with too many capabilities");
  for (std::uint64_t i = 0; i < size; ++i) message.capabilities.emplace_back(reader.text());
  reader.end();
  return message;
}

std::string encode(const Refused& message) {
  return FrameWriter(FrameKind::refused)
      .number(static_cast<std::uint64_t>(message.fault))
      .text(message.text)
      .take();
}

template <>
Refused decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::refused);
  Refused message;
  message.fault = fault_of(reader.number());
  message.text = reader.text();
  reader.end();
  return message;
}

std::string encode(const Submit& message) {
  return FrameWriter(FrameKind::submit)
      .number(message.call)
      .number(message.deadline_ms)
      .text(message.input)
      .take();
}

template <>
Submit decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::submit);
  Submit message;
  message.call = reader.number();
  message.deadline_ms = static_cast<std::uint32_t>(reader.number());
  message.input = reader.text();
  reader.end();
  return message;
}

std::string encode(const Cancel& message) {
  return FrameWriter(FrameKind::cancel).number(message.call).take();
}

template <>
Cancel decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::cancel);
  const Cancel message{reader.number()};
  reader.end();
  return message;
}

std::string encode(const Done& message) {
  return FrameWriter(FrameKind::done)
      .number(message.call)
      .number(number_of(message.status))
      .text(message.output)
      .text(message.error)
      .take();
}

template <>
Done decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::done);
  Done message;
  message.call = reader.number();
  message.status = status_of(reader.number());
  message.output = reader.text();
  message.error = reader.text();
  reader.end();
  return message;
}

std::string encode(const Reported& message) {
  return FrameWriter(FrameKind::reported).number(message.call).text(message.facts).take();
}

template <>
Reported decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::reported);
  Reported message;
  message.call = reader.number();
  message.facts = reader.text();
  reader.end();
  return message;
}

std::string encode(const Compare& message) {
  return FrameWriter(FrameKind::compare)
      .number(message.call)
      .text(message.reference)
      .text(message.output)
      .text(message.options)
      .take();
}

template <>
Compare decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::compare);
  Compare message;
  message.call = reader.number();
  message.reference = reader.text();
  message.output = reader.text();
  message.options = reader.text();
  reader.end();
  return message;
}

std::string encode(const Compared& message) {
  return FrameWriter(FrameKind::compared)
      .number(message.call)
      .number(number_of(message.status))
      .real(message.score)
      .text(message.explanation)
      .take();
}

template <>
Compared decode(const Frame& frame) {
  FrameReader reader = body_of(frame, FrameKind::compared);
  Compared message;
  message.call = reader.number();
  message.status = status_of(reader.number());
  message.score = reader.real();
  message.explanation = reader.text();
  reader.end();
  return message;
}

std::string encode(const Stop&) { return FrameWriter(FrameKind::stop).take(); }

}  // namespace tidemark::host
