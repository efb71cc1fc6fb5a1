#include <tidemark/plugin.hpp>

#include "config.hpp"
#include "plugins/web/answer.hpp"

namespace tidemark::http {

/// Calls a service over HTTP.
class HttpPlugin final : public sdk::AsyncRunner {
 public:
  static constexpr auto id = "http";
  static constexpr auto version = "1.0.0";
  static constexpr auto summary = "Calls a service over HTTP: one request per case.";

  HttpPlugin(sdk::Answers answers, std::string_view config)
      : answers_(answers), config_(read_config(config)), client_(config_.rules) {}

  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override {
    try {
      client_.start(call, request_of(config_, input), deadline,
                    [this, call](const web::Reply& reply, const plugin::CallFailure* failure) {
                      web::tell(answers_, call, reply, failure, [this](const std::string& body) {
                        return web::Output{output_of(config_, body)};
                      });
                    });
    } catch (const plugin::CallFailure& failure) {
      web::tell_failure(answers_, call, failure);
    }
  }
  void cancel(std::uint64_t call) override { client_.cancel(call); }

 private:
  const sdk::Answers answers_;
  const Config config_;
  web::Client client_;
};

}  // namespace tidemark::http

TIDEMARK_PLUGIN(tidemark::http::HttpPlugin);
