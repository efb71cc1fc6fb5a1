#pragma once

#include <string>
#include <vector>

namespace tidemark::text {

/// Every form in which a secret is looked for, beside the escapes of JSON and URLs: as it is, in
/// base64, and as facts of a call have it (sdk::Members::add_text). Each has at least six bytes;
/// none for a secret of less.
std::vector<std::string> forms_of_secret(const std::string& value);

}  // namespace tidemark::text
