#include "plugins/chat/reply.hpp"

#include <nlohmann/json.hpp>

#include "plugins/http/config.hpp"
#include "plugins/kit/call_failure.hpp"
#include "tests/fuzz/kit.hpp"

namespace {

using namespace tidemark;

/// The output is JSON, or the call fails with a sentence.
template <typename Make>
void answer(Make make) {
  try {
    fuzz::require(nlohmann::json::accept(make()), "an output is JSON");
  } catch (const plugin::CallFailure& failure) {
    fuzz::require(*failure.what() != '\0', "a failure has a sentence");
    fuzz::require(nlohmann::json::accept(sdk::to_json(failure.facts())), "facts are JSON");
  }
}

/// What is sent is JSON wherever the input put itself.
void ask(const http::Config& config, std::string_view input) {
  answer([&] {
    const web::Request request = http::request_of(config, input);
    fuzz::require(request.url.find_first_of(" \"\r\n", 0) == std::string::npos, "a URL is one");
    return request.body;
  });
}

}  // namespace

/// A template and, after the first newline, what a server sent, or what a case holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string start = R"({"url":"http://h/v1","model":"m","output":"message")";
  static const chat::Config openai = chat::read_config(start + '}'),
                            anthropic = chat::read_config(
                                start + R"(,"api":"anthropic","parameters":{"max_tokens":1}})");
  auto text = fuzz::text_of(data, size);
  const std::string place(fuzz::first_line(text));
  const std::string body(text);
  answer([&] { return chat::output_of(openai, body).json; });
  answer([&] { return chat::output_of(anthropic, body).json; });
  const nlohmann::json wish = {{"url", "http://h/" + place}, {"body", {{"a", {place, 1}}}}};
  try {
    ask(http::read_config(wish.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)),
        body);
  } catch (const sdk::Failed&) {
  }
  return 0;
}
