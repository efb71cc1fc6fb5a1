#include "replay/compare/built_in.hpp"
#include "replay/compare/json_likeness.hpp"

namespace tidemark::compare {
namespace {

class Json final : public Comparator {
 public:
  explicit Json(Options& options)
      : rules_{options.amount("tolerance"), options.amounts("tolerances"), options.paths("ignore"),
               options.paths("unordered")} {}

  Score compare(const json::Value* reference, const json::Value* output) const override {
    if (auto score = score_of_absence(reference, output)) return *score;
    const Tally tally = JsonLikeness(rules_).compare(*reference, *output);
    if (tally.equal == tally.total) return {};
    return {static_cast<double>(tally.equal) / static_cast<double>(tally.total),
            std::to_string(tally.total - tally.equal) + " of " + std::to_string(tally.total) +
                " values differ, first " + tally.first_difference};
  }
  bool is_sure_of_equals() const override { return true; }

 private:
  JsonRules rules_;
};

}  // namespace

std::unique_ptr<const Comparator> make_json(Options& options) {
  return std::make_unique<Json>(options);
}

}  // namespace tidemark::compare
