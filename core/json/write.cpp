#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/json/access.hpp"
#include "core/json/json.hpp"
#include "core/json/writer.hpp"

namespace tidemark::json {
namespace {

using Ordered = nlohmann::ordered_json;
using Member = Object::value_type;

Ordered to_ordered(const Value& value);

Ordered to_ordered(const Array& items) {
  Ordered result = Ordered::array();
  for (const Value& item : items) result.push_back(to_ordered(item));
  return result;
}

Ordered to_ordered(const Object& members) {
  Ordered::object_t result;
  for (const auto& [name, member] : members) result.push_back({name, to_ordered(member)});
  return result;
}

template <typename Scalar>
Ordered to_ordered(const Scalar& scalar) {
  return Ordered(scalar);
}

Ordered to_ordered(const Value& value) {
  return std::visit([](const auto& content) { return to_ordered(content); }, Access::data(value));
}

/// Compact text; canonical or with members as they stand.
class Compact {
 public:
  Compact(std::string& out, bool canonical) : writer_(out), canonical_(canonical) {}

  void write(const Value& value) {
    std::visit([this](const auto& content) { put(content); }, Access::data(value));
  }

 private:
  void put(std::nullptr_t) { writer_.null(); }
  void put(bool value) { writer_.boolean(value); }
  void put(std::int64_t value) { writer_.integer(value); }
  void put(std::uint64_t value) { writer_.large(value); }
  void put(double value) { canonical_ ? writer_.canonical_real(value) : writer_.real(value); }
  void put(const std::string& value) { writer_.text(value); }

  void put(const Array& items) {
    writer_.raw('[');
    for (const Value& item : items) {
      if (&item != items.data()) writer_.raw(',');
      write(item);
    }
    writer_.raw(']');
  }

  void put(const Object& members) {
    const auto by_name = [](const Member& a, const Member& b) { return a.first < b.first; };
    writer_.raw('{');
    if (!canonical_ || std::is_sorted(members.begin(), members.end(), by_name)) {
      for (const Member& member : members) put(member, &member == members.data());
    } else {
      put_sorted(members);
    }
    writer_.raw('}');
  }

  void put_sorted(const Object& members) {
    std::vector<const Member*> sorted;
    for (const Member& member : members) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(),
              [](const Member* a, const Member* b) { return a->first < b->first; });
    for (const Member* member : sorted) put(*member, member == sorted.front());
  }

  void put(const Member& member, bool first) {
    if (!first) writer_.raw(',');
    writer_.key(member.first);
    write(member.second);
  }

  Writer writer_;
  const bool canonical_;
};

std::string compact(const Value& value, bool canonical) {
  std::string text;
  Compact(text, canonical).write(value);
  return text;
}

}  // namespace

std::string dump(const Value& value) { return compact(value, false); }

std::string dump_pretty(const Value& value) {
  return to_ordered(value).dump(2, ' ', false, Ordered::error_handler_t::replace);
}

std::string canonical(const Value& value) { return compact(value, true); }

}  // namespace tidemark::json
