#pragma once

#include <string_view>

namespace tidemark::compare {

/// 1 - edit distance / longer length, within [0,1]; 1 exactly for equal texts. What lies between a
/// common start and end is measured by edits up to 20,000 code points, beyond by the share of
/// common runs of 8 code points: an estimate, in n log n. Symmetric.
double text_likeness(std::u32string_view a, std::u32string_view b);

}  // namespace tidemark::compare
