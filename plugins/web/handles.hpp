#pragma once

#include <curl/curl.h>

#include <vector>

#include "plugins/web/client.hpp"

namespace tidemark::web {

/// libcurl's handles with what all calls of a client have in common, used again: to make one, or to
/// set it up, costs more than many a call does. Only for the client's thread.
class Handles {
 public:
  /// The rules must outlive it.
  explicit Handles(const Rules& rules) : rules_(rules) {}
  ~Handles();
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;

  /// One whose settings of the call before are still there, if there was one.
  CURL* take();
  void give_back(CURL* handle);

 private:
  const Rules& rules_;
  std::vector<CURL*> idle_;
};

}  // namespace tidemark::web
