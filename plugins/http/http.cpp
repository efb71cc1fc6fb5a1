#include <memory>
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
      : config_(read_config(config)), caller_(answers, config_.rules) {}

  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override {
    const auto echoes = std::make_shared<std::vector<Echo>>();
    caller_.submit(
        call, deadline,
        [&] {
          *echoes = echoes_of(config_, input);
          return request_of(config_, input);
        },
        [this, echoes](const std::string& body) {
          return web::Output{output_of(config_, body, *echoes), {}};
        });
  }
  void cancel(std::uint64_t call) override { caller_.cancel(call); }

 private:
  const Config config_;
  web::Caller caller_;
};

}  // namespace tidemark::http

TIDEMARK_PLUGIN(tidemark::http::HttpPlugin);
