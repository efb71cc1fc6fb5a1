#include "core/contract/lifecycle.hpp"

#include "core/base/clock.hpp"

namespace tidemark::contract {

Sunset sunset_of(const Element& element) {
  if (!element) return {};
  const std::string* text = element.value->string();
  if (text == nullptr || text->size() < 10) return {true, ""};
  const std::string day = text->substr(0, 10);
  return {true, parse_utc(day) ? day : ""};
}

Lifecycle lifecycle_of(const Element& element) {
  return {element["deprecated"].is_true(), sunset_of(element["x-sunset"])};
}

void compare_deprecation(const Lifecycle& was, const Lifecycle& is, const Spot& spot,
                         const Element& place, SchemaWalk& walk) {
  if (was.deprecated == is.deprecated) return;
  const auto report = [&](const char* rule, const std::string& text) {
    walk.findings.add_keyword(rule, spot, place, spot.name() + text);
  };
  if (was.deprecated) return report("reactivated", " is no longer deprecated");
  if (!is.sunset.said) return report("deprecated", " was deprecated");
  if (is.sunset.is_broken()) {
    return report("deprecated-sunset-invalid", " was deprecated with a sunset that is no date");
  }
  if (is.sunset.day < walk.today) {
    return report("sunset-date-too-small",
                  " was deprecated with the sunset " + is.sunset.day + ", which has passed");
  }
  report("deprecated-with-sunset", " was deprecated, with the sunset " + is.sunset.day);
}

namespace {

void compare_sunsets(const Sunset& was, const Sunset& is, const Spot& spot, const Element& place,
                     SchemaWalk& walk) {
  if (was.said && !is.said) {
    walk.findings.add("sunset-deleted", spot, place, spot.whole + " has no sunset any more");
  } else if (!was.day.empty() && is.day < was.day && is.day < walk.today) {
    walk.findings.add("api-sunset-date-changed-too-small", spot, place,
                      "the sunset of " + spot.whole + " moved from " + was.day + " to " + is.day +
                          ", which has passed");
  }
}

}  // namespace

void compare_operation_deprecation(const Lifecycle& was, const Lifecycle& is, const Spot& spot,
                                   const Element& place, SchemaWalk& walk) {
  const auto report = [&](const char* rule, const std::string& text) {
    walk.findings.add(rule, spot, place, spot.whole + text);
  };
  const bool was_broken = was.deprecated && was.sunset.is_broken();
  if (is.deprecated && is.sunset.is_broken() && !was_broken) {
    return report("api-deprecated-sunset-parse", " has a sunset that is no date");
  }
  if (was.deprecated && !is.deprecated) {
    return report("endpoint-reactivated", " is no longer deprecated");
  }
  if (was.deprecated && is.deprecated) {
    return compare_sunsets(was.sunset, is.sunset, spot, place, walk);
  }
  if (was.deprecated == is.deprecated) return;
  if (!is.sunset.said) return report("endpoint-deprecated", " was deprecated");
  if (is.sunset.day < walk.today) {
    return report("api-sunset-date-too-small",
                  " was deprecated with the sunset " + is.sunset.day + ", which has passed");
  }
  report("endpoint-deprecated-with-sunset", " was deprecated, with the sunset " + is.sunset.day);
}

std::string removal_of(const Lifecycle& was, const std::string& today) {
  if (!was.deprecated) return "without-deprecation";
  return was.sunset.said && was.sunset.day > today ? "before-sunset" : "with-deprecation";
}

std::string removal_text(const Lifecycle& was, const std::string& today) {
  if (!was.deprecated) return " without being deprecated first";
  if (!was.sunset.said) return " after it was deprecated";
  return (was.sunset.day > today ? " before its sunset " : " after its sunset ") + was.sunset.day;
}

}  // namespace tidemark::contract
