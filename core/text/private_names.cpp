#include <array>
#include <string>

#include "core/text/ascii.hpp"
#include "core/text/private_data.hpp"

namespace tidemark::text {
namespace {

struct Name {
  std::string_view name, kind;
};

/// Without case, spaces, `_` and `-`.
constexpr std::array<Name, 36> names = {{
    {"password", "key"},      {"passwd", "key"},
    {"pwd", "key"},           {"passphrase", "key"},
    {"secret", "key"},        {"apikey", "key"},
    {"xapikey", "key"},       {"accesskey", "key"},
    {"secretkey", "key"},     {"secretaccesskey", "key"},
    {"privatekey", "key"},    {"clientsecret", "key"},
    {"accesstoken", "key"},   {"refreshtoken", "key"},
    {"idtoken", "key"},       {"authtoken", "key"},
    {"sessiontoken", "key"},  {"bearertoken", "key"},
    {"authorization", "key"}, {"proxyauthorization", "key"},
    {"cookie", "key"},        {"setcookie", "key"},
    {"phone", "phone"},       {"phonenumber", "phone"},
    {"mobile", "phone"},      {"mobilenumber", "phone"},
    {"mobilephone", "phone"}, {"telephone", "phone"},
    {"tel", "phone"},         {"fax", "phone"},
    {"cellphone", "phone"},   {"whatsapp", "phone"},
    {"card", "card"},         {"cardnumber", "card"},
    {"creditcard", "card"},   {"creditcardnumber", "card"},
}};

}  // namespace

std::string_view private_kind_of_name(std::string_view name) {
  std::string plain;
  for (const char c : name.substr(0, 64)) {
    if (c != '_' && c != '-' && c != ' ') plain += small(c);
  }
  for (const Name& known : names) {
    if (plain == known.name) return known.kind;
    // Whose key it is may stand before: `db_password`, `awsSecretAccessKey`.
    if (known.kind == "key" && known.name.size() >= 6 && plain.ends_with(known.name)) return "key";
  }
  return "";
}

}  // namespace tidemark::text
