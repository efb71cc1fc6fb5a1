#pragma once

#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// What evidence on the automation's present state is found by. The judge lacks nothing.
std::string evidence_key_of(const Assessment& assessment, const Entity& entity, const Judge& judge,
                            const PluginShelf& plugins, const std::string& tool);

/// The base's judge over the head's behaviour: from the evidence that an earlier run left where
/// nothing can have moved unseen since, else by replay, which leaves such evidence. The finding's
/// outcomes are then those that it rests on.
Verdict verdict_by_base(const Assessment& assessment, const Entity& entity, const Judge& judge,
                        Finding& finding, Session& session);

}  // namespace tidemark::pipeline
