#include <doctest/doctest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <tidemark/plugin.hpp>

namespace tidemark::sdk {
namespace {

/// A host that remembers how calls ended.
class Listener {
 public:
  const tidemark_host* host() const { return &host_; }
  /// `status output error` of a call, once it ended.
  std::string ended(std::uint64_t call) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return endings_.contains(call); });
    return endings_[call];
  }
  /// What was told of a call that has ended.
  std::string facts(std::uint64_t call) {
    const std::lock_guard lock(mutex_);
    return facts_[call];
  }

 private:
  static void done(void* self, std::uint64_t call, tidemark_status status, tidemark_text output,
                   tidemark_text error) {
    auto& listener = *static_cast<Listener*>(self);
    const std::lock_guard lock(listener.mutex_);
    const bool first = listener.endings_
                           .emplace(call, std::to_string(status) + ' ' + std::string(view(output)) +
                                              ' ' + std::string(view(error)))
                           .second;
    CHECK(first);
    listener.changed_.notify_all();
  }

  static void report(void* self, std::uint64_t call, tidemark_text facts) {
    auto& listener = *static_cast<Listener*>(self);
    const std::lock_guard lock(listener.mutex_);
    CHECK(listener.facts_.emplace(call, view(facts)).second);
    CHECK(!listener.endings_.contains(call));
  }

  const tidemark_host host_{this, done, report, nullptr, nullptr};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, std::string> endings_;
  std::map<std::uint64_t, std::string> facts_;
};

struct Named {
  static constexpr auto id = "test";
  static constexpr auto version = "1";
  static constexpr auto summary = "For a test.";
};

struct Moody final : Runner, Named {
  explicit Moody(std::string_view config) {
    if (config == "bad") throw Failed("bad is no configuration");
    if (config == "worse") throw 1;
  }
  std::string run(std::string_view input) override {
    if (input == "fail") throw Failed("as asked");
    if (input == "throw") throw std::runtime_error("by mistake");
    if (input == "throw int") throw 1;
    return std::string(input);
  }
};

struct Paid final : FactRunner, Named {
  explicit Paid(std::string_view) {}
  std::string run(std::string_view input, Facts& facts) override {
    Facts busy{.retry = true, .retry_after_ms = 2000, .cause = Cause::rate_limited};
    if (input == "busy") throw Failed("come back later", busy);
    facts = {.cost = 0.125, .input_tokens = 3, .output_tokens = 4, .model = "a \"b\"\n"};
    return std::string(input);
  }
};

struct Direct final : AsyncRunner, Named {
  Direct(Answers answers, std::string_view) : answers_(answers) {}
  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override {
    if (input == "throw") throw std::runtime_error("at once");
    if (input != "wait") answers_.succeed(call, std::to_string(deadline.count()));
  }
  void cancel(std::uint64_t call) override { answers_.fail(call, TIDEMARK_CANCELLED, "stopped"); }
  Answers answers_;
};

struct Equal final : Comparator, Named {
  explicit Equal(std::string_view) {}
  Score compare(std::string_view reference, std::string_view output, std::string_view) override {
    if (output.empty()) throw Failed("nothing to compare");
    return {reference == output ? 1.0 : 0.0, "by bytes"};
  }
};

void append(void* self, tidemark_text bytes) { *static_cast<std::string*>(self) += view(bytes); }

template <class Plugin>
std::string refusal(std::string_view config) {
  const Listener listener;
  std::string error;
  void* self = Entry<Plugin>::create(listener.host(), borrowed(config), {&error, append});
  if (self != nullptr) Entry<Plugin>::destroy(self);
  return error;
}

std::pair<tidemark_status, std::string> compare(std::string_view output, double& score) {
  const Listener listener;
  std::string text;
  void* self = Entry<Equal>::create(listener.host(), borrowed("{}"), {&text, append});
  const tidemark_status status = Entry<Equal>::compare(self, borrowed("a"), borrowed(output),
                                                       borrowed("{}"), &score, {&text, append});
  Entry<Equal>::destroy(self);
  return {status, text};
}

}  // namespace

TEST_CASE("a blocking runner's results and exceptions become answers") {
  Listener listener;
  std::string error;
  void* self = Entry<Moody>::create(listener.host(), borrowed("{}"), {&error, append});
  REQUIRE(self != nullptr);
  std::uint64_t call = 0;
  for (const char* input : {"text", "fail", "throw", "throw int"}) {
    Entry<Moody>::submit(self, ++call, borrowed(input), 1000);
  }
  CHECK(listener.ended(1) == "0 text ");
  CHECK(listener.ended(2) == "1  as asked");
  CHECK(listener.ended(3) == "2  by mistake");
  CHECK(listener.ended(4) == "2  threw something that is not a std::exception");
  Entry<Moody>::destroy(self);
}

TEST_CASE("a runner's facts are told before its answer") {
  Listener listener;
  std::string error;
  void* self = Entry<Paid>::create(listener.host(), borrowed("{}"), {&error, append});
  Entry<Paid>::submit(self, 1, borrowed("text"), 1000);
  Entry<Paid>::submit(self, 2, borrowed("busy"), 1000);
  CHECK(listener.ended(1) == "0 text ");
  CHECK(listener.facts(1) ==
        R"({"cost":0.125,"input_tokens":3,"output_tokens":4,"model":"a ?b??"})");
  CHECK(listener.ended(2) == "1  come back later");
  CHECK(listener.facts(2) == R"({"retry":true,"retry_after_ms":2000,"failure":"rate_limited"})");
  Entry<Paid>::destroy(self);
}

TEST_CASE("an asynchronous runner answers by itself, and what it throws is its answer") {
  Listener listener;
  std::string error;
  void* self = Entry<Direct>::create(listener.host(), borrowed("{}"), {&error, append});
  Entry<Direct>::submit(self, 1, borrowed("x"), 1000);
  Entry<Direct>::submit(self, 2, borrowed("throw"), 1000);
  Entry<Direct>::submit(self, 3, borrowed("wait"), 1000);
  Entry<Direct>::cancel(self, 3);
  CHECK(listener.ended(1) == "0 1000 ");
  CHECK(listener.ended(2) == "2  at once");
  CHECK(listener.ended(3) == "5  stopped");
  Entry<Direct>::destroy(self);
}

TEST_CASE("a refused configuration is a sentence, never an exception") {
  CHECK(refusal<Moody>("{}").empty());
  CHECK(refusal<Moody>("bad") == "bad is no configuration");
  CHECK(refusal<Moody>("worse") == "threw something that is not a std::exception");
}

TEST_CASE("a comparator's score and explanation come out, or its failure") {
  double score = -1;
  CHECK(compare("a", score) == std::pair<tidemark_status, std::string>{TIDEMARK_OK, "by bytes"});
  CHECK(score == 1);
  CHECK(compare("b", score).first == TIDEMARK_OK);
  CHECK(score == 0);
  CHECK(compare("", score) ==
        std::pair<tidemark_status, std::string>{TIDEMARK_FAILED, "nothing to compare"});
}

TEST_CASE("a plugin offers exactly what its class is") {
  CHECK(Entry<Moody>::capability(TIDEMARK_RUNNER) != nullptr);
  CHECK(Entry<Moody>::capability(TIDEMARK_COMPARATOR) == nullptr);
  CHECK(Entry<Equal>::capability(TIDEMARK_RUNNER) == nullptr);
  CHECK(Entry<Equal>::capability(TIDEMARK_COMPARATOR) != nullptr);
  CHECK(Entry<Equal>::capability("com.acme.thing/1") == nullptr);
}

}  // namespace tidemark::sdk
