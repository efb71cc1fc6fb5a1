#include "core/host/conformance.hpp"

#include <array>
#include <future>
#include <memory>
#include <utility>

#include "core/base/error.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::host {
namespace {

/// How a promise is broken.
struct Broken {
  std::string how;
};

constexpr std::size_t most_shown = 300;  // code points

std::string said(const Answer& answer) {
  if (!answer.failure) return text::printable(answer.output, most_shown);
  return std::string(to_string(answer.failure->kind)) + ": " + answer.failure->text;
}

/// One suite on one candidate: each function returns when a promise is kept, and throws Broken.
class Suite {
 public:
  Suite(Host& host, const Candidate& candidate) : host_(host), candidate_(candidate) {}

  void answers() const {
    const auto worker = opened();
    for (int i = 0; i < 3; ++i) expect(run(*worker, candidate_.input));
  }

  /// A second answer would be a protocol error, which fails what is in flight.
  void answers_each_of_a_hundred() const {
    const auto worker = opened();
    for (auto& answer : submitted(*worker, 100)) expect(answer.get());
  }

  void ends_cancelled_calls() const {
    const auto worker = opened();
    auto answers = submitted(*worker, 50);
    worker->cancel_all();
    for (auto& one : answers) {
      const Answer answer = one.get();
      if (answer.failure && answer.failure->kind == FailureKind::cancelled) continue;
      expect(answer);
    }
    expect(run(*worker, candidate_.input));
  }

  void refuses_unknown_settings() const {
    const std::string rest = candidate_.spec.config.substr(1);
    expect_refusal(R"({"no_such_key":1)" + (rest == "}" ? rest : "," + rest));
    for (const char* garbage : {"", "[]", "null", "{", "\xff"}) expect_refusal(garbage);
  }

  void survives_garbage() const {
    static const std::array<std::string, 8> garbage = {
        "",     "{",           "\xff\xfe",           std::string(100'000, '['),
        "null", "\"\\ud800\"", std::string(3, '\0'), "\"a\" \"b\""};
    const auto worker = opened();
    for (const std::string& input : garbage) {
      const Answer answer = run(*worker, input);
      if (!answer.failure || (answer.failure->kind != FailureKind::plugin_crash &&
                              answer.failure->kind != FailureKind::protocol)) {
        continue;
      }
      throw Broken{said(answer)};
    }
    expect(run(*worker, candidate_.input));
  }

  void ends_with_calls_in_flight() const {
    auto worker = opened();
    auto answers = submitted(*worker, 50);
    worker.reset();
    for (auto& one : answers) {
      const Answer answer = one.get();
      if (answer.failure && answer.failure->kind == FailureKind::cancelled) continue;
      expect(answer);
    }
  }

 private:
  std::shared_ptr<Worker> opened() const { return host_.open(candidate_.spec); }

  std::future<Answer> submitted(Worker& worker, const std::string& input) const {
    const auto promise = std::make_shared<std::promise<Answer>>();
    worker.submit(input, candidate_.timeout,
                  [promise](Answer answer) { promise->set_value(std::move(answer)); });
    return promise->get_future();
  }

  std::vector<std::future<Answer>> submitted(Worker& worker, int times) const {
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < times; ++i) answers.push_back(submitted(worker, candidate_.input));
    return answers;
  }

  Answer run(Worker& worker, const std::string& input) const {
    return submitted(worker, input).get();
  }

  void expect(const Answer& answer) const {
    const bool right =
        !answer.failure && answer.output == candidate_.output.value_or(answer.output);
    if (!right) throw Broken{"it answered " + said(answer)};
  }

  void expect_refusal(const std::string& config) const {
    WorkerSpec wrong = candidate_.spec;
    wrong.config = config;
    try {
      host_.open(wrong);
    } catch (const Error& error) {
      if (error.fault() == Fault::configuration) return;
      throw;
    }
    throw Broken{"it took the settings \"" + text::printable(config, most_shown) + '"'};
  }

  Host& host_;
  const Candidate& candidate_;
};

using Check = void (Suite::*)() const;

constexpr std::array<std::pair<const char*, Check>, 6> checks = {
    {{"answers", &Suite::answers},
     {"answers each of a hundred calls in flight once", &Suite::answers_each_of_a_hundred},
     {"ends cancelled calls and serves the next one", &Suite::ends_cancelled_calls},
     {"refuses settings that it does not know", &Suite::refuses_unknown_settings},
     {"survives garbage as input", &Suite::survives_garbage},
     {"ends while calls are in flight", &Suite::ends_with_calls_in_flight}}};

}  // namespace

std::vector<Promise> conformance(Host& host, const Candidate& candidate) {
  host.open(candidate.spec);
  const Suite suite(host, candidate);
  std::vector<Promise> promises;
  for (const auto& [text, check] : checks) {
    Promise promise{text, ""};
    try {
      (suite.*check)();
    } catch (const Broken& broken) {
      promise.broken = broken.how;
    } catch (const Error& error) {
      promise.broken = error.what();
    }
    promises.push_back(std::move(promise));
  }
  return promises;
}

}  // namespace tidemark::host
