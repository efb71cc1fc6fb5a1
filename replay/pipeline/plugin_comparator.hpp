#pragma once

#include <memory>

#include "core/host/host.hpp"
#include "core/model/inventory.hpp"
#include "replay/compare/comparator.hpp"

namespace tidemark::pipeline {

/// A comparator that a plugin brings (`tidemark.comparator/1`). Its failures are Error(evaluation):
/// an automation whose detector fails gets no score.
std::unique_ptr<const compare::Comparator> plugin_comparator(std::shared_ptr<host::Worker> worker,
                                                             const ComparatorSpec& spec);

}  // namespace tidemark::pipeline
