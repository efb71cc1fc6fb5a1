#pragma once

#include <tidemark/plugin.h>
#include <tidemark/facts.hpp>
#include <tidemark/threads.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

/// The C++ way to write a plugin: derive from Runner, AsyncRunner or Comparator, name the class in
/// TIDEMARK_PLUGIN, link nothing. The class has `static constexpr const char*` members id, version
/// and summary, and a constructor from the configuration's JSON text that throws to refuse it.
namespace tidemark::sdk {

/// The automation's own failure, as a sentence for the report, with what is known of it. Any other
/// exception that leaves a plugin is reported as the plugin's fault.
class Failed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  Failed(const std::string& sentence, Facts facts)
      : std::runtime_error(sentence), facts_(std::make_shared<const Facts>(std::move(facts))) {}
  /// Null when nothing was said.
  const Facts* facts() const { return facts_.get(); }

 private:
  std::shared_ptr<const Facts> facts_;
};

inline tidemark_text borrowed(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(tidemark_text text) { return {text.data, text.size}; }

/// Ends calls of an AsyncRunner; each call exactly once, from any thread. A cheap handle.
class Answers {
 public:
  explicit Answers(const tidemark_host* host) : host_(host) {}
  /// Tells facts about a call that has not ended; at most once.
  void report(std::uint64_t call, const Facts& facts) const {
    host_->report(host_->self, call, borrowed(to_json(facts)));
  }
  void succeed(std::uint64_t call, std::string_view json) const {
    host_->done(host_->self, call, TIDEMARK_OK, borrowed(json), borrowed({}));
  }
  void fail(std::uint64_t call, tidemark_status status, std::string_view sentence) const {
    host_->done(host_->self, call, status, borrowed({}), borrowed(sentence));
  }

  /// What is told while one lives, on whatever thread, may be sent together at its end. Not to be
  /// kept while waiting for anything.
  class Together {
   public:
    explicit Together(const Answers& answers) : host_(answers.host_) { host_->hold(host_->self); }
    ~Together() { host_->release(host_->self); }
    Together(const Together&) = delete;
    Together& operator=(const Together&) = delete;

   private:
    const tidemark_host* host_;
  };

 private:
  const tidemark_host* host_;
};

/// A runner for simple plugins: one blocking function, called on threads of the SDK.
class Runner {
 public:
  virtual ~Runner() = default;
  /// Runs the automation on one input (JSON text) and returns its output (JSON text). Throws
  /// Failed. A call that is cancelled while it runs is not interrupted. [several threads at once]
  virtual std::string run(std::string_view input) = 0;
};

/// A runner that also tells facts of its calls, such as their cost.
class FactRunner : public Runner {
 public:
  std::string run(std::string_view input) final {
    Facts unheard;
    return run(input, unheard);
  }
  /// As Runner::run; what `facts` holds when it returns is told. Of a failure, Failed tells.
  virtual std::string run(std::string_view input, Facts& facts) = 0;
};

/// A runner that drives its calls itself. Its constructor takes (Answers, config).
class AsyncRunner {
 public:
  virtual ~AsyncRunner() = default;
  /// Starts a call and returns soon. One that throws must not have answered. [one thread]
  virtual void submit(std::uint64_t call, std::string_view input,
                      std::chrono::milliseconds deadline) = 0;
  /// Asks a call to end soon; it still needs its answer. [the thread of submit]
  virtual void cancel(std::uint64_t call) = 0;
};

/// A score in [0,1], 1 being "as good as the reference", and why.
struct Score {
  double value = 0;
  std::string explanation;
};

class Comparator {
 public:
  virtual ~Comparator() = default;
  /// Pure: same JSON texts, same answer. Throws Failed when there is no score. [one thread]
  virtual Score compare(std::string_view reference, std::string_view output,
                        std::string_view options) = 0;
};

/// What went wrong, told by the exception that is being handled. Call inside a catch block.
struct Caught {
  tidemark_status status = TIDEMARK_EXCEPTION;
  std::string sentence = "threw something that is not a std::exception";
  std::optional<Facts> facts{};
};
inline Caught caught() {
  try {
    throw;
  } catch (const Failed& failed) {
    Caught failure{TIDEMARK_FAILED, failed.what()};
    if (failed.facts() != nullptr) failure.facts = *failed.facts();
    return failure;
  } catch (const std::exception& exception) {
    return {TIDEMARK_EXCEPTION, exception.what()};
  } catch (...) {
    return {};
  }
}

/// Behind TIDEMARK_PLUGIN: the C functions of one plugin class. No exception passes them.
template <class Plugin>
class Entry {
  static constexpr bool runs_blocking = std::is_base_of_v<Runner, Plugin>;
  static constexpr bool runs = runs_blocking || std::is_base_of_v<AsyncRunner, Plugin>;
  static constexpr bool compares = std::is_base_of_v<Comparator, Plugin>;
  static_assert(runs || compares, "a plugin is a Runner, an AsyncRunner or a Comparator");

  /// `threads` ends before `plugin`, so that no run() outlives its object.
  struct Instance {
    Answers answers;
    std::unique_ptr<Plugin> plugin;
    Threads threads;
  };

  static std::unique_ptr<Plugin> make(Answers answers, std::string_view config) {
    if constexpr (std::is_constructible_v<Plugin, Answers, std::string_view>) {
      return std::make_unique<Plugin>(answers, config);
    } else {
      return std::make_unique<Plugin>(config);
    }
  }

  static void fail(const Instance& instance, std::uint64_t call, const Caught& failure) {
    if (failure.facts) instance.answers.report(call, *failure.facts);
    instance.answers.fail(call, failure.status, failure.sentence);
  }

  static std::string run(Instance& instance, std::uint64_t call, std::string_view input) {
    if constexpr (std::is_base_of_v<FactRunner, Plugin>) {
      Facts facts;
      std::string output = static_cast<FactRunner&>(*instance.plugin).run(input, facts);
      instance.answers.report(call, facts);
      return output;
    } else {
      return instance.plugin->run(input);
    }
  }

  static void answer(Instance& instance, std::uint64_t call, std::string_view input) {
    try {
      instance.answers.succeed(call, run(instance, call, input));
    } catch (...) {
      fail(instance, call, caught());
    }
  }

  static void start(Instance& instance, std::uint64_t call, std::string_view input,
                    std::uint32_t deadline_ms) {
    if constexpr (runs_blocking) {
      instance.threads.start(
          call, [&instance, call, text = std::string(input)] { answer(instance, call, text); });
    } else {
      instance.plugin->submit(call, input, std::chrono::milliseconds(deadline_ms));
    }
  }

 public:
  static void* create(const tidemark_host* host, tidemark_text config, tidemark_sink error) {
    try {
      auto instance = std::make_unique<Instance>(Answers(host));
      instance->plugin = make(instance->answers, view(config));
      return instance.release();
    } catch (...) {
      error.write(error.self, borrowed(caught().sentence));
      return nullptr;
    }
  }

  static void destroy(void* self) { delete static_cast<Instance*>(self); }

  static void submit(void* self, std::uint64_t call, tidemark_text input, std::uint32_t deadline) {
    auto& instance = *static_cast<Instance*>(self);
    try {
      start(instance, call, view(input), deadline);
    } catch (...) {
      fail(instance, call, caught());
    }
  }

  static void cancel(void* self, std::uint64_t call) {
    auto& instance = *static_cast<Instance*>(self);
    try {
      if constexpr (runs_blocking) {
        if (!instance.threads.forget(call)) return;
        instance.answers.fail(call, TIDEMARK_CANCELLED, "cancelled before it ran");
      } else {
        instance.plugin->cancel(call);
      }
    } catch (...) {
      // The call stays unanswered; the host ends this worker when its patience does.
    }
  }

  static tidemark_status compare(void* self, tidemark_text reference, tidemark_text output,
                                 tidemark_text options, double* score, tidemark_sink explanation) {
    try {
      const Score found = static_cast<Instance*>(self)->plugin->compare(
          view(reference), view(output), view(options));
      *score = found.value;
      explanation.write(explanation.self, borrowed(found.explanation));
      return TIDEMARK_OK;
    } catch (...) {
      const Caught failure = caught();
      explanation.write(explanation.self, borrowed(failure.sentence));
      return failure.status;
    }
  }

  static const void* capability(const char* id) {
    if constexpr (runs) {
      static constexpr tidemark_runner runner{submit, cancel};
      if (std::string_view(id) == TIDEMARK_RUNNER) return &runner;
    }
    if constexpr (compares) {
      static constexpr tidemark_comparator comparator{compare};
      if (std::string_view(id) == TIDEMARK_COMPARATOR) return &comparator;
    }
    return nullptr;
  }
};

}  // namespace tidemark::sdk

/// Exports `Class` as the plugin of this library. Once, outside of any namespace.
#define TIDEMARK_PLUGIN(Class)                                                         \
  const tidemark_plugin tidemark_plugin_entry = {TIDEMARK_ABI_MAJOR,                   \
                                                 TIDEMARK_ABI_MINOR,                   \
                                                 Class::id,                            \
                                                 Class::version,                       \
                                                 Class::summary,                       \
                                                 tidemark::sdk::Entry<Class>::create,  \
                                                 tidemark::sdk::Entry<Class>::destroy, \
                                                 tidemark::sdk::Entry<Class>::capability}
