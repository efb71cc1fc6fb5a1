// quick_server [--delay MS] [--wrong EVERY]: answers POSTs on loopback as fast as one core can,
// until its standard input ends. Prints its port. The answer repeats the request's number; with
// --wrong, every so many-th number gets another text.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

using Clock = std::chrono::steady_clock;

struct Settings {
  std::chrono::milliseconds delay{0};
  unsigned wrong = 0;
};

/// The digits behind `"number":` in a body; 0 when there are none.
unsigned number_in(std::string_view body) {
  constexpr std::string_view key = "\"number\":";
  const std::size_t at = body.find(key);
  unsigned number = 0;
  if (at == std::string_view::npos) return number;
  const char* first = body.data() + at + key.size();
  while (first != body.data() + body.size() && *first == ' ') ++first;
  std::from_chars(first, body.data() + body.size(), number);
  return number;
}

std::string answer_to(std::string_view body, const Settings& settings) {
  static const std::string padding(400, 'x');
  const unsigned number = number_in(body);
  const bool wrong = settings.wrong != 0 && number % settings.wrong == 0;
  std::string json = "{\"number\":" + std::to_string(number) + ",\"queue\":\"" +
                     (wrong ? "other" : "queue-" + std::to_string(number % 7)) +
                     "\",\"confidence\":0.75,\"tags\":[\"a\",\"b\",\"c\"],\"text\":\"" + padding +
                     "\"}";
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(json.size()) + "\r\n\r\n" + json;
}

/// The length that the headers name; 0 when they name none.
std::size_t length_in(std::string_view head) {
  for (const std::string_view key : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = head.find(key);
    if (at == std::string_view::npos) continue;
    std::size_t length = 0;
    std::from_chars(head.data() + at + key.size(), head.data() + head.size(), length);
    return length;
  }
  return 0;
}

class Server {
 public:
  explicit Server(const Settings& settings)
      : settings_(settings), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 4096) != 0) std::exit(1);
    ::getsockname(listener_, generic, &size);
    std::printf("%d\n", ::ntohs(address.sin_port));
    std::fflush(stdout);
    watch(listener_);
    watch(0);
  }

  void serve() {
    std::array<epoll_event, 256> events;
    for (;;) {
      const int count =
          ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), wait_ms());
      for (int i = 0; i < count; ++i) {
        const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
        if (descriptor == 0) return;
        if (descriptor == listener_) {
          accept_all();
        } else {
          read(descriptor);
        }
      }
      answer_due();
    }
  }

 private:
  struct Due {
    Clock::time_point when;
    int descriptor;
    std::string answer;
  };

  void watch(int descriptor) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  int wait_ms() const {
    if (due_.empty()) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(due_.front().when - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
  }

  void accept_all() {
    for (;;) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      const int one = 1;
      ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      inputs_[descriptor].clear();
      watch(descriptor);
    }
  }

  void read(int descriptor) {
    std::array<char, 65536> bytes;
    const ssize_t got = ::read(descriptor, bytes.data(), bytes.size());
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      inputs_.erase(descriptor);
      ::close(descriptor);
      return;
    }
    std::string& input = inputs_[descriptor];
    input.append(bytes.data(), static_cast<std::size_t>(got));
    while (take_request(descriptor, input)) {
    }
  }

  bool take_request(int descriptor, std::string& input) {
    const std::size_t end = input.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const std::size_t length = length_in(std::string_view(input).substr(0, end + 2));
    if (input.size() < end + 4 + length) return false;
    std::string answer = answer_to(std::string_view(input).substr(end + 4, length), settings_);
    input.erase(0, end + 4 + length);
    if (settings_.delay.count() == 0) {
      write(descriptor, answer);
    } else {
      due_.push_back({Clock::now() + settings_.delay, descriptor, std::move(answer)});
    }
    return true;
  }

  void answer_due() {
    const auto now = Clock::now();
    for (; !due_.empty() && due_.front().when <= now; due_.pop_front()) {
      if (inputs_.contains(due_.front().descriptor))
        write(due_.front().descriptor, due_.front().answer);
    }
  }

  /// Answers are smaller than any socket's buffer, and nobody asks twice before reading.
  static void write(int descriptor, std::string_view text) {
    if (::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL) < 0) std::perror("send");
  }

  const Settings settings_;
  const int poll_;
  int listener_ = -1;
  std::unordered_map<int, std::string> inputs_;
  std::deque<Due> due_;
};

}  // namespace

int main(int count, char** arguments) {
  Settings settings;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = arguments[i];
    if (name == "--delay") settings.delay = std::chrono::milliseconds(std::atoi(arguments[i + 1]));
    if (name == "--wrong") settings.wrong = static_cast<unsigned>(std::atoi(arguments[i + 1]));
  }
  Server(settings).serve();
}
