#include "replay/plan/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace tidemark;

namespace {

GoldenSet golden_of(int size) {
  GoldenSet golden;
  for (int i = 0; i < size; ++i) {
    GoldenCase one;
    one.id = std::string(1, static_cast<char>('a' + i / 26)) + static_cast<char>('a' + i % 26);
    one.input = std::to_string(i);
    one.critical = i % 5 == 4;
    golden.cases.push_back(one);
  }
  return golden;
}

std::string listed(const std::vector<Trial>& trials) {
  std::string text;
  for (const Trial& trial : trials) text += trial.case_id + std::to_string(trial.run) + " ";
  return text;
}

}  // namespace

TEST_CASE("every case runs once before any runs again, critical cases first") {
  CHECK(listed(plan::first_look(golden_of(6), false, 1)) ==
        "ae0 aa0 ab0 ac0 ad0 af0 ae1 aa1 ab1 ac1 ad1 af1 ae2 aa2 ab2 ac2 ad2 af2 ");
}

TEST_CASE("a second look adds runs four to nine") {
  CHECK(plan::second_look(golden_of(2)).size() == 12);
  CHECK(plan::second_look(golden_of(2)).front().run == 3);
  CHECK(plan::second_look(golden_of(2)).back().run == 8);
}

TEST_CASE("a deterministic automation runs each case once and a sample of ten twice") {
  std::map<std::string, int> runs;
  for (const Trial& trial : plan::first_look(golden_of(40), true, 7)) ++runs[trial.case_id];
  CHECK(runs.size() == 40);
  CHECK(std::count_if(runs.begin(), runs.end(), [](auto& one) { return one.second == 2; }) == 10);
}

TEST_CASE("the sample of a large golden set is a tenth of it") {
  CHECK(plan::first_look(golden_of(200), true, 7).size() == 220);
}

TEST_CASE("repeats are drawn among the cases that are named, as a first look draws among all") {
  const GoldenSet golden = golden_of(40);
  const std::vector<std::size_t> some = {1, 2, 3, 5, 8, 13, 21, 22, 23, 24, 25, 34};
  const auto trials = plan::repeats(golden, some, 7);
  CHECK(trials.size() == 10);
  for (const Trial& trial : trials) {
    const auto is_it = [&](std::size_t i) { return golden.cases[i].id == trial.case_id; };
    CHECK(std::any_of(some.begin(), some.end(), is_it));
    CHECK(trial.run == 1);
  }
}

TEST_CASE("a recording makes the reference and the control runs") {
  CHECK(plan::recording(golden_of(4), 9).size() == 40);
}

TEST_CASE("nothing to replay is an empty plan") { CHECK(plan::first_look({}, true, 1).empty()); }

TEST_CASE("a sample is drawn by its seed alone, without repeats") {
  CHECK(plan::sample(10, 4, 3) == plan::sample(10, 4, 3));
  CHECK(plan::sample(10, 4, 3) != plan::sample(10, 4, 4));
  CHECK(plan::sample(3, 10, 1) == std::vector<std::size_t>{0, 1, 2});
}
