#include "replay/pipeline/plugin_comparator.hpp"

#include <algorithm>
#include <future>

#include "core/base/error.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::chrono::milliseconds patience{10'000};

/// What a plugin sees of a part that is not there.
std::string text_of(const json::Value* value) {
  return value == nullptr ? "null" : json::canonical(*value);
}

class PluginComparator final : public compare::Comparator {
 public:
  PluginComparator(std::shared_ptr<host::Worker> worker, const ComparatorSpec& spec)
      : worker_(std::move(worker)), spec_(spec) {}

  compare::Score compare(const json::Value* reference, const json::Value* output) const override {
    // Shared, because a late answer may come after an exception here.
    const auto answered = std::make_shared<std::promise<host::Comparison>>();
    worker_->compare(
        text_of(reference), text_of(output), spec_.options, patience,
        [answered](host::Comparison comparison) { answered->set_value(std::move(comparison)); });
    host::Comparison comparison = answered->get_future().get();
    if (comparison.failure) {
      const bool refused = comparison.failure->kind == FailureKind::refused;
      throw Error(refused ? Fault::security : Fault::evaluation,
                  "comparator " + spec_.comparator + ": " + comparison.failure->text);
    }
    return {comparison.score, comparison.score < 1 ? comparison.explanation : ""};
  }

 private:
  std::shared_ptr<host::Worker> worker_;
  ComparatorSpec spec_;
};

}  // namespace

std::unique_ptr<const compare::Comparator> plugin_comparator(std::shared_ptr<host::Worker> worker,
                                                             const ComparatorSpec& spec) {
  return std::make_unique<PluginComparator>(std::move(worker), spec);
}

compare::Make comparators_of(host::Host& host, const PluginShelf& shelf, const Judge& judge) {
  return [&](const ComparatorSpec& spec,
             const std::string& where) -> std::unique_ptr<const compare::Comparator> {
    const bool pinned =
        std::any_of(judge.plugins.begin(), judge.plugins.end(),
                    [&](const PluginPin& pin) { return pin.id == spec.comparator; });
    if (!pinned) return compare::make_comparator(spec, where);
    return plugin_comparator(
        host.open({shelf.find(judge, spec.comparator), spec.options, {}, shelf.folder}), spec);
  };
}

}  // namespace tidemark::pipeline
