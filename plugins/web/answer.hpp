#pragma once

#include <functional>
#include <string>

#include "plugins/kit/json_text.hpp"
#include "plugins/web/client.hpp"
#include "plugins/web/judge_reply.hpp"

namespace tidemark::web {

/// A call's output, JSON text, and what is known of it.
struct Output {
  std::string json;
  std::optional<sdk::Facts> facts{};
};

/// The body of a good answer as JSON. Throws CallFailure.
plugin::Json json_of(const std::string& body);
/// Throws CallFailure when the text begins as no JSON text may.
void check_start(const std::string& body);

/// Makes a plugin's calls and tells the host how each ended.
class Caller {
 public:
  Caller(sdk::Answers answers, Rules rules)
      : answers_(answers), client_(std::move(rules), [answers](const auto& tell) {
          const sdk::Answers::Together together(answers);
          tell();
        }) {}

  /// Makes the request and ends the call with what `output_of` makes of a good reply's body, or as
  /// it failed. Both may throw CallFailure; `output_of` is called on the client's thread.
  void submit(std::uint64_t call, std::chrono::milliseconds deadline,
              const std::function<Request()>& request_of,
              const std::function<Output(const std::string& body)>& output_of);
  void cancel(std::uint64_t call) { client_.cancel(call); }

 private:
  void tell_failure(std::uint64_t call, const plugin::CallFailure& failure) const;

  const sdk::Answers answers_;
  Client client_;
};

}  // namespace tidemark::web
