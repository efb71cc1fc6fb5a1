#include "core/text/private_data.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/error.hpp"
#include "core/text/check_digits.hpp"
#include "tests/kit/within.hpp"

namespace tidemark::text {
namespace {

const PrivateData plain;

/// The text with `<kind>` for each part.
std::string bare(const std::string& text, const PrivateData& finder = plain) {
  std::string made;
  std::size_t at = 0;
  for (const PrivatePart& part : finder.parts_of(text)) {
    made += text.substr(at, part.begin - at) + '<' + part.kind + '>';
    at = part.end;
  }
  return made + text.substr(at);
}

struct Row {
  const char *text, *bare;
};

TEST_CASE("e-mail addresses are found in every spelling") {
  const Row rows[] = {
      {"write to ada@example.com.", "write to <email>."},
      {"Ada <Ada.Lovelace+tickets@mail.example.co.uk>", "Ada <<email>>"},
      {"'o'brien_7@example.org'", "'<email>'"},
      {"mailto:ada%40example.com?subject=x", "mailto:<email>?subject=x"},
      {"j\u00fcrgen@b\u00fccher.example", "<email>"},
      {"{\"to\":\"a@b.io\",\"cc\":[\"c@d.io\"]}", "{\"to\":\"<email>\",\"cc\":[\"<email>\"]}"},
      {"a@b.example,c@d.example", "<email>,<email>"},
      {"x@mail.xn--p1ai", "<email>"},
  };
  for (const Row& row : rows) CHECK(bare(row.text) == row.bare);
}

TEST_CASE("what only looks like an address stays") {
  for (const char* text :
       {"npm install @scope/pkg@1.2.3", "git@github.com:acme/tool.git", "meet @ noon",
        "user@localhost", "50 apples @ 0.30 each", "@ada", "a@b"}) {
    CHECK(bare(text) == text);
  }
}

TEST_CASE("phone numbers are found in international and national forms") {
  const Row rows[] = {
      {"call +49 151 23456789 today", "call <phone> today"},
      {"+49 151 12345674", "<phone>"},  // 13 digits that pass Luhn
      {"+15551234567", "<phone>"},
      {"to=%2B491701234567&x=1", "to=<phone>&x=1"},
      {"tel:+44-20-7946-0958", "tel:<phone>"},
      {"+49 (0)30 1234567", "<phone>"},
      {"(+33 1 23 45 67 89)", "(<phone>)"},
      {"0049 151 23456789", "<phone>"},
      {"(555) 123-4567, ext. 3", "<phone>, ext. 3"},
      {"555-123-4567 or 555.123.4568", "<phone> or <phone>"},
      {"1-800-555-0199", "<phone>"},
      {"030 1234567", "<phone>"},
      {"(030) 1234567", "<phone>"},
      {"0151/12345678", "<phone>"},
      {"01 23 45 67 89", "<phone>"},
      {"020 7946 0958", "<phone>"},
      {"0170\u00a01234567", "<phone>"},
      {"my phone number is 01511234567", "my phone number is <phone>"},
      {"Tel.: 8005550199", "Tel.: <phone>"},
      {"Handy 017612345678", "Handy <phone>"},
  };
  for (const Row& row : rows) CHECK(bare(row.text) == row.bare);
}

TEST_CASE("dates, versions, amounts and ids are no phone numbers") {
  for (const char* text : {"2026-10-01",
                           "01-10-2026",
                           "01.10.2026",
                           "2026-10-01T09:30:00+02:00",
                           "on 09-30-2026 10:15",
                           "version 1.2.3.4",
                           "10.0.0.1",
                           "192.168.100.200",
                           "order 1234567890",
                           "ticket T-1021",
                           "12345-6789",
                           "978-3-16-148410-0",
                           "0-306-40615-2",
                           "1 234 567,89 EUR",
                           "0.123456789",
                           "550e8400-e29b-41d4-a716-446655440000",
                           "20261001093000",
                           "1760000000",
                           "pages 100-200",
                           "call me at 10",
                           "+1.5.0",
                           "+10 points",
                           "/orders/555-123-4567-8",
                           "v555-123-4567",
                           "EUR 1.000.000,00",
                           "12:30:45.123456789",
                           "2026-10-01 2026-10-02",
                           "phone 12 of 2026-10-01"}) {
    CHECK(bare(text) == text);
  }
}

TEST_CASE("cards are found by their check digit, with spaces, hyphens, dots or without") {
  const Row rows[] = {
      {"4111111111111111", "<card>"},
      {"pay with 4111 1111 1111 1111, please", "pay with <card>, please"},
      {"5500-0000-0000-0004.", "<card>."},
      {"4111.1111.1111.1111.", "<card>."},
      {"4111\u00A01111\u00A01111\u00A01111", "<card>"},
      {"4111\u20111111\u20131111\u202F1111 paid", "<card> paid"},
      {"3782 822463 10005", "<card>"},
      {"6011111111111117", "<card>"},
      {"2223003122003222", "<card>"},
      {"4111111111111111 2026", "<card> 2026"},
      {"order 12 4111 1111 1111 1111", "order 12 <card>"},
  };
  for (const Row& row : rows) CHECK(bare(row.text) == row.bare);
}

TEST_CASE("an order's number of 16 digits is no card") {
  for (const char* text : {"4111111111111112", "1234567812345670", "order 4111 1111 1111 1112",
                           "9999999999999995", "41111111111111110000", "sizes 411111 11 11111111",
                           "id4111111111111111", "0.4111111111111111", "4111111111111111.5"}) {
    CHECK(bare(text) == text);
  }
  CHECK(is_card_number("4111111111111111"));
  CHECK_FALSE(is_card_number("4111"));
  CHECK_FALSE(is_card_number(""));
}

TEST_CASE("IBANs are found by their check digits") {
  const Row rows[] = {
      {"DE89370400440532013000", "<iban>"},
      {"IBAN DE89 3704 0044 0532 0130 00 Thanks", "IBAN <iban> Thanks"},
      {"GB29 NWBK 6016 1331 9268 19 AND more", "<iban> AND more"},
      {"to NO9386011117947, soon", "to <iban>, soon"},
      {"DE89370400440532013001", "DE89370400440532013001"},
      {"XDE89370400440532013000", "XDE89370400440532013000"},
  };
  for (const Row& row : rows) CHECK(bare(row.text) == row.bare);
}

TEST_CASE("keys are found by the prefixes that vendors give them") {
  const Row rows[] = {
      {"sk-CANARY0123456789abcdef", "<key>"},
      {"OPENAI=sk-proj-Ab12Cd34Ef56Gh78_Ij90-Kl12", "OPENAI=<key>"},
      {"sk_live_4eC39HqLyjWDarjtT1zdp7dc", "<key>"},
      {"ghp_16C7e42F292c6912E7710c838347Ae178B4a", "<key>"},
      {"github_pat_11ABCDEFG0123456789_abcdefghijklmnop", "<key>"},
      {"glpat-ABCDEFghijkl01234567", "<key>"},
      {"xoxb-123456789012-abcdefghij", "<key>"},
      {"id AKIAIOSFODNN7EXAMPLE.", "id <key>."},
      {"AIzaSyA1234567890abcdefghijklmnopqrstuvw", "<key>"},
      {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpM", "<key>"},
      {"Authorization: Bearer abcdef0123456789abcdef", "Authorization: Bearer <key>"},
      {"basic dXNlcjpwYXNzd29yZA==", "basic <key>"},
      {"https://ada:hunter2@example.com/x", "https://ada:<key>@example.com/x"},
      {"postgres://svc:p%40ss@db:5432/x", "postgres://svc:<key>@db:5432/x"},
      {"password=hunter2&x=1", "password=<key>&x=1"},
      {"\"api_key\": \"abc-123-def\"", "\"api_key\": \"<key>\""},
      {"{\\\"password\\\":\\\"hunter2!\\\"}", "{\\\"password\\\":\\\"<key>\\\"}"},
      {"wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY1", "<key>"},
      {"AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
       "AWS_SECRET_ACCESS_KEY=<key>"},
      {"my DB_PASSWORD=hunter2024 fails", "my DB_PASSWORD=<key> fails"},
      {"smtp-password: 'qwerty99'", "smtp-password: '<key>'"},
      {"SMTP_PASS=qwerty99", "SMTP_PASS=<key>"},
      {"export GITHUB_TOKEN=0a1b2c3d4e", "export GITHUB_TOKEN=<key>"},
      {"SECRET_KEY: 'django-x7!kq2'", "SECRET_KEY: '<key>'"},
      {"OPENAI_API_KEY=abc123def456", "OPENAI_API_KEY=<key>"},
      {"access_token=Zyx98765abc", "access_token=<key>"},
      {"-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nrest", "<key>\nrest"},
      {"a -----BEGIN PRIVATE KEY-----\nMIIB (cut)", "a <key>"},
  };
  for (const Row& row : rows) CHECK(bare(row.text) == row.bare);
}

TEST_CASE("words, digests and identifiers are no keys") {
  for (const char* text : {"sk-learn",
                           "the bearer responsibilities",
                           "a basic understandability matter",
                           "password: please reset it",
                           "forgot my password",
                           "secret: nothing",
                           "smtp_pass: please reset it",
                           "pass: yes",
                           "token: blue",
                           "boarding pass: seat 12",
                           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                           "550e8400-e29b-41d4-a716-446655440000",
                           "getUserAccountBalanceByCustomerId2",
                           "docs/2026/annual-report-final-version.pdf",
                           "INVOICE-2026-10-000123-REV-2",
                           "ThisIsAVeryLongCamelCaseIdentifier42",
                           "https://example.com/orders/2026/10/01?page=2",
                           "-----BEGIN CERTIFICATE-----",
                           "eyJ",
                           "AKIA"}) {
    CHECK(bare(text) == text);
  }
}

TEST_CASE("what stands together is told apart") {
  CHECK(bare("Hi, I am Ada (ada@example.com, +49 151 23456789). Card 4111 1111 1111 1111, order "
             "1234567812345678 of 2026-10-01.") ==
        "Hi, I am Ada (<email>, <phone>). Card <card>, order 1234567812345678 of 2026-10-01.");
}

TEST_CASE("parts have places, in order, and none is within another one") {
  CHECK(PrivateData().parts_of("a@b.io 4111111111111111") ==
        std::vector<PrivatePart>{{0, 6, "email"}, {7, 23, "card"}});
  CHECK(PrivateData().parts_of("").empty());
}

TEST_CASE("patterns come first, and kinds can be kept") {
  const PrivateData own({{"customer", R"(C-\d{6})", "redact.yaml:2"}}, {"email"});
  CHECK(bare("C-123456 wrote as ada@example.com", own) == "<customer> wrote as ada@example.com");
  const PrivateData wider({{"login", R"(\w+@example\.com)", "redact.yaml:2"}});
  CHECK(bare("ada@example.com, b@example.org", wider) == "<login>, <email>");
}

TEST_CASE("a pattern that is none is refused with its place") {
  using Patterns = std::vector<PrivatePattern>;
  CHECK_THROWS_WITH_AS(PrivateData(Patterns{{"a", "(", "redact.yaml:2:3"}}),
                       "redact.yaml:2:3: not an RE2 pattern: missing ): (", Error);
  CHECK_THROWS_WITH_AS(
      PrivateData(Patterns{{"a", "x*", "redact.yaml:2:3"}}),
      "redact.yaml:2:3: the pattern matches an empty text (make it ask for something)", Error);
}

TEST_CASE("names tell what a value is that does not look like it") {
  CHECK(private_kind_of_name("password") == "key");
  CHECK(private_kind_of_name("API-Key") == "key");
  CHECK(private_kind_of_name("db_password") == "key");
  CHECK(private_kind_of_name("awsSecretAccessKey") == "key");
  CHECK(private_kind_of_name("phoneNumber") == "phone");
  CHECK(private_kind_of_name("card_number") == "card");
  for (const char* name : {"max_tokens", "token_count", "text", "", "keyboard", "telegram",
                           "password_hint", "cwd", "topwd"}) {
    CHECK(private_kind_of_name(name).empty());
  }
}

TEST_CASE("a hostile text costs no more than its length") {
  const char* pieces[] = {
      "1-", "+1 ", "a@", "aB1", "01 ", "DE11 ", "bearer ", "4111 ", "-----BEGIN PRIVATE KEY"};
  const PrivateData finder;
  for (const char* piece : pieces) {
    CAPTURE(piece);
    std::string text;
    while (text.size() < 300'000) text += piece;
    CHECK(test::within({5}, [&] { return finder.parts_of(text).size() < text.size(); }) == "true");
  }
}

}  // namespace
}  // namespace tidemark::text
