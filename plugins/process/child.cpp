#include "child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "plugins/kit/call_failure.hpp"

namespace tidemark::process {

using namespace plugin;
namespace {

constexpr std::size_t shown_lines = 10;
constexpr std::size_t shown_bytes = 2048;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw CallFailure(TIDEMARK_FAILED, std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void unblock(int descriptor) { ::fcntl(descriptor, F_SETFL, O_NONBLOCK); }

/// This process's variables, but another TMPDIR.
std::vector<std::string> variables_with(const std::string& temporary) {
  std::vector<std::string> variables = {"TMPDIR=" + temporary};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (!text.starts_with("TMPDIR=")) variables.emplace_back(text);
  }
  return variables;
}

}  // namespace

Wake::Wake() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (get() < 0) {
    throw CallFailure(TIDEMARK_FAILED,
                      std::string("cannot make an event: ") + std::strerror(errno));
  }
}

void Wake::ring() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(get(), &one, sizeof one);
}

void Wake::clear() const {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(get(), &count, sizeof count);
}

Child::Child(const Launch& launch, const std::string& temporary, std::string_view& input) {
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe error = make_pipe();
  for (const int ours : {in.write.get(), out.read.get(), error.read.get()}) unblock(ours);
  write_some(in.write.get(), input);
  started_ =
      start(launch, variables_with(temporary), {in.read.get(), out.write.get(), error.write.get()});
  in_ = std::move(in.write);
  out_ = std::move(out.read);
  error_ = std::move(error.read);
}

Child::~Child() {
  // Not reaped yet, so the group's number cannot belong to others.
  signal_group(SIGKILL);
  while (::waitpid(started_.id, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Child::signal_group(int signal) const { ::kill(-started_.id, signal); }

std::optional<ProcessEnding> Child::ending() const {
  siginfo_t info{};
  const int failure =
      ::waitid(P_PID, static_cast<id_t>(started_.id), &info, WEXITED | WNOHANG | WNOWAIT);
  if (failure != 0 || info.si_pid == 0) return std::nullopt;
  const std::string number = std::to_string(info.si_status);
  if (info.si_code == CLD_EXITED) {
    return ProcessEnding{info.si_status == 0, "exited with status " + number};
  }
  return ProcessEnding{false,
                       "was killed by signal " + number + " (" + ::strsignal(info.si_status) + ')'};
}

bool Child::is_working() const {
  if (state_.get() < 0) {
    const std::string path = "/proc/" + std::to_string(started_.id) + "/stat";
    state_ = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  }
  std::array<char, 128> text{};
  const ssize_t size = ::pread(state_.get(), text.data(), text.size(), 0);
  if (size <= 0) return false;
  // `id (name) state`: the name, at most 64 bytes, may hold anything.
  const std::string_view fields(text.data(), static_cast<std::size_t>(size));
  const std::size_t end = fields.rfind(") ");
  return end != std::string_view::npos && fields.substr(end + 2, 1) == "R";
}

bool write_some(int descriptor, std::string_view& text) {
  while (!text.empty()) {
    const ssize_t put = ::write(descriptor, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno == EAGAIN;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool read_some(int descriptor, std::string& text) {
  std::array<char, 65536> bytes;
  for (;;) {
    const ssize_t got = ::read(descriptor, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got < 0 && errno == EAGAIN;
    text.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
  }
}

bool read_rest(int descriptor, std::string& text, std::size_t most) {
  for (std::size_t before = text.size() + 1; before != text.size() && text.size() <= most;) {
    before = text.size();
    if (!read_some(descriptor, text)) return false;
  }
  return true;
}

void Tail::trim() {
  if (text_.size() > 2 * tail_limit) text_.erase(0, text_.size() - tail_limit);
}

std::string Tail::sentence_end() const {
  std::string_view text = text_;
  while (text.ends_with('\n')) text.remove_suffix(1);
  if (text.empty()) return {};
  std::size_t start = text.size();
  for (std::size_t lines = 0; lines < shown_lines && start != 0; ++lines) {
    const std::size_t end = text.rfind('\n', start - 1);
    start = end == std::string_view::npos ? 0 : end;
  }
  start = std::max(start, text.size() - std::min(text.size(), shown_bytes));
  if (text[start] == '\n') ++start;
  return "; last lines of stderr:\n" + std::string(text.substr(start));
}

}  // namespace tidemark::process
