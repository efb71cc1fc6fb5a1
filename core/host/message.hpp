#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/host/frame.hpp"

namespace tidemark::host {

/// What host and worker say to each other, one struct per FrameKind. encode() makes a whole frame
/// and throws BadFrame when it would be too large; decode() throws BadFrame on anything else than
/// what encode() makes. Texts of calls are borrowed, since they are large.

inline constexpr std::uint64_t protocol_magic = 0x316b72616d656474;  // "tdemark1"
inline constexpr std::uint64_t protocol_version = 1;

struct Load {
  std::string id;
  std::string path;
  std::string sha256;
  std::string config;
  std::uint64_t output_limit = text_limit;
  bool create = true;  ///< false: only say what the plugin is

  bool operator==(const Load&) const = default;
};

struct Hello {
  std::string id;
  std::string version;
  std::string summary;
  std::vector<std::string> capabilities;

  bool operator==(const Hello&) const = default;
};

struct Refused {
  Fault fault{};
  std::string text;

  bool operator==(const Refused&) const = default;
};

struct Submit {
  std::uint64_t call = 0;
  std::uint32_t deadline_ms = 0;
  std::string_view input;
};

struct Cancel {
  std::uint64_t call = 0;
};

/// `status` is a tidemark_status.
struct Done {
  std::uint64_t call = 0;
  std::int32_t status = 0;
  std::string_view output;
  std::string_view error;
};

/// `facts` is JSON text.
struct Reported {
  std::uint64_t call = 0;
  std::string_view facts;
};

struct Compare {
  std::uint64_t call = 0;
  std::string_view reference;
  std::string_view output;
  std::string_view options;
};

struct Compared {
  std::uint64_t call = 0;
  std::int32_t status = 0;
  double score = 0;
  std::string_view explanation;
};

struct Stop {};

std::string encode(const Load& message);
std::string encode(const Hello& message);
std::string encode(const Refused& message);
std::string encode(const Submit& message);
std::string encode(const Cancel& message);
std::string encode(const Done& message);
std::string encode(const Reported& message);
std::string encode(const Compare& message);
std::string encode(const Compared& message);
std::string encode(const Stop& message);

/// One of the structs above, from a frame of its kind.
template <class Message>
Message decode(const Frame& frame);

}  // namespace tidemark::host
