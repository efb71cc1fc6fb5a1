#include <algorithm>
#include <cmath>

#include "core/text/code_points.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/likeness.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t rows_on_a_screen = 20;

struct Hit {
  const Entity* entity;
  double score;
  const char* where;  ///< the field that is most like what was sought
};

/// A place where a word may be found, and how much it counts there.
struct Field {
  const char* name;
  double weight;
  std::string text;
};

std::vector<Field> fields_of(const Entity& entity) {
  std::string tags, owners;
  for (const std::string& tag : entity.tags) tags += tag + ' ';
  for (const auto* owner :
       {&entity.owners.technical, &entity.owners.operational, &entity.owners.escalation}) {
    owners += *owner + ' ';
  }
  return {{"id", 1, to_string(entity.id)},
          {"title", 0.8, entity.title},
          {"tag", 0.7, std::move(tags)},
          {"owner", 0.6, std::move(owners)}};
}

/// Every word must be found somewhere; the mean of where it is found best.
Hit hit_of(const Entity& entity, std::vector<SoughtWord>& words) {
  const std::vector<Field> fields = fields_of(entity);
  std::vector<double> in_field(fields.size());
  Hit hit{&entity, 0, ""};
  for (SoughtWord& word : words) {
    double best = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const double score = fields[i].weight * word.likeness_in(fields[i].text);
      best = std::max(best, score);
      in_field[i] += score;
    }
    if (best == 0) return {&entity, 0, ""};
    hit.score += best / static_cast<double>(words.size());
  }
  const auto strongest = std::max_element(in_field.begin(), in_field.end()) - in_field.begin();
  hit.where = fields[static_cast<std::size_t>(strongest)].name;
  return hit;
}

std::vector<Hit> hits_of(const Inventory& inventory, const Filter& filter,
                         std::vector<SoughtWord>& words) {
  std::vector<Hit> hits;
  for (const Entity& entity : inventory.entities) {
    if (!filter.keeps(entity)) continue;
    const Hit hit = hit_of(entity, words);
    if (hit.score > 0) hits.push_back(hit);
  }
  // Entities are sorted by id, so equal scores stay so.
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.score > b.score; });
  return hits;
}

std::vector<SoughtWord> sought(const Arguments& arguments) {
  std::vector<SoughtWord> words;
  for (const std::string& name : arguments.names) {
    for (std::string& word : words_of(name)) words.emplace_back(std::move(word));
  }
  return words;
}

}  // namespace

int find(const Arguments& arguments) {
  auto words = sought(arguments);
  if (words.empty()) expect_some_names(arguments, arguments.names.size() + 1);
  const Here at = here(arguments);
  const auto hits = hits_of(at.world.inventory, Filter(arguments, at.world.inventory), words);
  const std::size_t shown = std::min(hits.size(), arguments.limit.value_or(rows_on_a_screen));
  std::vector<std::vector<std::string>> rows;
  json::Array items;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string id = to_string(hits[i].entity->id);
    rows.push_back({id, hits[i].where, text::printable(hits[i].entity->title)});
    items.emplace_back(json::Object{{"id", id},
                                    {"title", hits[i].entity->title},
                                    {"where", hits[i].where},
                                    {"score", std::round(hits[i].score * 1000) / 1000}});
  }
  std::string text = hits.empty() ? "none\n" : table(rows);
  if (shown < hits.size()) {
    text += std::to_string(hits.size() - shown) + " more (--limit N shows more)\n";
  }
  print(arguments, text,
        json::Object{{"schema", "tidemark.find/1"},
                     {"found", std::move(items)},
                     {"left_out", std::uint64_t{hits.size() - shown}}});
  return 0;
}

}  // namespace tidemark::cli
