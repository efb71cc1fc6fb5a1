#include "replay/golden/acceptances.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/base/clock.hpp"
#include "core/model/verdict.hpp"
#include "replay/golden/records.hpp"

namespace tidemark::golden {
namespace {

/// An acceptance is about an automation, or about the workspace's policy.
void check_subject(const json::View& record, std::uint32_t line, Complaints& complaints) {
  if (text_member(record, "automation") != policy_subject) {
    check_automation(record, line, complaints);
  }
}

constexpr FileFormat acceptance_format = {"acceptance file", "acceptances", 100'000,
                                          std::size_t{1} << 20U};
constexpr FileFormat approval_format = {"approval file", "approvals", 100'000,
                                        std::size_t{1} << 20U};
constexpr std::array<Member, 9> acceptance_members = {{
    {"automation", MemberType::text, true},
    {"base_baseline", MemberType::text, true},
    {"closure", MemberType::text, true},
    {"effect", MemberType::number, true},
    {"verdict", MemberType::text, true},
    {"reason", MemberType::text, true},
    {"author", MemberType::text, true},
    {"accepted_at", MemberType::text, true},
    {"expires", MemberType::text, true},
}};
constexpr std::array<Member, 3> approval_members = {{
    {"automation", MemberType::text, true},
    {"closure", MemberType::text, true},
    {"approver", MemberType::text, true},
}};

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void check_not_blank(const json::View& record, std::initializer_list<std::string_view> names,
                     std::uint32_t line, Complaints& complaints) {
  for (const std::string_view name : names) {
    if (is_blank(text_member(record, name))) {
      complaints.add(line, std::string(name) + " must not be empty");
    }
  }
}

void check_dates(const json::View& record, std::uint32_t line, Complaints& complaints) {
  for (const std::string_view name : {"accepted_at", "expires"}) {
    if (parse_utc(text_member(record, name))) continue;
    complaints.add(line, std::string(name) + " is not a UTC date or time",
                   "write it as 2026-10-01 or 2026-10-01T09:30:00Z");
  }
  const auto accepted = parse_utc(text_member(record, "accepted_at"));
  const auto expires = parse_utc(text_member(record, "expires"));
  if (accepted && expires && *expires <= *accepted) {
    complaints.add(line, "expires must come after accepted_at");
  }
}

Acceptance acceptance_of(const json::View& record, std::uint32_t line) {
  Acceptance one;
  one.automation = text_member(record, "automation");
  one.base_baseline = text_member(record, "base_baseline");
  one.closure = text_member(record, "closure");
  one.effect = record.find("effect")->value().number();
  one.verdict = text_member(record, "verdict");
  one.reason = text_member(record, "reason");
  one.author = text_member(record, "author");
  one.accepted_at = text_member(record, "accepted_at");
  one.expires = text_member(record, "expires");
  one.line = line;
  return one;
}

void check_acceptance(const json::View& record, std::uint32_t line, Complaints& complaints) {
  check_subject(record, line, complaints);
  check_not_blank(record, {"base_baseline", "closure", "reason", "author"}, line, complaints);
  if (!verdict_kind_named(text_member(record, "verdict"))) {
    complaints.add(line, "verdict \"" + text_member(record, "verdict") + "\" is none",
                   "write it as the gate prints it: CHANGED");
  }
  check_dates(record, line, complaints);
}

std::string line_of(const Acceptance& one) {
  return json::dump(json::Object{{"automation", one.automation},
                                 {"base_baseline", one.base_baseline},
                                 {"closure", one.closure},
                                 {"effect", one.effect},
                                 {"verdict", one.verdict},
                                 {"reason", one.reason},
                                 {"author", one.author},
                                 {"accepted_at", one.accepted_at},
                                 {"expires", one.expires}}) +
         '\n';
}

}  // namespace

std::vector<Acceptance> read_acceptances(std::string_view text, const std::string& path) {
  std::vector<Acceptance> acceptances;
  Complaints complaints(path);
  const auto take = [&](const json::View& record, std::uint32_t line) {
    if (!conforms(record, acceptance_members, line, complaints)) return;
    check_acceptance(record, line, complaints);
    acceptances.push_back(acceptance_of(record, line));
  };
  each_record(text, acceptance_format, 1, complaints, take);
  complaints.refuse_if_any();
  return acceptances;
}

std::string write_acceptances(std::vector<Acceptance> acceptances) {
  std::stable_sort(
      acceptances.begin(), acceptances.end(), [](const Acceptance& a, const Acceptance& b) {
        return std::tie(a.automation, a.accepted_at) < std::tie(b.automation, b.accepted_at);
      });
  std::string text;
  for (const Acceptance& one : acceptances) text += line_of(one);
  return text;
}

std::vector<Approval> read_approvals(std::string_view text, const std::string& path) {
  std::vector<Approval> approvals;
  Complaints complaints(path);
  const auto take = [&](const json::View& record, std::uint32_t line) {
    if (!conforms(record, approval_members, line, complaints)) return;
    check_subject(record, line, complaints);
    check_not_blank(record, {"closure", "approver"}, line, complaints);
    approvals.push_back({text_member(record, "automation"), text_member(record, "closure"),
                         text_member(record, "approver")});
  };
  each_record(text, approval_format, 1, complaints, take);
  complaints.refuse_if_any();
  return approvals;
}

}  // namespace tidemark::golden
