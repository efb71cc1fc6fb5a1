#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace tidemark::text {

/// Begin and end of a part of a text, in bytes.
using Span = std::pair<std::size_t, std::size_t>;

/// Whether the digits are a payment card's number: 14 to 19 of them, a prefix that is issued, and
/// the Luhn check digit.
bool is_card_number(std::string_view digits);
/// Payment card numbers, groups of them with one space or hyphen between. A number within a longer
/// word or a longer number is none.
std::vector<Span> card_numbers_in(std::string_view text);

/// Where an IBAN ends that begins at the begin of `run`, or 0: check digits of ISO 7064, single
/// spaces between groups.
std::size_t end_of_iban(std::string_view run);

/// Whether the word looks drawn at random, as keys are: small and capital letters and digits in
/// much change, and as many different ones as chance makes. Digests in hexadecimal, UUIDs,
/// identifiers and file names do not.
bool looks_random(std::string_view word);

}  // namespace tidemark::text
