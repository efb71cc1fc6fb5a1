#include "core/host/worker.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>

#include "core/base/descriptor.hpp"
#include "core/host/abi_text.hpp"
#include "core/host/channel.hpp"
#include "core/host/facts.hpp"
#include "core/host/loaded_plugin.hpp"

namespace tidemark::host {
namespace {

constexpr rlim_t largest_file = rlim_t{1} << 30U;
constexpr std::size_t longest_error = 32768;

void limit(__rlimit_resource_t resource, rlim_t most) {
  rlimit now{};
  ::getrlimit(resource, &now);
  now.rlim_max = std::min(now.rlim_max, most);
  now.rlim_cur = now.rlim_max;
  ::setrlimit(resource, &now);
}

void limit_this_process() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, most_descriptors);
  limit(RLIMIT_FSIZE, largest_file);
  ::signal(SIGPIPE, SIG_IGN);
  ::fcntl(worker_descriptor, F_SETFD, FD_CLOEXEC);
  ::fcntl(plugin_descriptor, F_SETFD, FD_CLOEXEC);
}

/// One instance of the plugin and the calls it is given.
class Service {
 public:
  Service(Channel& channel, const tidemark_plugin& plugin, const Load& load)
      : channel_(channel),
        plugin_(plugin),
        output_limit_(load.output_limit),
        runner_(static_cast<const tidemark_runner*>(plugin.capability(TIDEMARK_RUNNER))),
        comparator_(
            static_cast<const tidemark_comparator*>(plugin.capability(TIDEMARK_COMPARATOR))),
        instance_(create(load)) {}
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() { plugin_.destroy(instance_); }

  /// Serves one frame. False when it was the last.
  bool serve(const Frame& frame) {
    switch (frame.kind) {
      case FrameKind::submit:
        submit(decode<Submit>(frame));
        return true;
      case FrameKind::cancel:
        cancel(decode<Cancel>(frame));
        return true;
      case FrameKind::compare:
        compare(decode<Compare>(frame));
        return true;
      default:
        return false;
    }
  }

 private:
  static void append(void* self, tidemark_text bytes) {
    auto& text = *static_cast<std::string*>(self);
    if (text.size() < longest_error) text += view(bytes).substr(0, longest_error - text.size());
  }

  void* create(const Load& load) {
    std::string error;
    void* instance =
        plugin_.create(&host_, {load.config.data(), load.config.size()}, {&error, append});
    if (instance != nullptr) return instance;
    throw Error(Fault::configuration,
                "plugin " + load.id + ": " + (error.empty() ? "refuses its configuration" : error));
  }

  static void done(void* self, std::uint64_t call, tidemark_status status, tidemark_text output,
                   tidemark_text error) {
    static_cast<Service*>(self)->answer(
        {call, status, view(output), view(error).substr(0, longest_error)});
  }

  /// The host judges facts; it needs no more of too large ones than to see that.
  static void report(void* self, std::uint64_t call, tidemark_text facts) {
    static_cast<Service*>(self)->channel_.send(
        encode(Reported{call, view(facts).substr(0, facts_limit + 1)}));
  }

  static void hold(void* self) { static_cast<Service*>(self)->channel_.hold(); }
  static void release(void* self) { static_cast<Service*>(self)->channel_.release(); }

  void answer(Done answer) {
    std::string error;
    if (answer.output.size() > output_limit_) {
      error = "the output has " + std::to_string(answer.output.size()) +
              " bytes, more than the limit of " + std::to_string(output_limit_);
      answer = {answer.call, TIDEMARK_INVALID_OUTPUT, {}, error};
    }
    channel_.send(encode(answer));
  }

  /// Exceptions cannot come from a plugin made with the SDK; from another one they cost one call.
  template <class Function>
  void fenced(std::uint64_t call, Function function) {
    try {
      function();
    } catch (const std::exception& exception) {
      answer({call, TIDEMARK_EXCEPTION, {}, exception.what()});
    } catch (...) {
      answer({call, TIDEMARK_EXCEPTION, {}, "threw something that is not a std::exception"});
    }
  }

  void submit(const Submit& message) {
    if (runner_ == nullptr) {
      return answer({message.call, TIDEMARK_FAILED, {}, "the plugin is no runner"});
    }
    fenced(message.call, [&] {
      runner_->submit(instance_, message.call, {message.input.data(), message.input.size()},
                      message.deadline_ms);
    });
  }

  void cancel(const Cancel& message) {
    if (runner_ == nullptr) return;
    fenced(message.call, [&] { runner_->cancel(instance_, message.call); });
  }

  void compare(const Compare& message) {
    std::string explanation;
    Compared compared{message.call, TIDEMARK_FAILED, 0, {}};
    try {
      if (comparator_ == nullptr) throw std::runtime_error("the plugin is no comparator");
      compared.status =
          comparator_->compare(instance_, {message.reference.data(), message.reference.size()},
                               {message.output.data(), message.output.size()},
                               {message.options.data(), message.options.size()}, &compared.score,
                               {&explanation, append});
    } catch (const std::exception& exception) {
      compared.status = TIDEMARK_EXCEPTION;
      explanation = exception.what();
    } catch (...) {
      compared.status = TIDEMARK_EXCEPTION;
      explanation = "threw something that is not a std::exception";
    }
    compared.explanation = explanation;
    channel_.send(encode(compared));
  }

  Channel& channel_;
  const tidemark_plugin& plugin_;
  const std::uint64_t output_limit_;
  const tidemark_runner* const runner_;
  const tidemark_comparator* const comparator_;
  const tidemark_host host_{this, done, report, hold, release};
  void* const instance_;
};

void serve(Channel& channel) {
  const auto first = channel.receive();
  if (!first) return;
  const Load load = decode<Load>(*first);
  const tidemark_plugin& plugin = load_plugin(load);
  const Hello hello = introduce(plugin, load);
  if (!load.create) return channel.send(encode(hello));
  Service service(channel, plugin, load);
  channel.send(encode(hello));
  for (auto frame = channel.receive(); frame && service.serve(*frame);) frame = channel.receive();
}

}  // namespace

int worker_main(int descriptor) {
  limit_this_process();
  Channel channel(descriptor);
  try {
    serve(channel);
    return 0;
  } catch (const Error& error) {
    channel.send(encode(Refused{error.fault(), error.what()}));
  } catch (const std::exception& exception) {
    channel.send(encode(Refused{Fault::evaluation, exception.what()}));
  }
  return 1;
}

}  // namespace tidemark::host
