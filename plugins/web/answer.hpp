#pragma once

#include <functional>
#include <string>

#include "plugins/web/client.hpp"
#include "plugins/web/judge_reply.hpp"

namespace tidemark::web {

/// A call's output, JSON text, and what is known of it.
struct Output {
  std::string json;
  sdk::Facts facts{};
};

inline void tell_failure(const sdk::Answers& answers, std::uint64_t call,
                         const plugin::CallFailure& failure) {
  answers.report(call, failure.facts());
  answers.fail(call, failure.status(), failure.what());
}

/// Ends a call with what `output_of` makes of a good reply's body, or as it failed.
inline void tell(const sdk::Answers& answers, std::uint64_t call, const Reply& reply,
                 const plugin::CallFailure* failure,
                 const std::function<Output(const std::string& body)>& output_of) {
  try {
    if (failure != nullptr) throw *failure;
    require_success(reply);
    const Output output = output_of(reply.body);
    answers.report(call, output.facts);
    answers.succeed(call, output.json);
  } catch (const plugin::CallFailure& why) {
    tell_failure(answers, call, why);
  } catch (const std::exception& error) {
    answers.fail(call, TIDEMARK_EXCEPTION, error.what());
  }
}

}  // namespace tidemark::web
