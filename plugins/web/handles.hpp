#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

#include "plugins/web/client.hpp"

namespace tidemark::web {

/// One of libcurl's handles. What it was told for the call before need not be told it again.
class Handle {
 public:
  /// Throws std::bad_alloc.
  explicit Handle(const Rules& rules);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  CURL* easy() const { return easy_; }
  void set_url(const std::string& url);
  void set_headers(const std::vector<Header>& headers);

 private:
  CURL* const easy_;
  std::string url_;
  std::vector<Header> headers_;
  curl_slist* lines_ = nullptr;  ///< of the headers
};

/// libcurl's handles with what all calls of a client have in common, used again: to make one, or to
/// set it up, costs more than many a call does. Only for the client's thread.
class Handles {
 public:
  /// The rules must outlive it.
  explicit Handles(const Rules& rules) : rules_(rules) {}

  /// One whose settings of the call before are still there, if there was one.
  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle);

 private:
  const Rules& rules_;
  std::vector<std::unique_ptr<Handle>> idle_;
};

}  // namespace tidemark::web
