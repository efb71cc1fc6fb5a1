#include "plugins/web/client.hpp"

#include <curl/curl.h>

#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "plugins/web/sockets.hpp"
#include "plugins/web/transfer.hpp"

namespace tidemark::web {
namespace {

/// A worker may hold 4096 descriptors; what comes on top waits for a connection.
constexpr long most_connections = 2048;

struct Beginning {
  std::uint64_t call = 0;
  Request request;
  Clock::time_point deadline;
  Ended ended;
};

}  // namespace

struct Client::Impl {
  Impl(Rules chosen, Telling its_telling)
      : rules(std::move(chosen)), telling(std::move(its_telling)), multi(curl_multi_init()) {
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, most_connections);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, most_connections);
    thread = std::thread([this] { serve(); });
  }
  ~Impl() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
    }
    sockets.wake();
    thread.join();
    for (const auto& [call, transfer] : transfers) {
      curl_multi_remove_handle(multi, transfer->easy());
    }
    transfers.clear();
    curl_multi_cleanup(multi);
  }

  void serve() {
    while (take_wishes()) {
      sockets.serve();
      telling([this] { see_all_endings(); });
    }
  }

  /// To tell of some takes longer than the next, which are there already.
  void see_all_endings() {
    constexpr int most_rounds = 4;
    bool may_be_more = true;
    see_endings();
    for (int round = 1; round < most_rounds && may_be_more; ++round) {
      may_be_more = sockets.serve_now();
      see_endings();
    }
  }

  /// False when the client ends.
  bool take_wishes() {
    std::vector<Beginning> beginnings;
    std::vector<std::uint64_t> wishes;
    {
      const std::lock_guard lock(mutex);
      if (ending) return false;
      beginnings.swap(begun);
      wishes.swap(cancelled);
    }
    for (Beginning& beginning : beginnings) begin(std::move(beginning));
    for (const std::uint64_t call : wishes) {
      if (const auto transfer = taken(call)) transfer->tell_cancelled();
    }
    return true;
  }

  void begin(Beginning beginning) {
    auto transfer = std::make_unique<Transfer>(means, beginning.call, std::move(beginning.request),
                                               beginning.deadline, std::move(beginning.ended));
    curl_multi_add_handle(multi, transfer->easy());
    transfers[beginning.call] = std::move(transfer);
  }

  /// A transfer that is in flight no more.
  std::unique_ptr<Transfer> taken(std::uint64_t call) {
    const auto found = transfers.find(call);
    if (found == transfers.end()) return nullptr;
    auto transfer = std::move(found->second);
    transfers.erase(found);
    curl_multi_remove_handle(multi, transfer->easy());
    return transfer;
  }

  void see_endings() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg == CURLMSG_DONE) see_ending(message->easy_handle, message->data.result);
    }
  }

  void see_ending(CURL* easy, CURLcode code) {
    char* self = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
    // Only while it is in flight does the handle know its socket.
    if (code == CURLE_OK) connections.rests(easy);
    const auto* transfer = reinterpret_cast<Transfer*>(self);
    auto ended = taken(transfer->call());
    if (!ended->goes_on(code)) return ended->tell();
    curl_multi_add_handle(multi, easy);
    transfers[ended->call()] = std::move(ended);
  }

  const Rules rules;
  const Telling telling;
  Connections connections;  ///< of the thread
  CURLM* const multi;
  Sockets sockets{multi};
  Handles handles{rules};
  const Means means{rules, handles, connections, sockets};
  std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers;  ///< of the thread

  std::mutex mutex;  ///< guards the next three
  std::vector<Beginning> begun;
  std::vector<std::uint64_t> cancelled;
  bool ending = false;

  std::thread thread;
};

Client::Client(Rules rules, Telling telling) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw std::runtime_error(curl_easy_strerror(ready));
  impl_ = std::make_unique<Impl>(std::move(rules), std::move(telling));
}

Client::~Client() = default;

void Client::start(std::uint64_t call, Request request, std::chrono::milliseconds deadline,
                   Ended ended) {
  bool first = false;
  {
    const std::lock_guard lock(impl_->mutex);
    first = impl_->begun.empty();
    impl_->begun.push_back({call, std::move(request), Clock::now() + deadline, std::move(ended)});
  }
  // Who was woken for another call and has not taken that yet takes this one, too.
  if (first) impl_->sockets.wake();
}

void Client::cancel(std::uint64_t call) {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->cancelled.push_back(call);
  }
  impl_->sockets.wake();
}

}  // namespace tidemark::web
