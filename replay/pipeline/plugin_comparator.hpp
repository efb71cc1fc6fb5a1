#pragma once

#include <memory>

#include "core/host/host.hpp"
#include "core/model/inventory.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/plugin_shelf.hpp"

namespace tidemark::pipeline {

/// A comparator that a plugin brings (`tidemark.comparator/1`). Its failures are Error(evaluation):
/// an automation whose detector fails gets no score.
std::unique_ptr<const compare::Comparator> plugin_comparator(std::shared_ptr<host::Worker> worker,
                                                             const ComparatorSpec& spec);

/// Makes a judge's comparators: built-in ones here, others in workers of their own. All three must
/// outlive what it makes.
compare::Make comparators_of(host::Host& host, const PluginShelf& shelf, const Judge& judge);

}  // namespace tidemark::pipeline
