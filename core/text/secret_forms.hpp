#pragma once

#include <string>
#include <vector>

namespace tidemark::text {

/// One way in which a secret, or a line of it, may stand in a text.
struct SecretForm {
  std::string text;  ///< at least six bytes
  bool is_line;      ///< of several; not the secret itself
};

/// Every form in which a secret is looked for, beside the escapes of JSON, URLs and HTML: without
/// the blanks around it; with '+' for the blanks within; in base64; as facts of a call have it
/// (sdk::Members::add_text); and each line of 16 bytes or more. None for less than six bytes.
std::vector<SecretForm> forms_of_secret(const std::string& value);

}  // namespace tidemark::text
