#include "core/text/redactor.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "core/text/ascii.hpp"
#include "core/text/decoded.hpp"
#include "core/text/secret_forms.hpp"

namespace tidemark::text {
namespace {

constexpr std::size_t anchor_size = 6;  // of what is left at a cut, too
constexpr std::size_t least_piece = 8;
constexpr std::size_t longest_cut_escape = 6;
constexpr int most_escapes = 2;  // as of JSON within JSON
constexpr std::string_view quotes = "\"'`";

std::uint64_t anchor_of(std::string_view text) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), anchor_size);
  return bytes;
}

std::size_t two_bytes(std::string_view text) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U |
         static_cast<unsigned char>(text[1]);
}

std::size_t same_ahead(std::string_view text, std::string_view form) {
  const auto end = std::mismatch(form.begin(), form.end(), text.begin(), text.end()).first;
  return static_cast<std::size_t>(end - form.begin());
}

std::size_t same_behind(std::string_view text, std::string_view form) {
  const auto end = std::mismatch(form.rbegin(), form.rend(), text.rbegin(), text.rend()).first;
  return static_cast<std::size_t>(end - form.rbegin());
}

/// Whether a text may have been cut off where `rest` is what comes.
bool is_cut_before(std::string_view rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(quotes), rest.size()));
  return rest.empty() || rest.starts_with("...") || rest.starts_with("\u2026") ||
         rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The same where `text` is what came.
bool is_cut_after(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(quotes) + 1);
  return text.empty() || text.ends_with("...") || text.ends_with("\u2026") ||
         text.ends_with("stderr:\n");
}

/// Whether a text may have been cut at `at`, or within an escape there of which some bytes stay.
bool is_cut_near(std::string_view text, std::size_t at, bool before) {
  const auto stays = [&](std::size_t i) {
    const char c = before ? text[at + i] : text[at - i - 1];
    const bool starts = c == '\\' || c == '%' || c == '&';
    return before && i == 0 ? starts : starts || c == '#' || c == ';' || is_alphanumeric(c);
  };
  const std::size_t most = std::min(longest_cut_escape, before ? text.size() - at : at);
  for (std::size_t i = 0;; ++i) {
    if (before ? is_cut_before(text.substr(at + i)) : is_cut_after(text.substr(0, at - i))) {
      return true;
    }
    if (i == most || !stays(i)) return false;
  }
}

}  // namespace

Redactor::Redactor(const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) {
    for (SecretForm& form : forms_of_secret(secret.value)) {
      const std::size_t size = form.text.size();
      const std::size_t least = form.is_line ? size : std::max(least_piece, (size + 1) / 2);
      forms_.push_back({std::move(form.text), std::min(least, size), '[' + secret.name + ']'});
    }
  }
  const auto key = [](const Form& form) { return std::tie(form.text, form.least, form.name); };
  std::sort(forms_.begin(), forms_.end(),
            [&](const Form& a, const Form& b) { return key(a) < key(b); });
  forms_.erase(std::unique(forms_.begin(), forms_.end(),
                           [](const Form& a, const Form& b) { return a.text == b.text; }),
               forms_.end());
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    const std::string_view text = forms_[i].text;
    add_anchor(text, i, false);
    add_anchor(text.substr(text.size() - anchor_size), i, true);
  }
  std::stable_sort(anchors_.begin(), anchors_.end(),
                   [](const Anchor& a, const Anchor& b) { return a.bytes < b.bytes; });
}

void Redactor::add_anchor(std::string_view bytes, std::size_t form, bool is_end) {
  anchors_.push_back({anchor_of(bytes), form, is_end});
  may_start_anchor_.set(two_bytes(bytes));
}

void Redactor::try_anchor(const Decoded& decoded, std::size_t at, const Anchor& anchor,
                          std::vector<Found>& found) const {
  const Form& form = forms_[anchor.form];
  const std::string_view text = decoded.text();
  std::size_t start = at, end = at + anchor_size;
  if (anchor.is_end) {
    start = end - same_behind(text.substr(0, end), form.text);
  } else {
    end = start + same_ahead(text.substr(start), form.text);
  }
  const std::size_t size = end - start;
  const std::size_t edge = anchor.is_end ? start : end;
  if (size < form.least && !is_cut_near(text, edge, !anchor.is_end)) return;
  const Found one{decoded.source(start), decoded.source(end), &form, size == form.text.size()};
  // One that repeats itself must not fill the memory.
  if (!found.empty() && found.back().form == &form && one.start >= found.back().start &&
      one.start < found.back().end) {
    found.back().end = std::max(found.back().end, one.end);
  } else {
    found.push_back(one);
  }
}

void Redactor::find(const Decoded& decoded, std::vector<Found>& found) const {
  const std::string_view text = decoded.text();
  for (std::size_t at = 0; at + anchor_size <= text.size(); ++at) {
    if (!may_start_anchor_.test(two_bytes(text.substr(at, 2)))) continue;
    const std::uint64_t bytes = anchor_of(text.substr(at, anchor_size));
    auto anchor = std::lower_bound(anchors_.begin(), anchors_.end(), bytes,
                                   [](const Anchor& a, std::uint64_t b) { return a.bytes < b; });
    for (; anchor != anchors_.end() && anchor->bytes == bytes; ++anchor) {
      try_anchor(decoded, at, *anchor, found);
    }
  }
}

void Redactor::find_in_all(const Decoded& reading, int escapes, std::vector<Found>& found) const {
  find(reading, found);
  if (escapes == most_escapes) return;
  for (const Escapes kind : {Escapes::json, Escapes::url, Escapes::html}) {
    if (const auto read = reading.with(kind)) find_in_all(*read, escapes + 1, found);
  }
}

std::string Redactor::redacted(std::string text) const {
  if (empty()) return text;
  const Decoded as_it_is(std::move(text));
  std::vector<Found> found;
  find_in_all(as_it_is, 0, found);
  const auto by_start = [](const Found& a, const Found& b) { return a.start < b.start; };
  std::stable_sort(found.begin(), found.end(), by_start);
  const std::string& source = as_it_is.text();
  std::string clean;
  std::size_t copied = 0;
  for (auto one = found.begin(); one != found.end();) {
    // What overlaps goes together, so that nothing of any is left; the longest gives the name.
    const auto rank = [](const Found& f) { return std::make_pair(f.end - f.start, f.is_whole); };
    const Found* best = &*one;
    std::size_t end = one->end;
    clean.append(source, copied, one->start - copied);
    for (; one != found.end() && one->start < end; ++one) {
      end = std::max(end, one->end);
      if (rank(*one) > rank(*best)) best = &*one;
    }
    clean += best->form->name;
    copied = end;
  }
  return clean.append(source, copied);
}

}  // namespace tidemark::text
