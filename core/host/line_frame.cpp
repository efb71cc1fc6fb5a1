#include "core/host/line_frame.hpp"

#include <tidemark/plugin.h>

#include <array>
#include <utility>

#include "core/base/error.hpp"
#include "core/json/json.hpp"

namespace tidemark::host {
namespace {

constexpr std::array<std::pair<std::string_view, std::int32_t>, 6> statuses = {
    {{"ok", TIDEMARK_OK},
     {"failed", TIDEMARK_FAILED},
     {"exception", TIDEMARK_EXCEPTION},
     {"timeout", TIDEMARK_TIMEOUT},
     {"invalid_output", TIDEMARK_INVALID_OUTPUT},
     {"cancelled", TIDEMARK_CANCELLED}}};

std::string line(const char* frame, json::Object members) {
  members.insert(members.begin(), {"frame", frame});
  return json::dump(std::move(members));
}

const json::Value& member(const json::Value& frame, std::string_view key) {
  const json::Value* value = frame.find(key);
  if (value == nullptr) throw BadFrame("a frame without '" + std::string(key) + "'");
  return *value;
}

std::string text_member(const json::Value& frame, std::string_view key) {
  const std::string* text = member(frame, key).string();
  if (text == nullptr) throw BadFrame("a frame whose '" + std::string(key) + "' is no text");
  return *text;
}

std::string text_if_any(const json::Value& frame, std::string_view key) {
  return frame.find(key) == nullptr ? "" : text_member(frame, key);
}

std::uint64_t call_of(const json::Value& frame) {
  const std::int64_t* call = member(frame, "call").integer();
  if (call == nullptr || *call < 1) throw BadFrame("a frame whose 'call' is no number of a call");
  return static_cast<std::uint64_t>(*call);
}

std::int32_t status_of(const json::Value& frame) {
  if (frame.find("status") == nullptr) return TIDEMARK_OK;
  const std::string text = text_member(frame, "status");
  for (const auto& [name, status] : statuses) {
    if (name == text) return status;
  }
  throw BadFrame("a frame whose 'status' is none of ours");
}

std::vector<std::string> capabilities_of(const json::Value& frame) {
  const json::Array* list = member(frame, "capabilities").array();
  if (list == nullptr) throw BadFrame("a frame whose 'capabilities' is no list");
  std::vector<std::string> capabilities;
  for (const json::Value& one : *list) {
    if (one.string() == nullptr) throw BadFrame("a frame whose 'capabilities' holds no text");
    capabilities.push_back(*one.string());
  }
  return capabilities;
}

LineFrame hello(const json::Value& frame) {
  LineFrame made{FrameKind::hello};
  made.hello = {text_member(frame, "id"), text_member(frame, "version"),
                text_member(frame, "summary"), capabilities_of(frame)};
  return made;
}

LineFrame refused(const json::Value& frame) {
  LineFrame made{FrameKind::refused};
  made.text = text_member(frame, "error");
  return made;
}

LineFrame done(const json::Value& frame) {
  LineFrame made{FrameKind::done, call_of(frame), status_of(frame)};
  const bool succeeded = made.status == TIDEMARK_OK;
  made.text = succeeded ? json::dump(member(frame, "output")) : text_if_any(frame, "error");
  if (const json::Value* facts = frame.find("facts")) made.facts = json::dump(*facts);
  return made;
}

LineFrame compared(const json::Value& frame) {
  LineFrame made{FrameKind::compared, call_of(frame), status_of(frame)};
  const bool succeeded = made.status == TIDEMARK_OK;
  made.text = text_if_any(frame, succeeded ? "explanation" : "error");
  if (!succeeded) return made;
  if (!member(frame, "score").is_number()) throw BadFrame("a frame whose 'score' is no number");
  made.score = member(frame, "score").number();
  return made;
}

json::Value parsed(std::string_view text) {
  try {
    return json::parse(text, "line");
  } catch (const Error&) {
    throw BadFrame("a line that is no JSON");
  }
}

}  // namespace

std::string line_of(const Load& load) {
  const json::Value config = json::parse(load.config, "configuration");
  if (config.object() == nullptr) throw Error(Fault::configuration, "its configuration is no map");
  return line(
      "load",
      {{"protocol", line_protocol}, {"id", load.id}, {"create", load.create}, {"config", config}});
}

std::string line_of(const Submit& submit) {
  return line("submit", {{"call", submit.call},
                         {"deadline_ms", std::uint64_t{submit.deadline_ms}},
                         {"input", json::parse(submit.input, "input")}});
}

std::string line_of(const Cancel& cancel) { return line("cancel", {{"call", cancel.call}}); }

std::string line_of(const Compare& compare) {
  return line("compare", {{"call", compare.call},
                          {"reference", json::parse(compare.reference, "reference")},
                          {"output", json::parse(compare.output, "output")},
                          {"options", json::parse(compare.options, "options")}});
}

std::string line_of(const Stop&) { return line("stop", {}); }

LineFrame frame_of(std::string_view text) {
  constexpr std::pair<std::string_view, LineFrame (*)(const json::Value&)> readers[] = {
      {"hello", hello}, {"refused", refused}, {"done", done}, {"compared", compared}};
  const json::Value frame = parsed(text);
  if (frame.object() == nullptr) throw BadFrame("a line that is no JSON object");
  const std::string kind = text_member(frame, "frame");
  for (const auto& [name, read] : readers) {
    if (name == kind) return read(frame);
  }
  throw BadFrame("a frame that no plugin sends");
}

}  // namespace tidemark::host
