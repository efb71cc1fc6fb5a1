#include "core/host/supervisor.hpp"

#include <fcntl.h>
#include <tidemark/plugin.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/base/clock.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"

namespace tidemark::host {
namespace {

/// The kind behind a tidemark_status that is not TIDEMARK_OK. Throws BadFrame on an unknown one.
FailureKind kind_of(std::int32_t status) {
  switch (status) {
    case TIDEMARK_FAILED:
      return FailureKind::failed;
    case TIDEMARK_EXCEPTION:
      return FailureKind::plugin_exception;
    case TIDEMARK_TIMEOUT:
      return FailureKind::timeout;
    case TIDEMARK_INVALID_OUTPUT:
      return FailureKind::invalid_output;
    case TIDEMARK_CANCELLED:
      return FailureKind::cancelled;
    default:
      throw BadFrame("the unknown status " + std::to_string(status));
  }
}

std::string calls_text(std::size_t calls) {
  return text::counted(calls, "call was in flight", "calls were in flight");
}

constexpr std::chrono::milliseconds usage_interval{100};

std::string with_log(std::string text, const std::string& lines) {
  return lines.empty() ? text : text + "; it printed:\n" + lines;
}

/// Whatever a worker is given beside the harmless variables may be a secret.
text::Redactor redactor_of(const WorkerSpec& spec) {
  std::vector<text::Secret> secrets;
  for (const std::string& name : spec.environment) {
    if (const char* value = std::getenv(name.c_str())) secrets.push_back({name, value});
  }
  return text::Redactor(secrets);
}

}  // namespace

Supervisor::Supervisor(EventLoop& loop, Undertaker& undertaker, const HostSettings& settings,
                       WorkerSpec spec)
    : loop_(loop),
      undertaker_(undertaker),
      settings_(settings),
      spec_(std::move(spec)),
      redactor_(redactor_of(spec_)),
      calls_(loop, settings.stop_grace,
             {[this](std::uint64_t call) {
                if (process_) process_->send(encode(Cancel{call}));
              },
              [this] { kill({"did not end a call when asked, so it was killed"}); }}),
      start_timer_(loop),
      usage_timer_(loop) {}

void Supervisor::start(bool create, std::function<void(Started)> started) {
  started_ = std::move(started);
  create_ = create;
  constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  plugin_file_.reset(::open(spec_.plugin.path.c_str(), flags));
  try_to_start();
}

void Supervisor::try_to_start() {
  try {
    start_process(create_);
  } catch (const Error& error) {
    tell_started(error);
  }
}

void Supervisor::start_process(bool create) {
  const std::string load = encode(Load{
      .id = spec_.plugin.id,
      .path = spec_.plugin.path.string(),
      .sha256 = spec_.plugin.sha256,
      .config = spec_.config,
      .output_limit = std::min(settings_.output_limit, text_limit),
      .create = create,
  });
  ready_ = false;
  process_ = std::make_shared<WorkerProcess>(
      loop_, undertaker_,
      spawn_worker(settings_.worker_command, spec_, plugin_file_.get(), undertaker_.folder()),
      settings_);
  const std::weak_ptr<Supervisor> self = weak_from_this();
  process_->begin({[self](const Frame& frame) {
                     if (const auto alive = self.lock()) alive->take(frame);
                   },
                   [self](const Death& death) {
                     if (const auto alive = self.lock()) alive->see_death(death);
                   }});
  process_->send(load);
  start_timer_.set(Clock::now() + settings_.start_deadline, [self] {
    const auto alive = self.lock();
    if (!alive || alive->ready_) return;
    alive->kill({"did not start within " + duration_text(alive->settings_.start_deadline) +
                 ", so it was killed"});
  });
  answered_ = 0;
  memory_ = 0;
  watch_usage();
}

/// Looks again and again while the process lives.
void Supervisor::watch_usage() {
  usage_timer_.set(Clock::now() + usage_interval, [self = weak_from_this()] {
    const auto alive = self.lock();
    if (!alive || !alive->process_) return;
    const Usage usage = alive->process_->usage();
    alive->memory_ = usage.memory;
    if (const auto excess = excess_of(usage, alive->settings_)) {
      return alive->kill({*excess + ", so it was killed", false, true});
    }
    alive->watch_usage();
  });
}

bool Supervisor::is_worn_out() const {
  return process_ && ready_ &&
         (answered_ >= settings_.recycle_after || memory_ > settings_.recycle_memory);
}

/// Whether a call must wait until the process can be replaced. Replaces it when it can be.
bool Supervisor::must_wait() {
  if (!is_worn_out()) return false;
  if (calls_.size() != 0) return true;
  usage_timer_.clear();
  std::exchange(process_, nullptr)->stop();
  ready_ = false;
  return false;
}

void Supervisor::begin_held() {
  for (const Held& call : std::exchange(held_, {})) call.begin();
}

void Supervisor::fail_held() {
  for (const Held& call : std::exchange(held_, {})) {
    call.fail({FailureKind::cancelled, "the run was stopped"});
  }
}

void Supervisor::cancel_all() {
  fail_held();
  calls_.cancel_all();
}

void Supervisor::kill(const Death& death) {
  if (const auto process = process_) process->kill(death);
}

/// Why there is no process to give a call to, after trying.
std::optional<Failure> Supervisor::running() {
  if (closed_) return Failure{FailureKind::cancelled, "the run was stopped"};
  if (process_) return std::nullopt;
  if (deaths_ > settings_.restarts) {
    return Failure{FailureKind::load,
                   "plugin " + spec_.plugin.id + " is not started again after " +
                       std::to_string(deaths_) +
                       " deaths in a row without an answer; the last: " + last_death_};
  }
  try {
    start_process(true);
    return std::nullopt;
  } catch (const Error& error) {
    return Failure{FailureKind::load, error.what()};
  }
}

void Supervisor::call(Calls::Role role, std::chrono::milliseconds timeout,
                      const std::function<std::string(std::uint64_t)>& frame,
                      std::function<void(Ending)> done) {
  if (const auto failure = running()) return done({{}, 0, *failure, {}, {}});
  const std::uint64_t call = calls_.begin(role, timeout, std::move(done));
  try {
    gathers_ ? process_->add(frame(call)) : process_->send(frame(call));
  } catch (const BadFrame& bad) {
    calls_.end(
        call,
        {{}, 0, Failure{FailureKind::failed, std::string("the call is ") + bad.what()}, {}, {}});
  }
}

void Supervisor::submit(std::string_view input, std::chrono::milliseconds timeout,
                        std::function<void(Answer)> done) {
  if (must_wait()) {
    return hold(
        {[this, input = std::string(input), timeout, done] { submit(input, timeout, done); },
         [done](const Failure& failure) {
           done({{}, failure, {}, {}});
         }});
  }
  const auto deadline_ms =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>(timeout.count(), 0, UINT32_MAX));
  call(
      Calls::Role::run, timeout,
      [&](std::uint64_t number) {
        return encode(Submit{number, deadline_ms, input});
      },
      [done = std::move(done)](Ending ending) {
        done({std::move(ending.text), std::move(ending.failure), std::move(ending.log), ending.took,
              std::move(ending.facts)});
      });
}

bool Supervisor::submit_at_once(std::vector<Submission>& all) {
  if (closed_ || !process_ || !ready_ || is_worn_out() || !held_.empty()) return false;
  const auto process = process_;
  gathers_ = true;
  for (Submission& one : all) submit(one.input.str(), one.timeout, std::move(one.done));
  gathers_ = false;
  process->flush();
  return true;
}

void Supervisor::compare(Compare texts, std::chrono::milliseconds timeout,
                         std::function<void(Comparison)> done) {
  if (must_wait()) {
    return hold(
        {[this, reference = std::string(texts.reference), output = std::string(texts.output),
          options = std::string(texts.options), timeout, done] {
           compare({0, reference, output, options}, timeout, done);
         },
         [done](const Failure& failure) {
           done({0, {}, failure});
         }});
  }
  call(
      Calls::Role::comparison, timeout,
      [&](std::uint64_t number) {
        texts.call = number;
        return encode(texts);
      },
      [done = std::move(done)](Ending ending) {
        done(
            {ending.failure ? 0 : ending.score, std::move(ending.text), std::move(ending.failure)});
      });
}

void Supervisor::take(const Frame& frame) {
  switch (frame.kind) {
    case FrameKind::hello:
      return take_hello(frame);
    case FrameKind::refused:
      return take_refusal(frame);
    case FrameKind::done:
      return take_done(decode<Done>(frame));
    case FrameKind::reported:
      return take_facts(decode<Reported>(frame));
    case FrameKind::compared:
      return take_compared(decode<Compared>(frame));
    default:
      throw BadFrame("a message that only a host sends");
  }
}

void Supervisor::take_hello(const Frame& frame) {
  if (ready_) throw BadFrame("a second greeting");
  Hello hello = decode<Hello>(frame);
  ready_ = true;
  start_timer_.clear();
  info_ = {std::move(hello.id), clean(hello.version), clean(hello.summary),
           std::move(hello.capabilities)};
  tell_started(std::nullopt);
}

void Supervisor::take_refusal(const Frame& frame) {
  if (ready_) throw BadFrame("a refusal after its greeting");
  const Refused refused = decode<Refused>(frame);
  tell_started(Error(refused.fault, clean(refused.text)));
  Death death{"refused to start: " + clean(refused.text)};
  death.of_security = refused.fault == Fault::security;
  process_->kill(death);
}

void Supervisor::take_done(const Done& done) {
  if (!calls_.expects(done.call, Calls::Role::run)) {
    throw BadFrame("an answer to call " + std::to_string(done.call) + ", which is not in flight");
  }
  Ending ending;
  if (done.status != TIDEMARK_OK) {
    ending.failure = Failure{kind_of(done.status), clean(done.error)};
    ending.log = process_->log().excerpt(redactor_);
  } else if (!text::is_utf8(done.output)) {
    ending.failure = Failure{FailureKind::invalid_output, "the output is not UTF-8"};
    ending.log = process_->log().excerpt(redactor_);
    calls_.end(done.call, std::move(ending));
    throw BadFrame("an output that is not UTF-8");
  } else {
    ending.text = redactor_.redacted(std::string(done.output));
  }
  end_well(done.call, std::move(ending));
}

void Supervisor::take_facts(const Reported& reported) {
  if (!calls_.expects(reported.call, Calls::Role::run)) {
    throw BadFrame("facts about call " + std::to_string(reported.call) +
                   ", which is not in flight");
  }
  Told told = told_by(reported.facts);
  told.facts.model = clean(told.facts.model);
  told.facts.fingerprint = clean(told.facts.fingerprint);
  if (!calls_.note(reported.call, std::move(told))) {
    throw BadFrame("facts about call " + std::to_string(reported.call) + " a second time");
  }
}

void Supervisor::take_compared(const Compared& compared) {
  if (!calls_.expects(compared.call, Calls::Role::comparison)) {
    throw BadFrame("an answer to comparison " + std::to_string(compared.call) +
                   ", which is not in flight");
  }
  Ending ending;
  ending.text = clean(compared.explanation);
  ending.score = compared.score;
  if (compared.status != TIDEMARK_OK) {
    ending.failure = Failure{kind_of(compared.status), ending.text};
  } else if (!(compared.score >= 0 && compared.score <= 1)) {  // catches NaN
    const std::string fact = "the score " + std::to_string(compared.score) + ", not in [0,1]";
    ending.failure = Failure{FailureKind::protocol, "plugin " + spec_.plugin.id + " sent " + fact};
    calls_.end(compared.call, std::move(ending));
    throw BadFrame(fact);
  }
  end_well(compared.call, std::move(ending));
}

void Supervisor::end_well(std::uint64_t call, Ending ending) {
  deaths_ = 0;
  ++answered_;
  calls_.end(call, std::move(ending));
  if (!held_.empty() && calls_.size() == 0) begin_held();
}

void Supervisor::tell_started(std::optional<Error> refusal) {
  if (const auto told = std::exchange(started_, nullptr)) told({info_, std::move(refusal)});
}

Failure Supervisor::failure_after(const Death& death) const {
  const FailureKind kind = death.of_security         ? FailureKind::refused
                           : death.took_too_much     ? FailureKind::resource
                           : death.broke_rules       ? FailureKind::protocol
                           : ready_ || death.by_kill ? FailureKind::plugin_crash
                                                     : FailureKind::load;
  return {kind, worker_name() + ' ' + death.how + " while " + calls_text(calls_.size())};
}

void Supervisor::see_death(const Death& death) {
  const std::shared_ptr<WorkerProcess> dead = std::exchange(process_, nullptr);
  start_timer_.clear();
  usage_timer_.clear();
  // Whoever was killed by somebody else, as where memory ends, may well start another time.
  const bool may_start = started_ && death.by_kill && !std::exchange(is_second_start_, true);
  if (may_start) return try_to_start();
  ++deaths_;
  last_death_ = worker_name() + ' ' + death.how;
  tell_started(Error(Fault::evaluation,
                     with_log(last_death_ + (death.how.ends_with("killed") ? "" : " at load"),
                              dead->log().excerpt(redactor_))));
  calls_.end_all(failure_after(death), dead->log().excerpt(redactor_));
  begin_held();
}

void Supervisor::close() {
  closed_ = true;
  start_timer_.clear();
  if (const auto process = std::exchange(process_, nullptr)) process->stop();
  tell_started(Error(Fault::evaluation, worker_name() + " was stopped while it started"));
  usage_timer_.clear();
  calls_.end_all({FailureKind::cancelled, "the run was stopped"}, {});
  fail_held();
  calls_.clear_timer();
}

}  // namespace tidemark::host
