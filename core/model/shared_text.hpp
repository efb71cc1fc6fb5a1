#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace tidemark {

/// A text that stays as it is, so that whoever holds a copy holds the same bytes. Any thread.
class SharedText {
 public:
  SharedText() = default;
  SharedText(std::string text) : text_(std::make_shared<const std::string>(std::move(text))) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}

  operator const std::string&() const { return str(); }
  const std::string& str() const {
    static const std::string empty;
    return text_ ? *text_ : empty;
  }

  bool operator==(const SharedText& other) const {
    return text_ == other.text_ || str() == other.str();
  }
  template <std::convertible_to<std::string_view> Text>
  bool operator==(const Text& other) const {
    return str() == std::string_view(other);
  }

 private:
  std::shared_ptr<const std::string> text_;
};

/// Makes one of texts that are equal.
class SharedTexts {
 public:
  const SharedText& of(std::string text) {
    const auto known = texts_.find(std::string_view(text));
    return known != texts_.end() ? *known : *texts_.emplace(std::move(text)).first;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
    std::size_t operator()(const SharedText& text) const {
      return (*this)(std::string_view(text.str()));
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const SharedText& one, const SharedText& other) const { return one == other; }
    bool operator()(std::string_view one, const SharedText& other) const {
      return one == other.str();
    }
    bool operator()(const SharedText& one, std::string_view other) const {
      return one.str() == other;
    }
  };
  std::unordered_set<SharedText, Hash, Equal> texts_;
};

}  // namespace tidemark
