#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "replay/pipeline/range.hpp"

namespace tidemark::pipeline {

/// Where copies of plugins lie, by the SHA-256 that they are pinned by.
using PluginCopies = std::map<std::string, std::filesystem::path>;

/// The plugins of a range's base whose pins the head changes, copied out of the base's commit: what
/// lies on disk by then is the head's, and the base's judge runs its own. Only what has the bytes
/// that the base pins is copied; a file that changed under an unchanged pin is refused as ever. The
/// copies go with it.
class BasePlugins {
 public:
  /// Throws Error(store) when a copy cannot be made.
  explicit BasePlugins(const Range& range);
  BasePlugins(const BasePlugins&) = delete;
  BasePlugins& operator=(const BasePlugins&) = delete;

  const PluginCopies& copies() const { return copies_; }

 private:
  /// Removed with all in it.
  struct Folder {
    Folder() = default;
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();

    std::filesystem::path path;  ///< "": there was nothing to copy
  };

  void copy(const git::File& file, const std::string& text, const std::string& sha256);

  Folder folder_;
  PluginCopies copies_;
};

}  // namespace tidemark::pipeline
