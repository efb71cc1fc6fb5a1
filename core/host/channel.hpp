#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/host/frame.hpp"

namespace tidemark::host {

/// The worker's end of the socket. Reading is for one thread, writing for any.
class Channel {
 public:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}

  /// Nothing when the host is gone. The frame is valid until the next call.
  std::optional<Frame> receive();
  /// Waits while the host reads slowly. Does nothing once the host is gone.
  void send(std::string_view frame);
  /// What is sent, by whatever thread, may wait until release() was called as often as this.
  void hold();
  void release();

 private:
  void put_held();
  void put(std::string_view bytes) const;

  const int descriptor_;
  std::mutex mutex_;  ///< guards the next two
  int holders_ = 0;
  std::string held_;  ///< but not sent yet
  FrameBuffer buffer_;
  std::array<char, 65536> bytes_;
};

}  // namespace tidemark::host
