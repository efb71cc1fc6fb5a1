#include <algorithm>

#include "core/contract/contract.hpp"
#include "core/contract/csv.hpp"
#include "core/contract/large_stack.hpp"
#include "core/contract/part_text.hpp"
#include "core/contract/view.hpp"
#include "core/json/pointer.hpp"

namespace tidemark::contract {
namespace {

constexpr std::uint64_t most_view_steps = 10'000'000;
using Parts = std::vector<std::string>;
using Text = std::optional<std::string>;

Text text_through(const Source& source, State& state, const Parts& parts, Budget& budget) {
  Parts operations, pointers;
  for (const std::string& part : parts) (is_pointer(part) ? pointers : operations).push_back(part);
  View view(*state.documents, budget);
  if (state.kind == Kind::openapi) return view.of_api(operations, pointers);
  if (!operations.empty()) return std::nullopt;
  Text text = view.of_schema(pointers);
  if (!text || state.kind != Kind::sample) return text;
  const Text columns = columns_of(source.text, source.file, pointers);
  return columns ? *text + *columns : columns;
}

/// What cannot be told is not the same.
bool is_same(const Source& before, State& was, const Source& after, State& is, const Parts& parts,
             Budget& budget) {
  if (parts.empty() || was.kind != is.kind) return false;
  try {
    const Text old = text_through(before, was, parts, budget);
    return old && old == text_through(after, is, parts, budget);
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
    return false;
  }
}

std::vector<std::string> first_segments(const Parts& pointers) {
  std::vector<std::string> names;
  for (const std::string& pointer : pointers) names.emplace_back(segments_of(pointer).front());
  return names;
}

Text columns_of_lines(const std::string& text, const std::string& file, const Parts& names) {
  std::string columns;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = std::string_view(text).substr(start, end - start);
    start = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const json::Value row = json::parse(line, file);
    for (const std::string& name : names) {
      const json::Value* value = json::at(row, '/' + name);
      columns += (value == nullptr ? "" : json::canonical(*value)) + '\n';
    }
  }
  return columns;
}

}  // namespace

Text columns_of(const std::string& text, const std::string& file, const Parts& pointers) {
  const Parts names = first_segments(pointers);
  if (file.ends_with(".jsonl") || file.ends_with(".ndjson")) {
    return columns_of_lines(text, file, names);
  }
  Rows rows(text, file, file.ends_with(".tsv") ? '\t' : separator_of(text));
  const auto header = rows.next();
  std::string columns;
  while (const auto row = rows.next()) {
    for (std::size_t i = 0; i < row->fields.size(); ++i) {
      const std::string name = json::pointer_step(header->fields[i]).substr(1);
      // Cells may hold anything, so each has its length before it.
      if (std::find(names.begin(), names.end(), name) == names.end()) continue;
      columns += name + ' ' + std::to_string(row->fields[i].size()) + ' ' + row->fields[i] + '\n';
    }
  }
  return columns;
}

std::vector<bool> same_through(const Source& before, const Source& after,
                               const std::vector<Parts>& uses) {
  Budget budget(most_view_steps);
  State was = state_of(before, budget), is = state_of(after, budget);
  std::map<Parts, bool> known;
  std::vector<bool> same(uses.size());
  on_large_stack([&] {
    for (std::size_t i = 0; i < uses.size(); ++i) {
      const auto [found, is_new] = known.try_emplace(uses[i], false);
      if (is_new) found->second = is_same(before, was, after, is, uses[i], budget);
      same[i] = found->second;
    }
  });
  return same;
}

}  // namespace tidemark::contract
