#pragma once

#include <string>

#include "tests/plugins/http/http_kit.hpp"

namespace tidemark::host::kit {

/// The chat plugin on the server's model; `more` is the rest of the configuration.
inline WorkerSpec chat(const Web& web, const std::string& more = "") {
  return spec("chat", R"({"url":")" + web.server.origin() + R"(/v1","model":"m-1")" + more + '}');
}

inline WorkerSpec anthropic(const Web& web, const std::string& more = "") {
  return chat(web, R"(,"api":"anthropic","parameters":{"max_tokens":9})" + more);
}

/// The input at which the server's model answers these bytes.
inline std::string answering(const std::string& body, int status = 200) {
  return json::dump(json::Object{{"status", status}, {"body", body}});
}

inline std::string openai(const std::string& message, const std::string& reason = "stop") {
  return R"({"model":"m-1-2026","system_fingerprint":"fp_7",)"
         R"("usage":{"prompt_tokens":1000,"completion_tokens":10},)"
         R"("choices":[{"finish_reason":")" +
         reason + R"(","message":)" + message + "}]}";
}

inline std::string anthropic_answer(const std::string& content,
                                    const std::string& reason = "end_turn") {
  return R"({"type":"message","model":"m-1-2026","stop_reason":")" + reason +
         R"(","usage":{"input_tokens":900,"cache_read_input_tokens":100,"output_tokens":10},)"
         R"("content":)" +
         content + '}';
}

}  // namespace tidemark::host::kit
