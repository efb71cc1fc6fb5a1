#include "plugins/web/answer.hpp"

namespace tidemark::web {

using plugin::CallFailure;

void check_start(const std::string& body) {
  if (body.starts_with("\xEF\xBB\xBF")) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the answer begins with a byte order mark");
  }
}

plugin::Json json_of(const std::string& body) {
  check_start(body);
  try {
    return plugin::parse_json(body);
  } catch (const std::runtime_error& error) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, std::string("the answer is ") + error.what());
  }
}

void Caller::tell_failure(std::uint64_t call, const CallFailure& failure) const {
  answers_.report(call, failure.facts());
  answers_.fail(call, failure.status(), failure.what());
}

void Caller::submit(std::uint64_t call, std::chrono::milliseconds deadline,
                    const std::function<Request()>& request_of,
                    const std::function<Output(const std::string& body)>& output_of) {
  const auto tell = [this, call, output_of](const Reply& reply, const CallFailure* failure) {
    try {
      if (failure != nullptr) throw *failure;
      require_success(reply);
      const Output output = output_of(reply.body);
      if (output.facts) answers_.report(call, *output.facts);
      answers_.succeed(call, output.json);
    } catch (const CallFailure& why) {
      tell_failure(call, why);
    } catch (const std::exception& error) {
      answers_.fail(call, TIDEMARK_EXCEPTION, error.what());
    }
  };
  try {
    client_.start(call, request_of(), deadline, tell);
  } catch (const CallFailure& failure) {
    tell_failure(call, failure);
  }
}

}  // namespace tidemark::web
